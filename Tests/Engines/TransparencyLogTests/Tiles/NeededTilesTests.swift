import Testing

@testable import TransparencyLog

@Suite("The tiles that a proof needs") struct NeededTilesTests {
    static let folder = TileFolder(66_000)

    /// A reader that is given these reads each of them and no other.
    private func expect(_ ids: [TileID], _ prove: (inout TileReader) throws -> Void) throws {
        var read: Set<TileID> = []
        try withoutActuallyEscaping({ (id: TileID) throws -> [UInt8] in
            read.insert(id)
            return try Self.folder.file(id.path)
        }) { file in
            var reader = try TileReader(head: Self.folder.builder.head, tile: file)
            try prove(&reader)
        }
        #expect(read == Set(ids) && ids.count == read.count)
        #expect(ids.map(\.level) == ids.map(\.level).sorted())
    }

    @Test(arguments: [0, 255, 256, 40_000, 65_535, 65_536, 65_999] as [Int64]) func inclusion(_ index: Int64)
        throws
    {
        try expect(tilesForInclusion(index: index, size: 66_000)) { reader in
            _ = try reader.inclusionProof(index: index)
        }
    }

    @Test(arguments: [1, 256, 300, 40_000, 65_536, 65_999, 66_000] as [Int64]) func consistency(_ size: Int64)
        throws
    {
        try expect(tilesForConsistency(from: size, to: 66_000)) { reader in
            _ = try reader.consistencyProof(from: size)
        }
    }

    @Test func anySize() throws {
        for size in [1, 2, 255, 256, 1 << 40, 1 << 62, .max] as [Int64] {
            for number in [0, 1, size / 2, size - 1] where number < size {
                #expect(try tilesForInclusion(index: number, size: size).count < 100)
                #expect(try tilesForConsistency(from: number + 1, to: size).count < 100)
            }
        }
        for size in [.min, -1, 0] as [Int64] {
            #expect(throws: TransparencyLogError.indexOutOfTree(index: 0, size: size)) {
                try tilesForInclusion(index: 0, size: size)
            }
            #expect(throws: TransparencyLogError.sizesOutOfOrder(from: 1, to: size)) {
                try tilesForConsistency(from: 1, to: size)
            }
        }
    }
}
