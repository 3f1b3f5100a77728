import Capabilities
import Foundation
import Processes
import Synchronization

@testable import Keyring

/// A session bus with a GNOME keyring of its own, which is gone when the value is.
final class KeyringSession {
    private static let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    private static let programs = ["dbus-daemon", "gnome-keyring-daemon", "secret-tool"]
    static let isAvailable = programs.allSatisfy { LiveProcessRunner().find($0, path: search) != nil }
    /// What the keyring's program needs to find its session.
    let environment: [String: String]
    let runner = Eavesdropper()
    private let folder: URL
    private let process = Process()
    private let input = Pipe()

    enum Failure: Error { case notStarted }

    /// Starts a session; `folder` is that of an earlier one whose keyring is to be opened again.
    init(_ state: String = "unlocked", in folder: URL? = nil) throws {
        self.folder =
            folder ?? FileManager.default.temporaryDirectory.appending(path: "kr-\(UUID().uuidString)")
        let home = self.folder.path(percentEncoded: false)
        let runtime = home + "/run"
        try FileManager.default.createDirectory(
            atPath: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "keyring.sh")
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [script.path(percentEncoded: false), state]
        let variables = [
            "PATH": Self.search, "HOME": home, "XDG_RUNTIME_DIR": runtime, "XDG_DATA_HOME": home + "/data",
        ]
        process.environment = variables
        (process.standardInput, process.standardOutput) = (input, output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
            line.append(byte)
        }
        guard !line.isEmpty else { throw Failure.notStarted }
        environment = variables.merging(["DBUS_SESSION_BUS_ADDRESS": String(decoding: line, as: UTF8.self)]) {
            $1
        }
    }

    /// Ends the session and tells where its keyring is kept.
    func end() -> URL {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return folder
    }

    var keyring: SystemKeyring { keyring([:]) }

    func keyring(_ changes: [String: String?]) -> SystemKeyring {
        var variables = environment
        for (name, value) in changes { variables[name] = value }
        return SystemKeyring(runner: runner, environment: variables)
    }
}

/// Runs programs, and keeps what everybody on the machine could see of them.
final class Eavesdropper: ProcessRunner {
    private let seen = Mutex([ProcessInvocation]())
    private let live = LiveProcessRunner()

    var invocations: [ProcessInvocation] { seen.withLock(\.self) }

    func find(_ name: String, path: String) -> String? { live.find(name, path: path) }

    func run(
        _ invocation: ProcessInvocation, onOutput: (@Sendable (ProcessOutput) -> Void)?
    ) async throws(ProcessError) -> ProcessResult {
        seen.withLock { $0.append(invocation) }
        return try await live.run(invocation, onOutput: onOutput)
    }
}
