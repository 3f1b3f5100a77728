public import Diagnostics

/// Opens ZIP archives.
public protocol ArchiveReader: Sendable {
    /// Hands each regular file of a ZIP archive to `body`, in the order of its directory, one at a time.
    ///
    /// - Throws: ``ArchiveError`` if the archive is damaged (a wrong checksum is damage); what `body` throws ends the
    ///   walk and is thrown on.
    func forEachEntry(inZip path: String, _ body: (ArchiveEntry) throws -> Void) throws
}

/// A file in an archive.
public struct ArchiveEntry: Hashable, Sendable {
    /// With `/` between folders.
    public let name: String
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
}

public enum ArchiveError: DiagnosableError, Hashable {
    case unreadable(path: String, reason: String)
    case damaged(path: String, entry: String?, reason: String)

    public var diagnostic: Diagnostic {
        switch self {
        case .unreadable(let path, let reason):
            Diagnostic(
                code: "archive.unreadable", message: "could not read `\(path)`: \(reason)", exit: .unavailable
            )
        case .damaged(let path, let entry, let reason):
            Diagnostic(
                code: "archive.damaged",
                message: "`\(path)` is not an intact ZIP archive"
                    + (entry.map { " at its entry `\($0)`" } ?? "") + ": \(reason)",
                hint: "download it again", exit: .unavailable)
        }
    }
}
