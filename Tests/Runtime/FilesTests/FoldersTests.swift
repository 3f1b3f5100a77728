import Capabilities
import Testing

@testable import Files

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct FoldersTests {
    let files = LiveFileSystem()

    struct Row: Sendable, CustomTestStringConvertible {
        let path: String
        let parent: String?
        let name: String
        var testDescription: String { path }
    }

    @Test(arguments: [
        Row(path: "/a/b", parent: "/a", name: "b"),
        Row(path: "/a//b", parent: "/a", name: "b"),
        Row(path: "/a", parent: "/", name: "a"),
        Row(path: "a/b", parent: "a", name: "b"),
        Row(path: "a", parent: nil, name: "a"),
        Row(path: "/é/日本", parent: "/é", name: "日本"),
    ]) func partsOfAPath(_ row: Row) {
        #expect(Files.parent(of: row.path) == row.parent)
        #expect(lastName(of: row.path) == row.name)
    }

    @Test(arguments: ["/", "", "//"]) func pathsWithoutAParent(_ path: String) {
        #expect(Files.parent(of: path) == nil)
    }

    @Test func removesATreeButNotWhatItsLinksLeadTo() throws {
        let shop = try Workshop()
        try files.write([1], to: shop["outside/kept"])
        try files.write([1], to: shop["tree/a/b/c"])
        try files.write([1], to: shop["tree/a/.hidden"])
        try shop.link("tree/a/folder", to: shop["outside"])
        try shop.link("tree/file", to: shop["outside/kept"])
        try shop.link("tree/dangling", to: "nowhere")
        try shop.link("link", to: "outside")
        try #require(mkfifo(shop["tree/pipe"], 0o600) == 0)
        try files.remove(shop["tree"])
        try files.remove(shop["link"])
        #expect(try shop.names() == ["outside"])
        #expect(try shop.names(shop["outside"]) == ["kept"])
    }

    @Test func removesATreeDeeperThanDescriptorsAndPathsReach() throws {
        let shop = try Workshop()
        try files.makeDirectory(shop["tree"])
        var folder = open(shop["tree"], O_RDONLY)
        for _ in 0..<3000 {
            try #require(mkdirat(folder, "down", 0o700) == 0)
            let below = openat(folder, "down", O_RDONLY)
            close(folder)
            folder = below
        }
        close(folder)
        try files.remove(shop["tree"])
        #expect(try shop.names() == [])
    }
}
