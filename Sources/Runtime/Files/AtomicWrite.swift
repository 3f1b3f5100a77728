import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Replaces the contents of one path in one step.
///
/// The bytes go to a second file in the same folder, reach the disk, and then take the name of the first; whoever
/// opens the path sees the old contents or the new ones. The second file has no name while it is written where the
/// system can do that (Linux), so that a crash leaves nothing behind.
struct AtomicWrite {
    /// As the caller said it, which is what an error names.
    let path: String

    func perform(_ bytes: [UInt8], mode: mode_t) throws(FileError) {
        var old = stat()
        guard stat(path, &old) == 0 else {
            guard errno == ENOENT else { throw failure(errno) }
            let target = try linkTarget()
            if let folder = parent(of: target) { try makeFolder(folder) }
            return try replace(target, with: bytes, mode: mode, owner: nil)
        }
        if old.isDirectory { throw failure(EISDIR) }
        // A device or a pipe is a way to somewhere: there is nothing to replace.
        guard old.isFile else { return try pass(bytes) }
        guard access(path, W_OK) == 0 else { throw failure(errno) }
        guard let target = realpath(path, nil) else { throw failure(errno) }
        defer { free(target) }
        let isForeign = old.st_uid != geteuid() || old.st_gid != getegid()
        try replace(
            String(cString: target), with: bytes, mode: old.st_mode & 0o7777,
            owner: isForeign ? (old.st_uid, old.st_gid) : nil)
    }

    private func failure(_ code: CInt) -> FileError {
        FileError(code: code, operation: "write", path: path)
    }

    /// Where the file is to be made: the end of the links that `path` may lead through.
    private func linkTarget() throws(FileError) -> String {
        var target = path
        for _ in 0..<40 {
            var status = stat()
            guard lstat(target, &status) == 0, status.isLink else { return target }
            guard let next = destination(of: target) else { throw failure(errno) }
            target = next.hasPrefix("/") ? next : (parent(of: target) ?? ".") + "/" + next
        }
        throw failure(ELOOP)
    }

    private func destination(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &buffer, buffer.count)
        return count < 0
            ? nil : String(validating: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func pass(_ bytes: [UInt8]) throws(FileError) {
        guard let file = Descriptor(path, O_WRONLY | O_NOCTTY) else { throw failure(errno) }
        if let code = file.write(bytes) { throw failure(code) }
    }

    private func replace(
        _ target: String, with bytes: [UInt8], mode: mode_t, owner: (uid_t, gid_t)?
    ) throws(FileError) {
        guard let folder = Descriptor(parent(of: target) ?? ".", O_RDONLY | O_DIRECTORY) else {
            throw failure(errno)
        }
        guard var temporary = TemporaryFile(in: folder.number) else { throw failure(errno) }
        var code = temporary.file.write(bytes)
        if code == nil, let owner {
            // Only root may give a file away; for others it becomes theirs, as with every editor.
            _ = fchown(temporary.file.number, owner.0, owner.1)
        }
        if code == nil, fchmod(temporary.file.number, mode) != 0 || fsync(temporary.file.number) != 0 {
            code = errno
        }
        if code == nil, !temporary.take(name: lastName(of: target)) { code = errno }
        if let code {
            temporary.discard()
            throw failure(code)
        }
        // The new name must survive a crash too. Some file systems cannot be asked to see to that.
        guard fsync(folder.number) == 0 || errno == EINVAL || errno == ENOTSUP else { throw failure(errno) }
    }
}
