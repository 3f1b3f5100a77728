import Foundation
import Testing

/// Python with the verifier of `Support`, in an environment of its own.
final class Auditor: Sendable {
    static let support = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Support")

    /// How an environment can be made here; `nil`: tests that need one are skipped.
    static let maker: [[String]]? = {
        if let uv = environment["UVMGR_UV"] ?? find("uv") {
            return [
                [uv, "venv", "-q", "VENV"], [uv, "pip", "install", "-q", "--python", "VENV/bin/python"],
            ]
        }
        guard let python = find("python3"), (try? run([python, "-m", "pip", "--version"]))?.code == 0 else {
            return nil
        }
        return [
            [python, "-m", "venv", "VENV"],
            ["VENV/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"],
        ]
    }()

    /// Made once for all tests of the process.
    static let shared = Result { try Auditor() }

    struct Failure: Error { let message: String }
    struct Outcome { let code: Int32, output: String }

    private let folder: URL

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "auditor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit {
            if let made = try? Auditor.shared.get() { try? FileManager.default.removeItem(at: made.folder) }
        }
        let venv = folder.appending(path: "venv").path()
        let maker = (Self.maker ?? []).map { $0.map { $0.replacing("VENV", with: venv) } }
        guard maker.count == 2 else { throw Failure(message: "neither uv nor pip is here") }
        for command in [maker[0], maker[1] + ["cryptography", "pymerkle"]] {
            let outcome = try Self.run(command)
            guard outcome.code == 0 else { throw Failure(message: outcome.output) }
        }
    }

    /// A new folder that goes when the process does.
    func newFolder() throws -> URL {
        let new = folder.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
        return new
    }

    /// Runs a script of `Support`.
    func run(_ script: String, _ arguments: [String]) throws -> Outcome {
        let python = folder.appending(path: "venv/bin/python").path()
        return try Self.run([python, "-B", Self.support.appending(path: script).path()] + arguments)
    }

    private static let environment = ProcessInfo.processInfo.environment

    private static func find(_ name: String) -> String? {
        (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func run(_ command: [String]) throws -> Outcome {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        (process.standardOutput, process.standardError) = (output, output)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(code: process.terminationStatus, output: text)
    }
}

extension Trait where Self == ConditionTrait {
    static var auditor: Self { .enabled(if: Auditor.maker != nil, "neither uv nor python3 with pip is here") }
}
