import Capabilities
import Files
import Ledger
import Testing
import TransparencyLog

@testable import Audit

@Suite("A ledger as static files") struct TileExportTests {
    private func verify(_ clone: Clone, _ signed: Checkpointing.Signed) throws -> Int {
        var count = 0
        try verifyTiles(
            head: signed.checkpoint.head, tile: { try clone.files.read(clone["tiles/" + $0.path]) },
            bundle: { try clone.files.read(clone["tiles/" + $0.path]) }, entry: { _, _ in count += 1 })
        return count
    }

    /// Whatever the steps, a stranger can verify what is there at each.
    @Test(arguments: [[1], [255, 1], [256, 256], [300, 1, 700], [3, 520, 5]])
    func growsWithTheLedger(_ steps: [Int]) async throws {
        let clone = try Clone()
        for (round, count) in steps.enumerated() {
            try await clone.append(count, to: "s\(round)")
            let export = try await LedgerExport(clone.checkpointing)
            let tiles = TileExport(of: clone.store, in: clone["tiles"], clone.files)
            #expect(try await tiles.write(export.signed) > 0)
            #expect(try verify(clone, export.signed) == Int(export.signed.checkpoint.size))
            let note = try clone.files.readText(clone["tiles/checkpoint"])
            #expect(note == export.signed.note.description)
            #expect(try await tiles.write(export.signed) == 0)
        }
    }

    @Test func fullTilesAreLeftAlone() async throws {
        let clone = try Clone()
        try await clone.append(600, to: "a")
        let tiles = TileExport(of: clone.store, in: clone["tiles"], clone.files)
        _ = try await tiles.write(try await clone.checkpointing.sign())
        let before = try clone.files.status(clone["tiles/tile/0/000"])?.inode
        try await clone.append(600, to: "a")
        let written = try await tiles.write(try await clone.checkpointing.sign())
        #expect(try clone.files.status(clone["tiles/tile/0/000"])?.inode == before)
        // Bundles 2 to 4, the leaves' tiles 2 and 3, and the partial tiles of two levels.
        #expect(written == 7)
    }

    @Test func damagedTilesAreMadeAnew() async throws {
        let clone = try Clone()
        try await clone.append(300, to: "a")
        let tiles = TileExport(of: clone.store, in: clone["tiles"], clone.files)
        _ = try await tiles.write(try await clone.checkpointing.sign())
        try clone.files.write([1, 2], to: clone["tiles/tile/0/001.p/44"])
        try await clone.append(1, to: "a")
        let signed = try await clone.checkpointing.sign()
        _ = try await tiles.write(signed)
        #expect(try verify(clone, signed) == 302)
    }

    @Test func theFolderOfAnotherLogIsRefused() async throws {
        let (one, two) = (try Clone(), try Clone())
        try await one.append(1, to: "a")
        try await two.append(1, to: "a")
        let tiles = TileExport(of: one.store, in: one["tiles"], one.files)
        _ = try await tiles.write(try await one.checkpointing.sign())
        let other = TileExport(of: two.store, in: one["tiles"], two.files)
        let signed = try await two.checkpointing.sign()
        await #expect(throws: AuditError.self) { _ = try await other.write(signed) }
        try one.files.write(Array("garbage".utf8), to: one["tiles/checkpoint"])
        let own = try await one.checkpointing.sign()
        await #expect(throws: AuditError.self) { _ = try await tiles.write(own) }
    }

    @Test func anEventTooLargeForABundleIsNamed() async throws {
        let clone = try Clone()
        try await clone.append(1, to: "a", text: String(repeating: "x", count: 70_000))
        let tiles = TileExport(of: clone.store, in: clone["tiles"], clone.files)
        let signed = try await clone.checkpointing.sign()
        await #expect(throws: AuditError.self) { _ = try await tiles.write(signed) }
        #expect(!clone.files.isFile(clone["tiles/checkpoint"]))
    }
}
