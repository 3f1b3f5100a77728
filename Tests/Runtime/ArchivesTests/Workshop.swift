import Foundation
import Testing

/// A folder of its own for one test, with archives that Python's `zipfile` made.
struct Workshop {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "archives-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() throws { try FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Runs a Python script in the folder; `zipfile` is imported.
    func python(_ script: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", "import zipfile, random, io, struct\n" + script]
        process.currentDirectoryURL = URL(filePath: folder)
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "the Python script failed")
    }

    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }
}

func withWorkshop<Value>(_ body: (Workshop) throws -> Value) throws -> Value {
    let workshop = try Workshop()
    let result = Result { try body(workshop) }
    try workshop.remove()
    return try result.get()
}
