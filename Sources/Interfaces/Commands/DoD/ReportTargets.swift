import ArgumentParser
import Capabilities
import DefinitionOfDone

extension ReportFormat: ExpressibleByArgument {}

/// In which forms to report, and where to.
struct ReportOptionGroup: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp("What to print.", valueName: "form"))
    var format = ReportFormat.text

    @Option(
        help: ArgumentHelp("Write what would be printed to this file instead.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Write a report besides, such as junit=report.xml. May be repeated.", valueName: "form=file"))
    var report: [String] = []
}

/// The reports of one run: one to print or to write in its place, and any number of files.
struct ReportTargets {
    struct File: Hashable {
        let format: ReportFormat
        /// Absolute.
        let path: String
    }

    let format: ReportFormat
    /// Takes what would be printed.
    let output: File?
    let files: [File]

    /// - Throws: ``CommandError`` for a target that is not of the form `FORMAT=FILE`, an unknown format, and a file that
    ///   would be written twice.
    init(_ options: ReportOptionGroup, in session: Session) throws(CommandError) {
        format = options.format
        output = options.output.map { File(format: options.format, path: session.path($0)) }
        var files: [File] = []
        for text in options.report { files.append(try Self.file(text, session)) }
        self.files = files
        var seen: Set<String> = []
        for file in (output.map { [$0] } ?? []) + files where !seen.insert(file.path).inserted {
            throw .sameReportTwice(path: file.path)
        }
    }

    private static func file(_ text: String, _ session: Session) throws(CommandError) -> File {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { throw .badReport(text) }
        guard let format = ReportFormat(rawValue: String(parts[0])) else {
            throw .unknownReportFormat(String(parts[0]), known: ReportFormat.allCases.map(\.rawValue))
        }
        return File(format: format, path: session.path(String(parts[1])))
    }

    /// Writes and prints every report.
    ///
    /// - Returns: The first file that could not be written; the others are written all the same.
    /// - Throws: ``CommandError/file(_:)`` if standard output cannot be written.
    func publish(
        _ run: RunState, folder: RunFolder, in session: Session
    ) throws(CommandError) -> FileError? {
        var failure: FileError?
        func keep(_ body: () throws(FileError) -> Void) {
            do { try body() } catch { failure = failure ?? error }
        }
        let plain = session.options(for: run, folder, TextStyle())
        for file in files + (output.map { [$0] } ?? []) {
            keep { () throws(FileError) in
                let text = report(run, as: file.format, options: plain)
                try session.files.write(Array(text.utf8), to: file.path)
            }
        }
        if ([format] + files.map(\.format)).contains(.github) {
            keep { () throws(FileError) in try appendSummary(run, plain, session) }
        }
        if let output {
            session.note(
                "\(run.answer.rawValue): the report is in \(output.path.shown(from: session.directory))\n")
        } else {
            try session.answer(
                report(run, as: format, options: session.options(for: run, folder, session.style)))
        }
        return failure
    }

    /// Adds to what GitHub shows of the step.
    private func appendSummary(
        _ run: RunState, _ options: ReportOptions, _ session: Session
    ) throws(FileError) {
        guard let path = session.environment["GITHUB_STEP_SUMMARY"], path.hasPrefix("/") else { return }
        let old = try session.files.isFile(path) ? session.files.read(path) : []
        let new = Array(githubStepSummary(run, options: options).utf8)
        try session.files.write(old + (old.isEmpty || old.last == 0x0A ? [] : [0x0A]) + new, to: path)
    }
}

extension Session {
    /// How this run is reported, with next commands that find the project again.
    func options(for run: RunState, _ folder: RunFolder, _ style: TextStyle) -> ReportOptions {
        var options = reportOptions(folder, style: style)
        let next = run.answer == .interrupted ? ["uvmgr dod validate"] : run.nextCommands
        options.nextCommands = next.map { $0 + sameProject }
        return options
    }

    /// The options that made this command find its project, for the command that comes next.
    var sameProject: String {
        let words = [
            ("-C", options.directory), ("--project", options.project), ("--package", options.package),
        ]
        return words.compactMap { name, value in value.map { " \(name) \($0.shellWord)" } }.joined()
    }
}

extension String {
    /// As one word of a POSIX shell.
    var shellWord: String {
        let harmless = utf8.allSatisfy {
            0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || "-_./=:@%+,".utf8.contains($0)
        }
        return harmless && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
