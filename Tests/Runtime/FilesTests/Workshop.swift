import Files
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A fresh folder, removed with all in it at the end of the value's life.
final class Workshop: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/uvmgr-files-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let name = try #require(made)
        path = try #require(LiveFileSystem().resolve(name))
    }

    deinit { try? LiveFileSystem().remove(path) }

    /// The path of `name` in the folder.
    subscript(_ name: String) -> String { path + "/" + name }

    func link(_ name: String, to target: String) throws { try #require(symlink(target, self[name]) == 0) }

    /// All names in a folder, what is left of temporary files included.
    func names(_ folder: String? = nil) throws -> [String] { try LiveFileSystem().list(folder ?? path) }
}

/// A file system of its own, mounted for the time of `body`.
func withVolume(_ options: String, isReadOnly: Bool = false, _ body: (String) throws -> Void) throws {
    #if os(Linux)
        let shop = try Workshop()
        try #require(mount("tmpfs", shop.path, "tmpfs", isReadOnly ? UInt(MS_RDONLY) : 0, options) == 0)
        defer { umount(shop.path) }
        try body(shop.path)
    #endif
}

/// Whether this machine lets us mount; most let only root.
let mayMount: Bool = {
    #if os(Linux)
        guard let shop = try? Workshop(), mount("tmpfs", shop.path, "tmpfs", 0, "size=64k") == 0 else {
            return false
        }
        return umount(shop.path) == 0
    #else
        return false
    #endif
}()
