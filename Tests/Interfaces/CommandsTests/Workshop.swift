import Archives
import Capabilities
import Diagnostics
import Files
import Foundation
import Ledger
import Processes
import SQLiteStore
import StructuredData
import Synchronization

@testable import Commands

/// A folder with a runtime around it: real files, processes, locks and ledger; nothing of the user's own surroundings.
final class Workshop: Sendable {
    struct Result {
        let exit: UInt8
        let output: String
        let errors: String

        /// The document on standard output.
        var json: JSON { (try? JSON(parsing: Array(output.utf8))) ?? .null }
    }

    /// Absolute, without links.
    let root: String
    private let captured = Mutex((output: "", errors: ""))

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "uvmgr-commands-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        root = LiveFileSystem().resolve(url.path()) ?? url.path()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { root + "/" + name }

    @discardableResult
    func write(_ text: String, to name: String, mode: UInt16 = 0o644) throws -> String {
        try LiveFileSystem().write(Array(text.utf8), to: path(name), mode: mode)
        return path(name)
    }

    func read(_ name: String) throws -> String { try LiveFileSystem().readText(path(name)) }

    /// The names in a folder.
    func names(_ name: String = "") throws -> [String] { try LiveFileSystem().list(path(name)) }

    /// A project with this text behind its `[project]` table.
    func project(_ more: String = "", in folder: String = "project") throws {
        try write("[project]\nname = \"sample\"\nversion = \"1.2\"\n" + more, to: folder + "/pyproject.toml")
    }

    /// A program that answers as uv does when asked for its version, and can do nothing else.
    func installUV() throws {
        try write(
            "#!/bin/sh\n[ \"$1\" = --version ] && echo 'uv 0.13.9' && exit 0\nexit 1\n", to: "bin/uv",
            mode: 0o755)
    }

    /// Runs a command line in a folder of the workshop.
    func run(
        _ arguments: [String], in folder: String = "project", environment: [String: String] = [:],
        answer: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> Int = { _ in 200 },
        change: (inout Runtime) -> Void = { _ in }
    ) async -> Result {
        captured.withLock { $0 = ("", "") }
        var variables = ["HOME": path("home"), "PATH": path("bin"), "XDG_CACHE_HOME": path("cache")]
        variables.merge(environment) { _, new in new }
        var runtime = runtime(path(folder), variables, answer)
        change(&runtime)
        let exit = await runCommand(arguments, in: runtime)
        return captured.withLock { Result(exit: exit, output: $0.output, errors: $0.errors) }
    }

    private func runtime(
        _ directory: String, _ environment: [String: String],
        _ answer: @escaping @Sendable (HTTPRequest) throws(HTTPError) -> Int
    ) -> Runtime {
        let terminal = Terminal(
            isOutputTerminal: false, isErrorTerminal: false, size: { nil },
            output: { [self] text in captured.withLock { $0.output += text } },
            errors: { [self] text in captured.withLock { $0.errors += text } })
        return Runtime(
            machine: Machine(
                files: LiveFileSystem(), runner: LiveProcessRunner(), starter: LiveProcessRunner(),
                locks: FileLocks(),
                archives: ZipArchiveReader(),
                http: Switchboard(answer: answer), clock: SystemClock(),
                secrets: NoKeyring(), random: { .random(in: .min ... .max) }),
            surroundings: Surroundings(
                environment: environment, workingDirectory: directory, processIdentifier: 1, executable: nil,
                cores: 2),
            terminal: terminal,
            openLedger: { path, readOnly throws(LedgerError) in
                try SQLiteStore(path: path, access: readOnly ? .read : .readWrite)
            },
            openProjections: { path throws(LedgerError) in try SQLiteProjections(path: path) },
            startTelemetry: { _ in {} }, signals: { AsyncStream { _ in } })
    }
}

/// Answers requests with status codes, so that no test needs a network.
private struct Switchboard: HTTPClient {
    let answer: @Sendable (HTTPRequest) throws(HTTPError) -> Int

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        HTTPResponse(status: try answer(request), headers: [:], body: [])
    }
}

/// A machine without a keyring.
private struct NoKeyring: SecretStore {
    func isAvailable() async -> Bool { false }
    func secret(_ account: String) async throws(SecretError) -> String? { throw none("read") }
    func keep(_ secret: String, for account: String) async throws(SecretError) { throw none("keep") }
    func remove(_ account: String) async throws(SecretError) { throw none("remove") }

    private func none(_ operation: String) -> SecretError {
        SecretError(operation: operation, reason: "there is no keyring here")
    }
}
