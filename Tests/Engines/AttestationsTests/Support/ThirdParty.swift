import Attestations
import Foundation
import StructuredData

/// The Python libraries that other tools read and write attestations with, asked once for the whole suite.
enum ThirdParty {
    static let packages = ["securesystemslib[crypto]==1.6.0", "in-toto-attestation==0.9.3"]

    private static let own = ProcessInfo.processInfo.environment
    static let uv = program(own["UVMGR_UV"] ?? "uv")
    static let python = program("python3")
    static var isAvailable: Bool { uv != nil || python != nil }

    private static func program(_ name: String) -> String? {
        let folders = (own["PATH"] ?? "").split(separator: ":").map { "\($0)/" }
        return (name.contains("/") ? [""] : folders).map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The answers to ``ThirdPartyRequests/all`` by name.
    static let answers: Result<[String: JSON], any Error> = Result {
        let requests = try ThirdPartyRequests.all().sorted { $0.key < $1.key }
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "attestations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(path: "requests.json")
        try Data(JSON.array(requests.map(\.value)).canonicalBytes).write(to: input)
        let answers = try JSON(parsing: ask(input, in: folder)).array ?? []
        guard answers.count == requests.count else { throw Bad.sample("\(answers.count) answers") }
        return Dictionary(uniqueKeysWithValues: zip(requests.map(\.key), answers))
    }

    private static func ask(_ input: URL, in folder: URL) throws -> [UInt8] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "checks.py")
        let file = script.path(percentEncoded: false)
        if let uv {
            let with = packages.flatMap { ["--with", $0] }
            let arguments = ["run", "--no-project", "--isolated", "--quiet"] + with + ["python", file]
            return try run(uv, arguments, input: input)
        }
        let environment = folder.appending(path: "venv").path(percentEncoded: false)
        _ = try run(python ?? "python3", ["-m", "venv", environment], input: nil)
        let inner = environment + "/bin/python"
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"] + packages
        _ = try run(inner, install, input: nil)
        return try run(inner, [file], input: input)
    }

    /// The standard output of a program that must succeed.
    private static func run(_ path: String, _ arguments: [String], input: URL?) throws -> [UInt8] {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardInput = try input.map(FileHandle.init(forReadingFrom:)) ?? FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Bad.sample(
                "\(path) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
        return Array(bytes)
    }
}
