import Capabilities

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The folder that `path` is in; `nil` for `/` and for a bare name.
func parent(of path: String) -> String? {
    var bytes = path.utf8[...]
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    bytes = bytes[..<slash]
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return bytes.isEmpty ? "/" : String(Substring(bytes))
}

/// The last name in `path`.
func lastName(of path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) } ?? path
}

/// Makes a folder and those above it.
func makeFolder(_ path: String) throws(FileError) {
    // Asked first: a read-only file system refuses to make even what is there.
    if isFolder(path) { return }
    if mkdir(path, 0o777) == 0 { return }
    let code = errno
    switch code {
    case ENOENT:
        guard let above = parent(of: path) else { break }
        try makeFolder(above)
        if mkdir(path, 0o777) == 0 || (errno == EEXIST && isFolder(path)) { return }
        throw FileError(code: errno, operation: "make", path: path)
    case EEXIST:
        // Made by somebody else in between, or something that is not a folder.
        if isFolder(path) { return }
        throw FileError(code: ENOTDIR, operation: "make the folder", path: path)
    default: break
    }
    throw FileError(code: code, operation: "make", path: path)
}

private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.isDirectory
}

/// The names in an open folder in no order, each as its bytes, without `.` and `..`; `nil` (and `errno`) on failure.
func entryNames(_ folder: CInt) -> [[UInt8]]? {
    // A descriptor of its own, because `closedir` closes it; they share their position, so it is set back.
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return nil }
    guard let stream = fdopendir(copy) else {
        _ = close(copy)
        return nil
    }
    defer { closedir(stream) }
    rewinddir(stream)
    var names: [[UInt8]] = []
    while true {
        errno = 0
        guard let entry = readdir(stream) else { return errno == 0 ? names : nil }
        // The record is as long as its name, shorter than its type: its fields must be read in place.
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: UInt8.self)
        let bytes = [UInt8](
            UnsafeBufferPointer(start: name, count: strlen(UnsafePointer<CChar>(OpaquePointer(name)))))
        if bytes != [0x2E] && bytes != [0x2E, 0x2E] { names.append(bytes) }
    }
}

/// Removes what is at `path`, with all below it if it is a folder; links are removed, never followed.
func removeTree(_ path: String) throws(FileError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
        if errno == ENOENT || errno == ENOTDIR { return }
        throw FileError(code: errno, operation: "remove", path: path)
    }
    if status.isDirectory { try emptyFolder(path) }
    let answer = status.isDirectory ? rmdir(path) : unlink(path)
    guard answer == 0 || errno == ENOENT else {
        throw FileError(code: errno, operation: "remove", path: path)
    }
}

private func emptyFolder(_ path: String) throws(FileError) {
    guard let root = Descriptor(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW) else {
        throw FileError(code: errno, operation: "remove", path: path)
    }
    var removal = Removal(root: root.number)
    // Again for as long as folders from too deep down came up into the root.
    repeat {
        removal.raised = 0
        guard removal.empty(root.number, depth: 0) else {
            throw FileError(code: errno, operation: "remove", path: path)
        }
    } while removal.raised > 0
}

/// Removal by descriptors: a folder that is swapped for a link meanwhile cannot lead it elsewhere.
private struct Removal {
    let root: CInt
    /// How many folders were moved up into the root in this round.
    var raised = 0
    private var names = 0

    init(root: CInt) { self.root = root }

    /// Each level holds a descriptor open, and a process has about a thousand.
    private static let deepest = 64

    /// Removes all in a folder; false (and `errno`) at the first failure.
    mutating func empty(_ folder: CInt, depth: Int) -> Bool {
        guard let entries = entryNames(folder) else { return false }
        for entry in entries {
            let name = entry.map { CChar(bitPattern: $0) } + [0]
            if unlinkat(folder, name, 0) == 0 || errno == ENOENT { continue }
            // What Linux and macOS say of a folder.
            guard errno == EISDIR || errno == EPERM else { return false }
            guard depth < Self.deepest ? remove(name, in: folder, depth: depth) : raise(name, in: folder)
            else { return false }
        }
        return true
    }

    private mutating func remove(_ name: [CChar], in folder: CInt, depth: Int) -> Bool {
        let below = uninterrupted { openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        guard below >= 0 else {
            // Not a folder after all, so the first answer was about a file that may not go.
            if errno == ENOTDIR { errno = EPERM }
            return errno == ENOENT
        }
        let isEmpty = empty(below, depth: depth + 1)
        let code = errno
        _ = close(below)
        guard isEmpty else {
            errno = code
            return false
        }
        return unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT
    }

    private mutating func raise(_ name: [CChar], in folder: CInt) -> Bool {
        names += 1
        raised += 1
        return renameat(folder, name, root, ".uvmgr-removed-\(getpid())-\(names)") == 0
    }
}
