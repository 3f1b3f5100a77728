package import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The file system of the operating system.
///
/// Every call blocks its thread for as long as the disk takes. Paths are UTF-8: a path with a NUL byte in it is
/// refused, a name in a folder that is not UTF-8 cannot be said and is left out by ``list(_:)`` (but not by
/// ``remove(_:)``), and ``resolve(_:)`` of a path through such a name is `nil`.
package struct LiveFileSystem: FileSystem {
    package init() {}

    /// The contents of a file.
    ///
    /// A named pipe without a writer is empty; it is not waited for.
    package func read(_ path: String) throws(FileError) -> [UInt8] {
        try checkPath(path, "read")
        guard let file = Descriptor(path, O_RDONLY | O_NONBLOCK) else { throw failure("read", path) }
        // Opening must not wait for the writer of a pipe, but reading must.
        _ = fcntl(file.number, F_SETFL, O_RDONLY)
        let size = file.status().flatMap { $0.isFile ? Int(exactly: $0.st_size) : nil } ?? 0
        guard let bytes = file.readAll(expected: size) else { throw failure("read", path) }
        return bytes
    }

    package func write(_ bytes: [UInt8], to path: String, mode: UInt16) throws(FileError) {
        try checkPath(path, "write")
        try AtomicWrite(path: path).perform(bytes, mode: mode_t(mode) & 0o7777)
    }

    package func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        try checkPath(path, "write")
        if let folder = parent(of: path) { try makeFolder(folder) }
        guard let file = Descriptor(path, O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY, mode: 0o644) else {
            throw failure("write", path)
        }
        if let code = file.write(bytes) { throw FileError(code: code, operation: "write", path: path) }
    }

    package func move(_ path: String, to target: String) throws(FileError) {
        try checkPath(path, "move")
        try checkPath(target, "move")
        guard let file = Descriptor(path, O_RDONLY), fsync(file.number) == 0, rename(path, target) == 0 else {
            throw failure("move", path)
        }
        // The new name must survive a crash too. Some file systems cannot be asked to see to that.
        guard let folder = Descriptor(parent(of: target) ?? ".", O_RDONLY | O_DIRECTORY),
            fsync(folder.number) == 0 || errno == EINVAL || errno == ENOTSUP
        else { throw failure("move", target) }
    }

    package func status(_ path: String) throws(FileError) -> FileStatus? {
        try checkPath(path, "look at")
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(errno) else {
                throw failure("look at", path)
            }
            return nil
        }
        return FileStatus(
            kind: status.isFile ? .file : status.isDirectory ? .directory : .other,
            size: Int64(status.st_size),
            modified: status.modified, inode: UInt64(status.st_ino),
            // The mode alone does not say whether this user may; it says cheaply that nobody may.
            isExecutable: status.isFile && status.st_mode & 0o111 != 0 && access(path, X_OK) == 0,
            isShared: status.st_mode & 0o077 != 0)
    }

    package func list(_ path: String) throws(FileError) -> [String] {
        try checkPath(path, "list")
        guard let folder = Descriptor(path, O_RDONLY | O_DIRECTORY) else { throw failure("list", path) }
        guard let names = entryNames(folder.number) else { throw failure("list", path) }
        return names.compactMap { String(validating: $0, as: UTF8.self) }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package func makeDirectory(_ path: String) throws(FileError) {
        try checkPath(path, "make")
        try makeFolder(path)
    }

    package func remove(_ path: String) throws(FileError) {
        try checkPath(path, "remove")
        try removeTree(path)
    }

    package func resolve(_ path: String) -> String? {
        guard !path.utf8.contains(0), let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    /// Bytes that this user may still write below `path`, or below the nearest folder above it that exists.
    package func availableBytes(_ path: String) throws(FileError) -> Int64 {
        try checkPath(path, "measure")
        var place = path
        var volume = statvfs()
        while uninterrupted({ statvfs(place, &volume) }) != 0 {
            guard errno == ENOENT || errno == ENOTDIR, let above = parent(of: place) else {
                throw failure("measure", path)
            }
            place = above
        }
        let (bytes, overflow) = UInt64(volume.f_bavail).multipliedReportingOverflow(
            by: UInt64(volume.f_frsize))
        return overflow ? .max : Int64(clamping: bytes)
    }

    private func failure(_ operation: String, _ path: String) -> FileError {
        FileError(code: errno, operation: operation, path: path)
    }
}

extension stat {
    /// In nanoseconds since 1970; the nearest that fits for a file of another age.
    fileprivate var modified: Int64 {
        #if canImport(Darwin)
            let time = st_mtimespec
        #else
            let time = st_mtim
        #endif
        let (whole, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return time.tv_sec < 0 ? .min : .max }
        let (sum, beyond) = whole.addingReportingOverflow(Int64(time.tv_nsec))
        return beyond ? .max : sum
    }
}
