import Capabilities
import Files
import Testing

@Suite("Files written piece by piece") struct AppendTests {
    private let shop: Workshop
    private let files = LiveFileSystem()

    init() throws { shop = try Workshop() }

    @Test func piecesFollowEachOther() throws {
        for piece in ["a", "", "bc"] { try files.append(Array(piece.utf8), to: shop["new/x.part"]) }
        #expect(try files.readText(shop["new/x.part"]) == "abc")
        try files.write([1], to: shop["new/x"])
        try files.move(shop["new/x.part"], to: shop["new/x"])
        #expect(try shop.names(shop["new"]) == ["x"])
        #expect(try files.readText(shop["new/x"]) == "abc")
    }

    @Test func whatCannotBeMovedStays() throws {
        try files.append([1], to: shop["x"])
        try files.write([2], to: shop["folder/y"])
        #expect(throws: FileError.self) { try files.move(shop["x"], to: shop["folder"]) }
        #expect(throws: FileError.self) { try files.move(shop["x"], to: shop["none/x"]) }
        #expect(throws: FileError.missing(path: shop["none"])) { try files.move(shop["none"], to: shop["x"]) }
        #expect(try files.read(shop["x"]) == [1])
        #expect(throws: FileError.self) { try files.append([1], to: shop["folder"]) }
    }

    @Test(.enabled(if: mayMount)) func aFullDiskIsSaid() throws {
        try withVolume("size=64k") { volume in
            let path = volume + "/x.part"
            #expect(throws: FileError.full(path: path)) {
                for _ in 0..<32 { try files.append([UInt8](repeating: 7, count: 4096), to: path) }
            }
        }
    }
}
