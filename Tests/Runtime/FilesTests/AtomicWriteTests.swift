import Capabilities
import Files
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct AtomicWriteTests {
    let files = LiveFileSystem()
    let shop: Workshop

    init() throws { shop = try Workshop() }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test func newFilesGetTheModeAndOldOnesKeepTheirs() throws {
        try files.write([1], to: shop["new"], mode: 0o640)
        #expect(mode(shop["new"]) == 0o640)
        try #require(chmod(shop["new"], 0o751) == 0)
        try files.write([2], to: shop["new"], mode: 0o600)
        #expect(mode(shop["new"]) == 0o751)
        #expect(try files.read(shop["new"]) == [2])
    }

    @Test(.enabled(if: geteuid() == 0)) func rootKeepsTheOwner() throws {
        try files.write([1], to: shop["file"])
        try #require(chown(shop["file"], 4321, 1234) == 0)
        try files.write([2], to: shop["file"])
        var status = stat()
        try #require(stat(shop["file"], &status) == 0)
        #expect(status.st_uid == 4321 && status.st_gid == 1234)
    }

    @Test func oldReaderSeesOldContents() throws {
        try files.write(Array("old".utf8), to: shop["file"])
        let reader = open(shop["file"], O_RDONLY)
        try #require(reader >= 0)
        defer { close(reader) }
        try files.write(Array("brand new".utf8), to: shop["file"])
        var buffer = [UInt8](repeating: 0, count: 16)
        #expect(read(reader, &buffer, 16) == 3)
        #expect(String(decoding: buffer.prefix(3), as: UTF8.self) == "old")
    }

    @Test(arguments: ["target", "folder/target", "../\u{1F40D}/x"]) func linksStayAndTheirTargetChanges(
        _ target: String
    ) throws {
        try files.makeDirectory(shop["work"])
        try files.makeDirectory(shop["work/folder"])
        try shop.link("work/link", to: target)
        try shop.link("work/second", to: "link")
        for contents in [[UInt8]("first".utf8), [UInt8]("second".utf8)] {
            try files.write(contents, to: shop["work/second"])
            #expect(try files.read(shop["work/" + target]) == contents)
        }
        var status = stat()
        try #require(lstat(shop["work/link"], &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test func devicesAndPipesArePassedTo() throws {
        try files.write(Array("gone".utf8), to: "/dev/null")
        #expect(try files.status("/dev/null")?.kind == .other)
        try #require(mkfifo(shop["pipe"], 0o600) == 0)
        let reader = open(shop["pipe"], O_RDONLY | O_NONBLOCK)
        try #require(reader >= 0)
        defer { close(reader) }
        try files.write(Array("through".utf8), to: shop["pipe"])
        var buffer = [UInt8](repeating: 0, count: 16)
        #expect(read(reader, &buffer, 16) == 7)
        #expect(try files.status(shop["pipe"])?.kind == .other)
    }

    @Test func folderIsNotReplaced() throws {
        try files.makeDirectory(shop["folder"])
        #expect(
            throws: FileError.system(path: shop["folder"], operation: "write", reason: "is a directory")
        ) { try files.write([1], to: shop["folder"]) }
        #expect(try shop.names() == ["folder"])
    }

    @Test(.enabled(if: mayMount)) func fullDiskKeepsTheOldContents() throws {
        try withVolume("size=64k") { volume in
            let path = volume + "/file"
            try files.write(Array("precious".utf8), to: path)
            let large = [UInt8](repeating: 7, count: 1 << 20)
            for target in [path, volume + "/other", volume + "/new/other"] {
                #expect(throws: FileError.full(path: target)) { try files.write(large, to: target) }
            }
            #expect(try files.readText(path) == "precious")
            #expect(try shop.names(volume) == ["file", "new"])
            #expect(try files.availableBytes(volume) >= 65536 - 4096)
        }
    }

    @Test(.enabled(if: mayMount)) func noInodesLeft() throws {
        try withVolume("nr_inodes=2") { volume in
            try files.write([1], to: volume + "/file")
            #expect(throws: FileError.full(path: volume + "/b")) { try files.write([1], to: volume + "/b") }
            #expect(try shop.names(volume) == ["file"])
        }
    }

    @Test(.enabled(if: mayMount)) func readOnlyVolume() throws {
        try withVolume("size=64k", isReadOnly: true) { volume in
            let path = volume + "/file"
            #expect(throws: FileError.readOnly(path: path)) { try files.write([1], to: path) }
            #expect(throws: FileError.readOnly(path: path)) { try files.makeDirectory(path) }
            try files.makeDirectory(volume)
        }
    }

    @Test(.enabled(if: geteuid() != 0)) func withoutPermission() throws {
        try files.write([1], to: shop["closed/file"])
        try #require(chmod(shop["closed"], 0o500) == 0)
        defer { chmod(shop["closed"], 0o700) }
        for name in ["closed/file", "closed/new"] {
            #expect(throws: FileError.denied(path: shop[name])) { try files.write([2], to: shop[name]) }
        }
        #expect(try files.read(shop["closed/file"]) == [1])
        try files.write([1], to: shop["protected"], mode: 0o444)
        #expect(throws: FileError.denied(path: shop["protected"])) {
            try files.write([2], to: shop["protected"])
        }
    }

    @Test func manyWritersLeaveOneWholeFile() async throws {
        let path = shop["file"]
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<24 {
                group.addTask {
                    let bytes = [UInt8](repeating: UInt8(number), count: 50_000)
                    #expect(throws: Never.self) { try LiveFileSystem().write(bytes, to: path) }
                }
            }
        }
        let bytes = try files.read(path)
        #expect(bytes.count == 50_000 && Set(bytes).count == 1)
        #expect(try shop.names() == ["file"])
    }
}
