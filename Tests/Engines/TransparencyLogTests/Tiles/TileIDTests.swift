import Testing

@testable import TransparencyLog

@Suite("Names of tiles, C2SP tlog-tiles") struct TileIDTests {
    static let names: [(level: Int, index: Int64, width: Int, path: String)] = [
        (0, 0, 256, "tile/0/000"), (0, 0, 1, "tile/0/000.p/1"), (0, 7, 255, "tile/0/007.p/255"),
        (1, 1_234_067, 256, "tile/1/x001/x234/067"), (0, 1_234_067, 8, "tile/0/x001/x234/067.p/8"),
        (2, 999, 256, "tile/2/999"), (2, 1000, 256, "tile/2/x001/000"),
        (0, 123_456, 10, "tile/0/x123/456.p/10"),
        (0, 36_028_797_018_963_966, 256, "tile/0/x036/x028/x797/x018/x963/966"),
        (0, 36_028_797_018_963_967, 255, "tile/0/x036/x028/x797/x018/x963/967.p/255"),
        (7, 0, 127, "tile/7/000.p/127"),
    ]

    @Test(arguments: names) func paths(_ row: (level: Int, index: Int64, width: Int, path: String)) throws {
        let id = try TileID(level: row.level, index: row.index, width: row.width)
        #expect(id.path == row.path)
        #expect(try TileID(path: row.path) == id)
        guard row.level == 0 else { return }
        let bundle = try EntryBundleID(index: row.index, width: row.width)
        #expect(bundle.path == row.path.replacing("tile/0/", with: "tile/entries/"))
        #expect(try EntryBundleID(path: bundle.path) == bundle)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile//000", "tile/00/000", "tile/01/000",
        "tile/-1/000", "tile/+0/000", "tile/64/000", "tile/x/000", "tiles/0/000", "Tile/0/000", "tile/0/0",
        "tile/0/00", "tile/0/0000", "tile/0/x000", "tile/0/x000/000", "tile/0/x000/001", "tile/0/001/002",
        "tile/0/x1/002", "tile/0/X001/002", "tile/0/x001/x002", "tile/0/000/", "tile/0//000", "tile/0/000.p",
        "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/00", "tile/0/000.p/01", "tile/0/000.p/256",
        "tile/0/000.p/-1", "tile/0/000.p/1/", "tile/0/000.p/1/2", "tile/0/x001.p/000.p/1", "tile/0/000.P/1",
        "tile/0/000/1", "tile/0/ 00", "tile/0/٠٠٠", "tile/0/000\n", "tile/0/../000", "tile/0/000.p/1.p/1",
        "tile/0/x036/x028/x797/x018/x963/967", "tile/0/x999/x999/x999/x999/x999/x999/x999/999", "tile/7/000",
        "tile/7/001.p/1", "tile/8/000.p/1", "tile/63/000.p/1", "tile/7/000.p/128",
        "tile/0/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/001",
    ]) func refused(_ path: String) {
        #expect(throws: TransparencyLogError.self) { try TileID(path: path) }
        #expect(throws: TransparencyLogError.self) {
            try EntryBundleID(path: path.replacing("tile/0/", with: "tile/entries/"))
        }
    }

    @Test func tilesAndBundlesAreTwoThings() {
        #expect(throws: TransparencyLogError.self) { try TileID(path: "tile/entries/000") }
        #expect(throws: TransparencyLogError.self) { try EntryBundleID(path: "tile/0/000") }
    }

    @Test func extremes() {
        for level in [Int.min, -1, 0, 1, 7, 8, 63, .max] {
            for index in [Int64.min, -1, 1 << 55, 1 << 56, .max / 256, .max - 1, .max] {
                for width in [Int.min, -1, 0, 257, .max] {
                    #expect(!isFine { _ = try TileID(level: level, index: index, width: width) })
                }
                #expect(!isFine { _ = try TileID(level: level, index: index) })
            }
        }
    }
}

@Suite("The tiles of a tree") struct TilesOfTreeTests {
    /// What the specification says of a tree of 70,000 leaves.
    @Test func theSpecificationsTree() throws {
        let tiles = Array(try TilesOfTree(size: 70_000))
        #expect(tiles.count { $0.level == 0 && $0.isFull } == 273)
        #expect(
            tiles.filter { !$0.isFull }.map(\.path) == [
                "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
            ])
        #expect(tiles.count { $0.level == 1 && $0.isFull } == 1)
        #expect(tiles.count == 273 + 1 + 1 + 1 + 1)
        #expect(Array(try TilesOfTree(size: 70_000).bundles).count == 274)
        #expect(try TilesOfTree(size: 256).map(\.path) == ["tile/0/000", "tile/1/000.p/1"])
        #expect(try Array(TilesOfTree(size: 0)).isEmpty)
    }

    /// Whatever is new to a tree stands in no tile of the smaller one, and nothing that is new is left out.
    @Test(arguments: [0, 1, 100, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000] as [Int64])
    func afterAKnownTree(_ known: Int64) throws {
        for size in [known, known + 1, known + 255, known + 256, known + 1000] {
            let old = Set(try TilesOfTree(size: known))
            let expected = try TilesOfTree(size: size).filter { !old.contains($0) }
            #expect(try Array(TilesOfTree(size: size, known: known)) == expected)
            #expect(
                try TilesOfTree(size: size, known: known).bundles.map(\.path)
                    == expected.filter { $0.level == 0 }.map {
                        $0.path.replacing("tile/0", with: "tile/entries")
                    })
        }
    }

    /// The largest tree has more tiles than anything can hold; naming some costs nothing.
    @Test func largestTree() throws {
        #expect(try Array(TilesOfTree(size: .max).prefix(1000)).count == 1000)
        let last = try TilesOfTree(size: .max, known: .max - 1)
        #expect(
            last.map(\.path) == [
                "tile/0/x036/x028/x797/x018/x963/967.p/255"
            ])
        for (known, size) in [(-1, 1), (2, 1), (.min, .max), (0, -1), (0, .min)] as [(Int64, Int64)] {
            #expect(throws: TransparencyLogError.sizesOutOfOrder(from: known, to: size)) {
                try TilesOfTree(size: size, known: known)
            }
        }
    }
}
