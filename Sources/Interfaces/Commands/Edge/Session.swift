import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData

/// One command under way: what it may touch, what was said for every command, and where it prints.
struct Session: Sendable {
    let runtime: Runtime
    let options: GlobalOptions
    /// The command line as it was typed, without the program's name.
    let arguments: [String]
    /// The working directory, after `-C`; absolute, without links.
    let directory: String
    let console: Console
    /// For standard output.
    let style: TextStyle
    /// For standard error.
    let errorStyle: TextStyle

    /// - Throws: ``CommandError/noFolder(_:)``.
    init(
        _ options: GlobalOptions, arguments: [String], console: Console, runtime: Runtime
    ) throws(CommandError) {
        (self.runtime, self.options, self.arguments, self.console) = (runtime, options, arguments, console)
        let start = runtime.surroundings.workingDirectory
        let wanted = options.directory.map { $0.path(in: start) } ?? start
        let files = runtime.machine.files
        guard let directory = files.resolve(wanted), files.isDirectory(directory) else {
            throw .noFolder(options.directory ?? start)
        }
        self.directory = directory
        let (terminal, environment) = (runtime.terminal, runtime.surroundings.environment)
        style = Appearance.style(
            options.color, isTerminal: terminal.isOutputTerminal, environment: environment)
        errorStyle = Appearance.style(
            options.color, isTerminal: terminal.isErrorTerminal, environment: environment)
    }

    var files: any FileSystem { runtime.machine.files }
    var environment: [String: String] { runtime.surroundings.environment }

    /// The size of the terminal; off a terminal, what fits most.
    var size: Terminal.Size {
        runtime.terminal.size()
            ?? Terminal.Size(columns: environment["COLUMNS"].flatMap { Int($0) } ?? 100, rows: 24)
    }

    /// A path as the user wrote it, made absolute.
    func path(_ written: String) -> String { written.path(in: directory) }

    /// Prints a result.
    func answer(_ text: String) throws(CommandError) {
        do { try runtime.terminal.output(text) } catch { throw .file(error) }
    }

    /// Prints a result as one JSON document.
    func answer(_ json: JSON) throws(CommandError) { try answer(json.pretty + "\n") }

    /// Prints what is no result to standard error, unless `-q` was given.
    func note(_ text: String) {
        if !options.quiet { console.say(text.hasSuffix("\n") ? text : text + "\n") }
    }

    /// Prints a problem that does not end the command.
    func warn(_ diagnostic: Diagnostic) {
        console.say(DiagnosticText(diagnostic: diagnostic, style: errorStyle).text("warning"))
    }
}
