import Capabilities
import Telemetry

/// What is kept of an error that uvmgr does not know, for the people who mend it.
struct BugReport {
    let path: String
    let text: String

    /// - Parameters:
    ///   - path: Where it is to be written, absolute.
    ///   - error: What nobody words.
    ///   - arguments: The command line, without secrets.
    ///   - version: Of uvmgr.
    init(path: String, _ error: any Error, _ arguments: [String], version: String) {
        self.path = path
        text = """
            uvmgr \(version)
            command: \((["uvmgr"] + arguments).joined(separator: " "))
            error type: \(type(of: error))
            error: \(Redactor().redact("\(error)"))

            """
    }

    /// The report of what happened in this runtime, below `$XDG_STATE_HOME/uvmgr`.
    init(_ error: any Error, _ arguments: [String], _ runtime: Runtime) {
        let environment = runtime.surroundings.environment
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let base = state ?? (environment["HOME"] ?? "/tmp") + "/.local/state"
        let name = "\(runtime.machine.clock.now().rfc3339)-\(runtime.surroundings.processIdentifier).txt"
        self.init(
            path: "\(base)/uvmgr/reports/\(name)", error,
            Redactor(environment: environment).redact(arguments: arguments),
            version: Release.version)
    }

    /// Writes the report, for its user only.
    ///
    /// - Returns: Its path; `nil` if it could not be written, which must not hide the error itself.
    func save(_ files: some FileSystem) -> String? {
        do { try files.write(Array(text.utf8), to: path, mode: 0o600) } catch { return nil }
        return path
    }
}
