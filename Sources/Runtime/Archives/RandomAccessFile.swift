import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A regular file that is read in pieces, from any place.
///
/// Read rather than mapped into memory: a mapped file that someone shortens meanwhile would end the program.
struct RandomAccessFile: ~Copyable {
    let path: String
    /// In bytes.
    let size: Int
    private let descriptor: CInt

    init(_ path: String) throws(ArchiveError) {
        guard !path.utf8.contains(0) else { throw .unreadable(path: path, reason: "the path has a NUL byte") }
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let size = Int(exactly: status.st_size)
        else {
            _ = close(opened)
            throw .unreadable(path: path, reason: "it is not a regular file")
        }
        (self.path, self.size, descriptor) = (path, size, opened)
    }

    deinit { _ = close(descriptor) }

    /// The bytes from `offset` on; `nil` if that many are not there.
    func bytes(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { return nil }
        var failure: CInt = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, done in
            while done < count {
                let got = pread(
                    descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
                if got < 0, errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                done += got
            }
        }
        guard failure == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(failure))) }
        return bytes.count == count ? bytes : nil
    }
}
