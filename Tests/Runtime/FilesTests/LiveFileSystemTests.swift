import Capabilities
import Diagnostics
import Files
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct LiveFileSystemTests {
    let files = LiveFileSystem()
    let shop: Workshop

    init() throws { shop = try Workshop() }

    @Test(arguments: [
        "plain", "with space", "qu'o\"te", "новый файл", "e\u{301}", "\u{e9}", "日本語 🐍", "-rf", "new\nline",
        "*", String(repeating: "n", count: 255),
    ]) func readsWhatWasWritten(_ name: String) throws {
        let bytes = Array("\(name)\u{0}ÿ".utf8) + [0xFF, 0xFE]
        try files.write(bytes, to: shop[name])
        #expect(try files.read(shop[name]) == bytes)
        #expect(try shop.names().map { Array($0.utf8) } == [Array(name.utf8)])
        let status = try #require(try files.status(shop[name]))
        #expect(status.kind == .file && status.size == Int64(bytes.count) && !status.isExecutable)
        #expect(files.resolve(shop["./" + name]) == shop[name])
    }

    @Test(arguments: [0, 1, 4095, 4096, 4097, 70_000, 3_000_000]) func lengths(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try files.write(bytes, to: shop["file"])
        #expect(try files.read(shop["file"]) == bytes)
    }

    #if os(Linux)
        @Test func readsFilesThatClaimToBeEmpty() throws {
            #expect(try files.readText("/proc/self/status").hasPrefix("Name:"))
        }
    #endif

    @Test func pipeWithoutWriterIsEmpty() throws {
        try #require(mkfifo(shop["pipe"], 0o600) == 0)
        #expect(try files.read(shop["pipe"]) == [])
        #expect(try files.status(shop["pipe"])?.kind == .other)
    }

    @Test func nothingThere() throws {
        let path = shop["none/deeper"]
        #expect(throws: FileError.missing(path: path)) { try files.read(path) }
        #expect(throws: FileError.missing(path: path)) { try files.list(path) }
        #expect(try files.status(path) == nil)
        #expect(files.resolve(path) == nil)
        try files.remove(path)
    }

    @Test func fileWhereAFolderIsMeant() throws {
        try files.write([], to: shop["file"])
        let below = shop["file/below"]
        #expect(try files.status(below) == nil)
        try files.remove(below)
        for attempt in [{ try files.write([], to: below) }, { try files.makeDirectory(below) }] {
            let error = #expect(throws: FileError.self) { try attempt() }
            #expect(error?.diagnostic.message.hasSuffix("not a directory") == true)
        }
        let error = #expect(throws: FileError.self) { try files.read(shop.path) }
        #expect(error == .system(path: shop.path, operation: "read", reason: "is a directory"))
    }

    @Test func pathsWithANulAreRefused() throws {
        let path = shop["a\u{0}b"]
        try files.write([], to: shop["a"])
        #expect(throws: FileError.self) { try files.read(path) }
        #expect(throws: FileError.self) { try files.write([], to: path) }
        #expect(throws: FileError.self) { try files.remove(path) }
        #expect(throws: FileError.self) { try files.status(path) }
        #expect(files.resolve(path) == nil)
        #expect(try shop.names() == ["a"])
    }

    @Test func linksThatLeadNowhere() throws {
        try shop.link("dangling", to: "none")
        try shop.link("circle", to: "circle")
        try shop.link("ping", to: "pong")
        try shop.link("pong", to: "ping")
        for name in ["dangling", "circle", "ping", "circle/below", "ping/a/b"] {
            #expect(try files.status(shop[name]) == nil, "\(name)")
            #expect(files.resolve(shop[name]) == nil, "\(name)")
        }
        for name in ["circle", "ping"] {
            #expect(throws: FileError.self) { try files.read(shop[name]) }
            #expect(throws: FileError.self) { try files.write([], to: shop[name]) }
            #expect(throws: FileError.self) { try files.makeDirectory(shop[name] + "/below") }
        }
    }

    @Test func statusFollowsLinksAndListsThem() throws {
        try files.makeDirectory(shop["folder"])
        try files.write([1], to: shop["folder/file"], mode: 0o755)
        try shop.link("link", to: "folder/file")
        let status = try #require(try files.status(shop["link"]))
        #expect(status == (try files.status(shop["folder/file"])))
        #expect(status.isExecutable && status.inode != 0)
        #expect(status.modified > 1_600_000_000_000_000_000)
        #expect(try files.status(shop["folder"])?.isExecutable == false)
        #expect(files.resolve(shop["folder/../link"]) == shop["folder/file"])
    }

    @Test func listIsSortedByBytes() throws {
        let names = ["b", "B", "a.b", "a", "ab", "é", "z", "🐍", ".hidden", "10", "9"]
        for name in names { try files.write([], to: shop[name]) }
        #expect(
            try files.list(shop.path) == [".hidden", "10", "9", "B", "a", "a.b", "ab", "b", "z", "é", "🐍"])
    }

    #if os(Linux)
        @Test func namesThatAreNotUTF8AreLeftOutButRemoved() throws {
            try files.makeDirectory(shop["folder"])
            let bytes = Array(shop["folder/x"].utf8) + [0xFF, 0]
            let made = open(bytes.map { CChar(bitPattern: $0) }, O_CREAT | O_WRONLY, 0o600)
            try #require(made >= 0)
            close(made)
            #expect(try files.list(shop["folder"]) == [])
            try files.remove(shop["folder"])
            #expect(try files.status(shop["folder"]) == nil)
        }
    #endif

    @Test func makesFoldersOnTheWay() throws {
        try files.makeDirectory(shop["a/b//c/./d/"])
        try files.makeDirectory(shop["a/b/c/d"])
        #expect(files.isDirectory(shop["a/b/c/d"]))
        try files.write([], to: shop["e/f/g"])
        #expect(files.isFile(shop["e/f/g"]))
    }

    @Test func availableBytesOfWhatIsNotYetThere() throws {
        #expect(try files.availableBytes(shop["a/b/c"]) > 0)
        #expect(throws: FileError.self) { try files.availableBytes(shop["a\u{0}"]) }
    }

    @Test(.enabled(if: mayMount)) func availableBytesOfASmallVolume() throws {
        try withVolume("size=64k") { volume in
            let bytes = try files.availableBytes(volume)
            #expect(bytes == 65536)
        }
    }

    @Test(.enabled(if: geteuid() != 0)) func foldersWithoutPermission() throws {
        try files.write([1], to: shop["folder/file"])
        try #require(chmod(shop["folder"], 0) == 0)
        defer { chmod(shop["folder"], 0o700) }
        let path = shop["folder/file"]
        #expect(throws: FileError.denied(path: path)) { try files.read(path) }
        #expect(throws: FileError.denied(path: path)) { try files.write([], to: path) }
        #expect(throws: FileError.denied(path: path)) { try files.status(path) }
        #expect(throws: FileError.denied(path: path)) { try files.remove(path) }
        #expect(throws: FileError.denied(path: shop["folder"])) { try files.list(shop["folder"]) }
    }
}
