import Testing

@testable import TransparencyLog

@Suite("Tiles and bundles") struct TileTests {
    @Test func tileBytes() throws {
        let id = try TileID(level: 0, index: 3, width: 5)
        let bytes = NaiveTree.leaves(5).flatMap(\.bytes)
        #expect(try Tile(id: id, bytes: bytes).hashes == NaiveTree.leaves(5))
        #expect(try Tile(id: id, bytes: bytes).bytes == bytes)
        for wrong in [[], Array(bytes.dropLast()), bytes + [0], bytes + bytes] {
            #expect(throws: TransparencyLogError.self) { try Tile(id: id, bytes: wrong) }
        }
    }

    @Test func bundleBytes() throws {
        let id = try EntryBundleID(index: 0, width: 3)
        let bundle = try EntryBundle(id: id, entries: [[], [7], Array(repeating: 9, count: 65_535)])
        #expect(bundle.bytes.prefix(7) == [0, 0, 0, 1, 7, 0xFF, 0xFF])
        #expect(try EntryBundle(id: id, bytes: bundle.bytes) == bundle)
        for wrong in [
            [], [0], [0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 0],
        ] as [[UInt8]] {
            #expect(throws: TransparencyLogError.self) { try EntryBundle(id: id, bytes: wrong) }
        }
        #expect(throws: TransparencyLogError.self) { try EntryBundle(id: id, bytes: bundle.bytes.dropLast()) }
        #expect(throws: TransparencyLogError.self) { try EntryBundle(id: id, entries: [[], []]) }
        #expect(throws: TransparencyLogError.self) {
            try EntryBundle(id: id, entries: [[], [], Array(repeating: 0, count: 65_536)])
        }
    }

    @Test(arguments: [0, 1, 2, 255, 256, 257, 511, 512, 700, 66_000]) func aTreeOfTiles(_ size: Int) throws {
        let folder = TileFolder(size)
        let leaves = (0..<size).map { MerkleHash.leaf(TileFolder.entry($0)) }
        let tree = KeptTree(leaves)
        #expect(folder.builder.head == TreeHead(size: Int64(size), root: tree.frontier.root))
        let named =
            try TilesOfTree(size: Int64(size)).map(\.path)
            + TilesOfTree(size: Int64(size)).bundles.map(\.path)
        #expect(Set(folder.files.keys) == Set(named))
        var told = 0
        try folder.verify { index, entry in
            #expect(index == Int64(told) && entry == TileFolder.entry(told))
            told += 1
        }
        #expect(told == size)
        guard size > 0 else { return }

        var reader = try folder.reader()
        for index in Set([0, 1, 200, 255, 256, 300, 65_535, 65_536, size / 2, size - 1]).filter({ $0 < size })
        {
            let proof = try reader.inclusionProof(index: Int64(index))
            #expect(try proof == inclusionProof(index: Int64(index), size: Int64(size), hash: tree.hash))
            let growth = try reader.consistencyProof(from: Int64(index + 1))
            #expect(try growth == consistencyProof(from: Int64(index + 1), to: Int64(size), hash: tree.hash))
            #expect(try reader.root(size: Int64(index)) == rootHash(size: Int64(index), hash: tree.hash))
        }
    }

    /// A log that grows step by step has the tiles of every step, and its builder can be taken up from the files.
    @Test func growth() throws {
        var folder = TileFolder(0)
        var heads: [TreeHead] = []
        for size in [1, 5, 256, 300, 513, 800] {
            folder.grow(to: size)
            heads.append(folder.builder.head)
            var again = try TileBuilder(head: folder.builder.head) { try folder.file($0.path) }
            #expect(again.partialTiles == folder.builder.partialTiles)
            var on = folder.builder
            let (leaf, none) = (MerkleHash.leaf([1]), { (_: Tile) in })
            again.append(leaf, full: none)
            on.append(leaf, full: none)
            #expect(again.head == on.head)
        }
        for (old, new) in zip(heads, heads.dropFirst()) {
            try folder.verify(new)
            var reader = try folder.reader(new)
            try verifyConsistency(
                from: old.size, to: new.size, root: old.root, larger: new.root,
                proof: reader.consistencyProof(from: old.size))
        }
    }

    @Test func aBuilderIsNotTakenUpFromOtherTiles() throws {
        let (folder, other) = (TileFolder(300), TreeHead(size: 300, root: .leaf([])))
        #expect(
            throws: TransparencyLogError.rootMismatch(expected: other.root, actual: folder.builder.head.root)
        ) {
            try TileBuilder(head: other) { try folder.file($0.path) }
        }
        for size in [-1, .min, .max, (1 << 62) + 1] as [Int64] {
            #expect(throws: TransparencyLogError.self) {
                try TileBuilder(head: TreeHead(size: size, root: .emptyRoot)) { try folder.file($0.path) }
            }
        }
    }
}
