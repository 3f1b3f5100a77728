import Testing

@testable import TransparencyLog

@Suite("Tiles that lie") struct HostileTileTests {
    static let folder = TileFolder(700)

    /// Every 37th bit of every file: one of each hash and of each entry at least.
    @Test func everyFileCounts() throws {
        #expect(Self.folder.files.count == 3 + 1 + 3)
        for (path, bytes) in Self.folder.files {
            for bit in stride(from: 0, to: bytes.count * 8, by: path.contains("entries") ? 2311 : 1999) {
                var changed = Self.folder
                changed.change(path) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
                #expect(!isFine { try changed.verify() }, "\(path) \(bit)")
            }
        }
    }

    @Test func everyBitOfASmallTileCounts() throws {
        let small = TileFolder(3)
        for bytes in bitFlips(of: try small.file("tile/0/000.p/3")) {
            var changed = small
            changed.change("tile/0/000.p/3") { $0 = bytes }
            #expect(!isFine { try changed.verify() })
        }
        for bytes in bitFlips(of: try small.file("tile/entries/000.p/3")) {
            var changed = small
            changed.change("tile/entries/000.p/3") { $0 = bytes }
            #expect(!isFine { try changed.verify() })
        }
    }

    @Test func theWrongFileIsNamed() throws {
        for path in ["tile/0/000", "tile/0/001", "tile/entries/001", "tile/entries/002.p/188"] {
            var changed = Self.folder
            changed.change(path) { $0[100] ^= 1 }
            let error = try #require(throws: TransparencyLogError.self) { try changed.verify() }
            switch error {
            case .tileMismatch(let named), .malformedTile(let named, _): #expect(named == path)
            default: Issue.record(error)
            }
        }
        for path in ["tile/0/002.p/188", "tile/1/000.p/2"] {
            var changed = Self.folder
            changed.change(path) { $0[10] ^= 1 }
            let error = try #require(throws: TransparencyLogError.self) { try changed.verify() }
            guard case .rootMismatch = error else {
                Issue.record(error)
                continue
            }
        }
    }

    @Test func missingAndShortFiles() throws {
        for path in Self.folder.files.keys {
            var without = Self.folder
            without.remove(path)
            #expect(throws: TileFolder.Missing(path: path)) { try without.verify() }
            var short = Self.folder
            short.change(path) { $0.removeLast() }
            let error = try #require(throws: TransparencyLogError.self) { try short.verify() }
            guard case .malformedTile(path, _) = error else {
                Issue.record(error)
                continue
            }
        }
    }

    /// A reader must not hand out a hash of a full tile that the tile above does not confirm.
    @Test func proofsAreMadeOfVerifiedHashesOnly() throws {
        var changed = Self.folder
        changed.change("tile/0/001") { $0[5 * 32] ^= 1 }
        var reader = try changed.reader()
        #expect(throws: TransparencyLogError.tileMismatch(path: "tile/0/001")) {
            try reader.hash(MerkleNodeID(level: 0, index: 300))
        }
        #expect(try reader.hash(MerkleNodeID(level: 0, index: 3)) == .leaf(TileFolder.entry(3)))
        #expect(throws: TransparencyLogError.tileMismatch(path: "tile/0/001")) {
            try reader.inclusionProof(index: 256)
        }
        var honest = try Self.folder.reader()
        for index in [0, 256, 699] as [Int64] { #expect(try honest.inclusionProof(index: index).count > 0) }
    }

    @Test func sizesAndNodesOutOfRange() throws {
        var reader = try Self.folder.reader()
        for level in [Int.min, -1, 0, 9, 10, 62, 63, 64, .max] {
            for index in [Int64.min, -1, 700, 1 << 40, .max] {
                #expect(throws: TransparencyLogError.noNode(level: level, index: index, size: 700)) {
                    try reader.hash(MerkleNodeID(level: level, index: index))
                }
            }
        }
        for number in [Int64.min, -1, 700, .max] {
            #expect(throws: TransparencyLogError.self) { try reader.inclusionProof(index: number) }
        }
        for number in [Int64.min, -1, 0, 701, .max] {
            #expect(throws: TransparencyLogError.self) { try reader.consistencyProof(from: number) }
        }
        for size in [Int64.min, -1] {
            let head = TreeHead(size: size, root: .emptyRoot)
            #expect(!isFine { _ = try Self.folder.reader(head) })
            #expect(!isFine { try Self.folder.verify(head) })
        }
        for size in [699, 701, 256, 512, 0] as [Int64] {
            let head = TreeHead(size: size, root: Self.folder.builder.head.root)
            #expect(throws: (any Error).self) { try Self.folder.verify(head) }
        }
        // The tiles of such a tree are asked for one by one, and the first that is missing ends it.
        #expect(throws: TileFolder.Missing.self) {
            try Self.folder.verify(TreeHead(size: .max, root: Self.folder.builder.head.root))
        }
    }
}
