import Capabilities
import Files
import HTTP
import Processes
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

private let searchPath = "/usr/local/bin:/usr/bin:/bin"

/// The tools that the server needs; its tests are skipped without them.
let python: String? = LiveProcessRunner().find("python3", path: searchPath)
let openssl: String? = LiveProcessRunner().find("openssl", path: searchPath)

/// A certificate that nobody has signed but itself, for `localhost` and 127.0.0.1.
struct Certificate: Sendable {
    let folder: String
    var file: String { folder + "/certificate.pem" }
    var key: String { folder + "/key.pem" }

    /// Makes one for the time of `body`.
    static func with(names: String = "DNS:localhost,IP:127.0.0.1", _ body: (Certificate) async throws -> Void)
        async throws
    {
        let folder = try temporaryFolder()
        defer { try? LiveFileSystem().remove(folder) }
        let certificate = Certificate(folder: folder)
        let result = try await LiveProcessRunner().run(
            ProcessInvocation(
                executable: openssl ?? "",
                arguments: [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "2", "-subj", "/CN=uvmgr test", "-addext", "subjectAltName=\(names)", "-keyout",
                    certificate.key, "-out", certificate.file,
                ], environment: ["PATH": searchPath], workingDirectory: folder))
        try #require(result.isSuccess, "\(result.standardError.text)")
        try await body(certificate)
    }
}

func temporaryFolder() throws -> String {
    var template = Array("/tmp/uvmgr-http-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    return try #require(made)
}

/// Runs `Support/fault_server.py` for the time of `body`, which gets its port.
func withServer(_ certificate: Certificate? = nil, _ body: (Int) async throws -> Void) async throws {
    let folder = #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    let invocation = ProcessInvocation(
        executable: python ?? "",
        arguments: [folder + "/Support/fault_server.py"] + (certificate.map { [$0.file, $0.key] } ?? []),
        environment: ["PATH": searchPath], workingDirectory: "/")
    let (output, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { continuation.finish() }
            let result = try await LiveProcessRunner().run(invocation) { continuation.yield($0.bytes) }
            Issue.record("the server ended: \(result.standardError.text)")
        }
        var text = ""
        for await bytes in output {
            text += String(decoding: bytes, as: UTF8.self)
            if text.hasSuffix("\n") { break }
        }
        let port = try #require(Int(text.dropLast()))
        defer { group.cancelAll() }
        try await body(port)
    }
}

/// Runs `body` with a client that is shut down after it.
func withClient(_ environment: [String: String] = [:], _ body: (LiveHTTPClient) async throws -> Void)
    async throws
{
    let client = LiveHTTPClient(environment: environment, version: "1.2.3")
    do { try await body(client) } catch {
        await client.shutdown()
        throw error
    }
    await client.shutdown()
}
