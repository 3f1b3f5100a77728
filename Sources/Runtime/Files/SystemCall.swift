package import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension FileError {
    /// The error for an answer of the operating system.
    package init(code: CInt, operation: String, path: String) {
        self =
            switch code {
            case ENOENT: .missing(path: path)
            case EACCES, EPERM: .denied(path: path)
            case EROFS: .readOnly(path: path)
            case ENOSPC, EDQUOT: .full(path: path)
            default: .system(path: path, operation: operation, reason: systemMessage(code))
            }
    }
}

/// The operating system's own words, in lower case as the rest of a message is.
func systemMessage(_ code: CInt) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
}

/// Refuses a path that the operating system would silently cut at its NUL.
func checkPath(_ path: String, _ operation: String) throws(FileError) {
    guard !path.utf8.contains(0) else {
        throw .system(path: path, operation: operation, reason: "the path holds a NUL byte")
    }
}

/// Repeats a system call for as long as a signal interrupts it.
func uninterrupted<Value: SignedInteger>(_ call: () -> Value) -> Value {
    while true {
        let value = call()
        if value != -1 || errno != EINTR { return value }
    }
}

/// An open file descriptor, closed at the end of its life.
struct Descriptor: ~Copyable {
    let number: CInt

    /// Opens `path`; `nil` (and `errno`) if that fails.
    ///
    /// Children never inherit it.
    init?(_ path: String, _ flags: CInt, mode: mode_t = 0, in folder: CInt = AT_FDCWD) {
        let opened = uninterrupted { openat(folder, path, flags | O_CLOEXEC, mode) }
        guard opened >= 0 else { return nil }
        number = opened
    }

    deinit { _ = close(number) }

    /// Writes all of `bytes`; the error number if that fails.
    func write(_ bytes: [UInt8]) -> CInt? {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
                let count = uninterrupted { systemWrite(number, rest.baseAddress, rest.count) }
                guard count >= 0 else { return errno }
                done += count
            }
            return nil
        }
    }

    /// Reads to the end, where `expected` is a guess of the length; `nil` (and `errno`) if that fails.
    func readAll(expected: Int) -> [UInt8]? {
        // A file in /proc says it is empty, and a file may grow while it is read: only the end tells the end.
        var bytes: [UInt8] = []
        var chunk = max(4096, min(expected, 1 << 30) + 1)
        while true {
            var count = 0
            let before = bytes.count
            let more = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, used in
                count = uninterrupted { read(number, buffer.baseAddress, buffer.count) }
                used = max(0, count)
            }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            if before == 0 { bytes = more } else { bytes += more }
            chunk = 64 << 10
        }
    }

    func status() -> stat? {
        var status = stat()
        return fstat(number, &status) == 0 ? status : nil
    }
}

// Inside `Descriptor`, `write` is its own method.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

extension stat {
    func isKind(_ kind: mode_t) -> Bool { st_mode & S_IFMT == kind }
    var isFile: Bool { isKind(S_IFREG) }
    var isDirectory: Bool { isKind(S_IFDIR) }
    var isLink: Bool { isKind(S_IFLNK) }
}
