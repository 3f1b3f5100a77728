package import Capabilities
import Digests

/// Which files of a project a result depends on.
package struct FileSelection: Hashable, Sendable {
    package let globs: [Glob]
    package let excluding: [Glob]

    package init(_ patterns: [String], excluding: [String] = []) {
        globs = patterns.map(Glob.init)
        self.excluding = excluding.map(Glob.init)
    }

    package static let all = FileSelection(["**"])

    package func contains(_ path: String) -> Bool {
        globs.contains { $0.matches(path) } && !excluding.contains { $0.matches(path) }
    }
}

/// The files of a project at one moment, with the digests of their contents.
package struct Inventory: Sendable {
    package struct File: Hashable, Sendable {
        /// Relative to the project.
        package let path: String
        /// SHA-256 of the contents.
        package let digest: String
    }

    /// In the order of their paths.
    package let files: [File]

    package init(files: [File]) { self.files = files }

    /// One digest over the names and contents of a selection.
    package func digest(_ selection: FileSelection) -> String {
        var hasher = SHA256Digest.Hasher()
        for file in files where selection.contains(file.path) {
            hasher.update(file.path.utf8)
            hasher.update([0])
            hasher.update(file.digest.utf8)
            hasher.update([0x0A])
        }
        return hasher.finish().hex
    }

    package func contains(_ path: String) -> Bool { files.contains { $0.path == path } }

    /// Reads the digests of `paths`, from the cache where a file has not changed since.
    ///
    /// - Parameters:
    ///   - paths: Relative to `root`; those that are no regular files (any more) are left out.
    ///   - root: The project's folder.
    ///   - cache: What earlier runs knew; is brought up to date.
    ///   - files: Where to read.
    ///   - now: A file changed in the last two seconds is read again next time: its clock may not have ticked since.
    /// - Throws: ``FileError`` for a file that cannot be read.
    package init(
        _ paths: [String], in root: String, cache: inout DigestCache, _ files: some FileSystem, now: Instant
    ) throws(FileError) {
        var list: [File] = []
        var fresh: [String: DigestCache.Entry] = [:]
        for path in paths.sorted() {
            let full = root + "/" + path
            guard let status = try files.status(full), status.kind == .file else { continue }
            if let entry = cache.entries[path], entry.matches(status) {
                fresh[path] = entry
                list.append(File(path: path, digest: entry.digest))
                continue
            }
            let digest = SHA256Digest(of: try files.read(full)).hex
            if status.modified < now.nanoseconds - 2_000_000_000 {
                fresh[path] = DigestCache.Entry(status, digest: digest)
            }
            list.append(File(path: path, digest: digest))
        }
        cache.replace(fresh)
        self.files = list
    }
}

/// Digests by path, good as long as size, time and inode of the file stay the same.
package struct DigestCache: Sendable {
    struct Entry: Hashable, Sendable {
        let size, modified: Int64
        let inode: UInt64
        let digest: String

        init(_ status: FileStatus, digest: String) {
            (size, modified, inode, self.digest) = (status.size, status.modified, status.inode, digest)
        }

        fileprivate init?(_ fields: [Substring]) {
            guard fields.count == 5, let size = Int64(fields[1]), let modified = Int64(fields[2]),
                let inode = UInt64(fields[3]), fields[0].utf8.count == 64
            else { return nil }
            (self.size, self.modified, self.inode, digest) = (size, modified, inode, String(fields[0]))
        }

        func matches(_ status: FileStatus) -> Bool {
            size == status.size && modified == status.modified && inode == status.inode
        }
    }

    fileprivate(set) var entries: [String: Entry]
    /// Whether there is something to write back.
    package private(set) var isChanged = false

    /// Reads the form that ``text`` has; a line that is not of that form is passed over.
    package init(_ text: String) {
        entries = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 4)
            if let entry = Entry(fields) { entries[String(fields[4])] = entry }
        }
    }

    fileprivate mutating func replace(_ fresh: [String: Entry]) {
        isChanged = isChanged || fresh != entries
        entries = fresh
    }

    package var text: String {
        entries.sorted { $0.key < $1.key }.filter { !$0.key.contains("\n") }.map {
            "\($0.value.digest) \($0.value.size) \($0.value.modified) \($0.value.inode) \($0.key)\n"
        }.joined()
    }
}
