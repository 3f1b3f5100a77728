#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A new file in a folder, for its owner only, that will take the place of another.
struct TemporaryFile: ~Copyable {
    let file: Descriptor
    private let folder: CInt
    /// `nil` while it has no name; then it is gone as soon as it is closed, or its process is.
    private var name: String?

    /// `nil` (and `errno`) if it could not be made; `folder` must stay open.
    init?(in folder: CInt) {
        self.folder = folder
        if let file = Self.nameless(in: folder) {
            self.file = file
            name = nil
            return
        }
        let chosen = Self.newName()
        guard let file = Descriptor(chosen, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, in: folder)
        else { return nil }
        self.file = file
        name = chosen
    }

    /// Moves it to `name`, over what is there; false (and `errno`) if that fails.
    mutating func take(name target: String) -> Bool {
        guard let current = name ?? named() else { return false }
        name = current
        guard renameat(folder, current, folder, target) == 0 else { return false }
        name = nil
        return true
    }

    /// Removes it, unless it was moved; does not touch `errno`.
    consuming func discard() {
        let code = errno
        if let name { _ = unlinkat(folder, name, 0) }
        errno = code
    }

    /// Not to be guessed, so that nobody can lay a link there first.
    private static func newName() -> String {
        ".uvmgr-\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
    }

    #if os(Linux)
        private static func nameless(in folder: CInt) -> Descriptor? {
            // `O_TMPFILE`, whose macro does not come through to Swift.
            guard let file = Descriptor(".", O_WRONLY | 0o20_000_000 | O_DIRECTORY, mode: 0o600, in: folder),
                access("/proc/thread-self/fd/\(file.number)", F_OK) == 0
            else { return nil }
            return file
        }

        private func named() -> String? {
            let name = Self.newName()
            let file = "/proc/thread-self/fd/\(file.number)"
            return linkat(AT_FDCWD, file, folder, name, AT_SYMLINK_FOLLOW) == 0 ? name : nil
        }
    #else
        private static func nameless(in folder: CInt) -> Descriptor? { nil }
        private func named() -> String? { nil }
    #endif
}
