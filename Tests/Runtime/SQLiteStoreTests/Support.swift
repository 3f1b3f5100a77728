import Foundation
import Ledger
import StructuredData

/// A folder of its own for a test, removed with the value's last use.
final class Scratch: Sendable {
    let folder: String

    init(_ name: String = "") throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "ledger-\(name)\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path(percentEncoded: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var path: String { folder + "/ledger.db" }
    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }
    func size(_ suffix: String) throws -> Int {
        try Data(contentsOf: URL(filePath: path + suffix)).count
    }
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
}

/// `count` events of a stream from `version` on.
func events(_ stream: String, from version: Int = 1, count: Int, payload: JSON = ["k": "v"]) throws -> [Event]
{
    try (version..<version + count).map {
        try Event(
            id: uuidV7(nanoseconds: 1_790_000_000_000_000_000, random: .random(in: 0...(.max))),
            stream: stream, version: $0, type: "Tested", schema: 1, time: 1000 + Int64($0), actor: "ann",
            traceID: "0af7651916cd43dd8448eb211c80319c", spanID: "b7ad6b7169203331", payload: payload)
    }
}

/// A program that a test starts, speaks to by lines, and ends.
final class Companion {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    static func find(_ program: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(program)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static let hasPython = find("python3") != nil

    /// Starts a Python script; its arguments are in `sys.argv[1:]`.
    init(python script: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: Self.find("python3") ?? "/usr/bin/python3")
        process.arguments = ["-c", script] + arguments
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Waits for the next line it prints; `nil` at the end.
    func line() -> String? {
        var bytes: [UInt8] = []
        while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first {
            if byte == 0x0A { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    /// Closes its standard input and waits for its end.
    func finish() -> Int32 {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it as a crash would.
    func crash() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// Runs a program to its end; whether it exited with 0.
func succeeds(_ program: String, _ arguments: [String]) -> Bool {
    guard let path = Companion.find(program) else { return false }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}

/// A small file system in memory, where one may be mounted.
final class SmallVolume {
    let folder: String

    static let isPermitted: Bool = {
        guard geteuid() == 0, let volume = try? SmallVolume(size: "64k") else { return false }
        return !volume.folder.isEmpty
    }()

    private struct NotMounted: Error {}

    init(size: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "volume-\(UUID().uuidString)")
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard succeeds("mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", folder]) else {
            try? FileManager.default.removeItem(atPath: folder)
            throw NotMounted()
        }
    }

    func makeReadOnly() -> Bool { succeeds("mount", ["-o", "remount,ro", folder]) }

    deinit {
        _ = succeeds("umount", ["-l", folder])
        try? FileManager.default.removeItem(atPath: folder)
    }
}
