package import Capabilities
import Diagnostics
package import Projects
import Telemetry

/// What a gate sees of a run.
package struct GateContext: Sendable {
    package let gate: PlannedGate
    package let project: DiscoveredProject
    package let configuration: DoDConfiguration
    package let inventory: Inventory
    package let services: Services
    package let folder: RunFolder
    package let toolbox: Toolbox
    package let evidence: EvidenceStore
    package let childEnvironment: ChildEnvironment
    let redactor: Redactor
    /// `nil` until it is there, and for gates that do not need it.
    package var environment: ProjectEnvironment?
    /// The names of all gates of this run.
    package let planned: Set<String>
    /// The version of uvmgr.
    package let program: String
    package let uv: ToolIdentity
    /// SHA-256 of the lock file.
    package let lockDigest: String?
    /// Whether the policy wants every waiver to name its owner.
    package let waiversNeedOwner: Bool
    /// A folder for this gate alone.
    package let scratch: String
    /// The commit that `diff` is measured against; `nil` where nobody asks for it.
    package let base: String?
    /// Results of the gates that this one waits for.
    package var upstream: [String: GateRun] = [:]
    package let timeout: Duration?
    /// What was run and kept so far, also when there is no measurement in the end.
    package let record = GateRecord()
    /// Is handed each piece of a tool's output.
    package let onOutput: (@Sendable (ProcessOutput) -> Void)?

    package var settings: GateSettings? { configuration.gates[gate.name] }
    package var root: String { folder.project }

    /// Runs a command in the project's folder and keeps what it says as evidence.
    ///
    /// - Throws: ``GateFailure`` if it cannot be started, runs too long or is cancelled.
    package func run(
        _ executable: String, _ arguments: [String], environment more: [String: String] = [:],
        label: String = "", outputLimit: Int = 4 << 20
    ) async throws -> ProcessResult {
        let command = redactor.redact(arguments: [executable.shown(from: root)] + arguments)
        record.note(command: command)
        let invocation = ProcessInvocation(
            executable: executable, arguments: arguments,
            environment: childEnvironment.child(activation.merging(more) { $1 }),
            workingDirectory: root, timeout: timeout, outputLimit: outputLimit)
        let result = try await services.runner.traced(invocation, command: command, onOutput: onOutput)
        try keepOutput(result, label)
        switch result.termination {
        case .exited: return result
        case .timedOut: throw GateFailure.timedOut(after: timeout ?? .zero)
        case .signaled(let signal):
            throw GateFailure.toolFailed(
                command: command.commandLine, how: "was killed by signal \(signal)",
                said: redactor.redact(result.standardError.text.lastLine))
        }
    }

    /// As in an activated environment: tests start programs of it by their names.
    private var activation: [String: String] {
        guard let environment else { return [:] }
        let path = [environment.path + "/bin", childEnvironment.base["PATH"]].compactMap { $0 }
        return ["PATH": path.joined(separator: ":"), "VIRTUAL_ENV": environment.path]
    }

    private func keepOutput(_ result: ProcessResult, _ label: String) throws {
        for (output, name) in [(result.standardOutput, "stdout"), (result.standardError, "stderr")]
        where !output.bytes.isEmpty {
            var text = output.text
            if output.droppedBytes > 0 {
                text += "\n[\(output.droppedBytes) bytes in the middle were not kept]\n"
            }
            record.note(try evidence.keep(text: text, as: "\(label)\(name).txt"))
        }
    }

    /// Keeps a file that a tool wrote, and hands it on.
    package func report(_ path: String, as name: String, mediaType: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do { bytes = try services.files.read(path) } catch {
            throw GateFailure.unreadable(what: "`\(name)`", reason: "the tool did not write it")
        }
        // What a test printed may be in its report; a database or an archive is kept to the bit.
        let isText = mediaType == "application/json" || mediaType == "application/xml"
        record.note(
            try evidence.keep(isText ? redactor.redact(bytes) : bytes, as: name, mediaType: mediaType))
        return bytes
    }

    /// A path as findings show it: relative to the project if it lies inside.
    package func shown(_ path: String) -> String {
        // flake8 writes `./p.py` for what the others call `p.py`.
        let absolute = (path.dropping(prefix: "./") ?? path).path(in: root)
        return (absolute.hasPrefix(root) ? absolute : services.files.resolve(absolute) ?? absolute).shown(
            from: root)
    }

    /// The first line of a file of the project that contains `text`.
    package func line(of text: String, in file: String) -> Int? {
        guard let contents = try? services.files.readText(file.path(in: root)) else { return nil }
        let lines = contents.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.firstIndex { $0.contains(text) }.map { $0 + 1 }
    }

    /// The tool failed in a way that says nothing about the project.
    package func failure(_ result: ProcessResult) -> GateFailure {
        let code: String
        if case .exited(let status) = result.termination {
            code = "exited with \(status)"
        } else {
            code = "ended early"
        }
        let said = [result.standardError.text.lastLine, result.standardOutput.text.lastLine].first {
            !$0.isEmpty
        }
        return .toolFailed(
            command: record.command.commandLine, how: code, said: redactor.redact(said ?? ""))
    }
}

extension GateContext {
    /// Runs a tool whose report on standard output is needed whole.
    package func runForReport(
        _ executable: String, _ arguments: [String], label: String = ""
    ) async throws -> ProcessResult {
        let result = try await run(executable, arguments, label: label, outputLimit: 64 << 20)
        guard result.standardOutput.droppedBytes == 0 else {
            throw GateFailure.unreadable(what: "the tool's report", reason: "it is longer than 64 MiB")
        }
        return result
    }
}

extension [String] {
    /// As a shell would take it.
    package var commandLine: String { shellWords(self) }
}
