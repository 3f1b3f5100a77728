import Capabilities
import Foundation
import HTTP
import Testing

/// Where the advisory data of the tests lies, if it is there.
enum SharedData {
    static let archive: String? = {
        let root = URL(filePath: #filePath + "/../../../../..").standardizedFileURL
        let folders = [ProcessInfo.processInfo.environment["UVMGR_SHARED"], root.path() + "/../shared"]
        return folders.compactMap(\.self).map {
            URL(filePath: $0).standardizedFileURL.path() + "/data/osv-pypi.zip"
        }
        .first { FileManager.default.fileExists(atPath: $0) }
    }()

    static var isThere: Bool { archive != nil }
}

/// The server of `osv_server.py`, one for all tests; it ends with the tests because its standard input does.
struct OSVServer: Sendable {
    static let shared = Result { try OSVServer(archive: #require(SharedData.archive)) }

    private let port: Int
    private let input: Pipe

    private init(archive: String) throws {
        let process = Process()
        let output = Pipe()
        input = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath + "/../osv_server.py").standardizedFileURL.path()
        process.arguments = ["python3", "-B", script, archive]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        port = try #require(
            Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "the server did not start")
    }

    /// The service in one of the modes of the script, with a log of its own.
    func service(_ mode: String) -> Service {
        Service(root: "http://127.0.0.1:\(port)", mode: mode, key: UUID().uuidString)
    }

    struct Service: Sendable {
        fileprivate let root, mode, key: String
        /// Whether there is nothing to wait for.
        var hangs: Bool { mode == "hang" }
        var url: String { "\(root)/\(mode)/\(key)" }

        /// The same log in another mode.
        func turned(_ mode: String) -> Service { Service(root: root, mode: mode, key: key) }

        /// The requests so far, as `GET /v1/vulns/X`.
        func requests(_ bench: Bench) async throws -> [String] {
            let data = Data(try await bench.http.send(HTTPRequest(.get, "\(root)/log/\(key)/")).body)
            return try JSONDecoder().decode([String].self, from: data)
        }
    }
}
