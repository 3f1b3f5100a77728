import Foundation

/// Programs of other people that read what reports write.
enum Python {
    static let isPresent = has("xml.etree.ElementTree")
    static let hasJSONSchema = has("jsonschema")

    private static func has(_ module: String) -> Bool { (try? run("import \(module)", input: "")) == "" }

    struct Failure: Error { let message: String }

    /// Runs a program with `input` in a file that `sys.argv[1]` names, and returns what it prints.
    static func run(_ program: String, input: String, arguments: [String] = []) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "input")
        try Data(input.utf8).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-W", "ignore", "-c", program, file.path()] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(message: text) }
        return text
    }
}
