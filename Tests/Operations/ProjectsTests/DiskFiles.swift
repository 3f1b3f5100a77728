import Capabilities
import Foundation

/// The real file system, as far as discovery reads it.
struct DiskFiles: FileSystem {
    func read(_ path: String) throws(FileError) -> [UInt8] {
        guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
        guard FileManager.default.isReadableFile(atPath: path) else { throw .denied(path: path) }
        do { return [UInt8](try Data(contentsOf: URL(filePath: path))) } catch {
            throw .system(path: path, operation: "read", reason: "\(error)")
        }
    }

    func write(_ bytes: [UInt8], to path: String, mode: UInt16) throws(FileError) {
        do {
            let url = URL(filePath: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: url)
        } catch { throw .system(path: path, operation: "write", reason: "\(error)") }
    }

    func status(_ path: String) throws(FileError) -> FileStatus? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        return FileStatus(
            kind: isFolder.boolValue ? .directory : .file, size: 0, modified: 0, inode: 0, isExecutable: false
        )
    }

    func list(_ path: String) throws(FileError) -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
            throw .system(path: path, operation: "list", reason: "\(error)")
        }
    }

    func makeDirectory(_ path: String) throws(FileError) {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch
        {
            throw .system(path: path, operation: "make", reason: "\(error)")
        }
    }

    func remove(_ path: String) throws(FileError) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        do { try FileManager.default.removeItem(atPath: path) } catch {
            throw .system(path: path, operation: "remove", reason: "\(error)")
        }
    }

    func resolve(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    func availableBytes(_ path: String) throws(FileError) -> Int64 { 0 }
}

/// A tree of files in a folder of its own, removed at the end.
///
/// Texts that start with `->` are links.
func withTree<Value>(_ tree: KeyValuePairs<String, String>, _ body: (String) throws -> Value) throws -> Value
{
    let folder = FileManager.default.temporaryDirectory.appending(path: "projects-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, text) in tree {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        if text.hasPrefix("->") {
            try FileManager.default.createSymbolicLink(
                atPath: file.path(percentEncoded: false), withDestinationPath: String(text.dropFirst(2)))
        } else {
            try Data(text.utf8).write(to: file)
        }
    }
    return try body(DiskFiles().resolve(folder.path(percentEncoded: false)) ?? "")
}
