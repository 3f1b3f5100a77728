public import Diagnostics

/// Reads and writes files; paths are absolute.
public protocol FileSystem: Sendable {
    /// The contents of a file.
    func read(_ path: String) throws(FileError) -> [UInt8]
    /// Writes a whole file: the path shows the old contents or the new ones, never a part, also after a crash.
    ///
    /// Folders on the way are made. An existing file keeps its mode; a new one gets `mode`.
    func write(_ bytes: [UInt8], to path: String, mode: UInt16) throws(FileError)
    /// Adds to the end of a file, which is made if it is not there.
    ///
    /// For files too large to be held at once: they are written under a name of their own, and ``move(_:to:)`` makes them
    /// whole. After an error the file may hold a part of `bytes`.
    func append(_ bytes: [UInt8], to path: String) throws(FileError)
    /// Gives a file another name in the same folder, in one step and in place of what has that name; its contents are on
    /// the disk before.
    func move(_ path: String, to target: String) throws(FileError)
    /// What `path` is, following links; `nil` if nothing is there (also for a link that leads nowhere or in a circle).
    func status(_ path: String) throws(FileError) -> FileStatus?
    /// The names in a folder, sorted by their bytes.
    func list(_ path: String) throws(FileError) -> [String]
    /// Makes a folder and those above it; no error if it is there.
    func makeDirectory(_ path: String) throws(FileError)
    /// Removes a file, link, or folder with all in it; no error if nothing is there.
    func remove(_ path: String) throws(FileError)
    /// The path without links, `.` and `..`; `nil` if nothing is there.
    func resolve(_ path: String) -> String?
    /// Bytes that may still be written below `path`.
    func availableBytes(_ path: String) throws(FileError) -> Int64
}

extension FileSystem {
    public func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        try write((isFile(path) ? try read(path) : []) + bytes, to: path)
    }

    public func move(_ path: String, to target: String) throws(FileError) {
        try write(try read(path), to: target)
        try remove(path)
    }

    /// Writes a whole file that the user owns and all may read.
    public func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        try write(bytes, to: path, mode: 0o644)
    }

    /// The contents of a UTF-8 file.
    public func readText(_ path: String) throws(FileError) -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else { throw .notUTF8(path: path) }
        return text
    }

    /// Whether there is a regular file.
    public func isFile(_ path: String) -> Bool { (try? status(path))?.kind == .file }
    /// Whether there is a folder.
    public func isDirectory(_ path: String) -> Bool { (try? status(path))?.kind == .directory }
}

/// What is known of a file without reading it.
public struct FileStatus: Hashable, Sendable {
    public enum Kind: Sendable { case file, directory, other }
    public let kind: Kind
    /// In bytes.
    public let size: Int64
    /// Of the last change of the contents, in nanoseconds since 1970-01-01 UTC.
    public let modified: Int64
    public let inode: UInt64
    public let isExecutable: Bool
    /// Whether others than its owner may read or write it.
    public let isShared: Bool

    public init(
        kind: Kind, size: Int64, modified: Int64, inode: UInt64, isExecutable: Bool, isShared: Bool = true
    ) {
        (self.kind, self.size, self.modified) = (kind, size, modified)
        (self.inode, self.isExecutable, self.isShared) = (inode, isExecutable, isShared)
    }
}

public enum FileError: DiagnosableError, Hashable {
    case missing(path: String)
    case denied(path: String)
    case readOnly(path: String)
    case full(path: String)
    case notUTF8(path: String)
    /// Any other answer of the operating system, with its own words.
    case system(path: String, operation: String, reason: String)

    public var path: String {
        switch self {
        case .missing(let path), .denied(let path), .readOnly(let path), .full(let path), .notUTF8(let path),
            .system(let path, _, _):
            path
        }
    }

    public var diagnostic: Diagnostic {
        switch self {
        case .missing(let path): Diagnostic(code: "file.missing", message: "there is no `\(path)`")
        case .denied(let path):
            Diagnostic(
                code: "file.denied", message: "no permission for `\(path)`",
                hint: "check its owner and mode with `ls -ld`", exit: .unavailable)
        case .readOnly(let path):
            Diagnostic(
                code: "file.read-only", message: "`\(path)` is on a read-only file system", exit: .unavailable
            )
        case .full(let path):
            Diagnostic(
                code: "file.full", message: "no space left to write `\(path)`",
                hint: "free some space and run it again",
                exit: .unavailable)
        case .notUTF8(let path):
            Diagnostic(code: "file.not-utf8", message: "`\(path)` is not UTF-8", hint: "save it as UTF-8")
        case .system(let path, let operation, let reason):
            Diagnostic(
                code: "file.system", message: "could not \(operation) `\(path)`: \(reason)",
                exit: .unavailable)
        }
    }
}
