import Foundation
import Testing

/// Runs `Support/faulty_server.py` for the time of `body`, which gets its address.
func withFaultyServer(_ body: (String) async throws -> Void) async throws {
    let python = try #require(Program.find("python3"))
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "faulty_server.py")
    let server = Process()
    let (input, output) = (Pipe(), Pipe())
    server.executableURL = URL(filePath: python)
    server.arguments = [script.path(percentEncoded: false)]
    (server.standardInput, server.standardOutput) = (input, output)
    try server.run()
    defer {
        try? input.fileHandleForWriting.close()
        server.waitUntilExit()
    }
    var line = Data()
    while line.last != 0x0A {
        let more = output.fileHandleForReading.availableData
        guard !more.isEmpty else { break }
        line += more
    }
    let port = try #require(Int(String(decoding: line.dropLast(), as: UTF8.self)))
    try await body("http://127.0.0.1:\(port)")
}
