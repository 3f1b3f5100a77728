import Capabilities
import Digests
import Files
import Foundation
import Testing

@testable import DefinitionOfDone

@Suite struct InventoryTests {
    /// Long after every file was written, so that no time stamp is in doubt.
    static func later() -> Instant { Instant(nanoseconds: SystemClock().now().nanoseconds + 60_000_000_000) }

    static func take(
        _ shop: Workshop, _ paths: [String], _ cache: inout DigestCache, now: Instant = later()
    ) throws -> Inventory {
        try Inventory(paths, in: shop.path, cache: &cache, LiveFileSystem(), now: now)
    }

    @Test func readsWhatIsThere() throws {
        let shop = try Workshop(["b.py": "b", "a/é 漢.py": "a"])
        try shop.link("loop", to: "loop")
        try shop.link("folder", to: "a")
        try shop.link("link.py", to: "b.py")
        try shop.link("dangling", to: "gone")
        var cache = DigestCache("")
        let inventory = try Self.take(
            shop, ["link.py", "b.py", "a/é 漢.py", "a", "gone.py", "loop", "folder", "dangling"], &cache)
        #expect(inventory.files.map(\.path) == ["a/é 漢.py", "b.py", "link.py"])
        #expect(inventory.files.map(\.digest) == ["a", "b", "b"].map { SHA256Digest(of: $0).hex })
        #expect(inventory.contains("b.py") && !inventory.contains("gone.py"))
    }

    @Test func theCacheComesBackAsText() throws {
        let shop = try Workshop(["a b.py": "1", " leading": "2", "line\nbreak": "3", "漢": "4"])
        var cache = DigestCache("nonsense\n\n1 2 3\n")
        #expect(cache.text == "")
        _ = try Self.take(shop, ["a b.py", " leading", "line\nbreak", "漢"], &cache)
        #expect(cache.isChanged)
        var again = DigestCache(cache.text)
        let inventory = try Self.take(shop, ["a b.py", " leading", "line\nbreak", "漢"], &again)
        #expect(inventory.files.count == 4)
        #expect(DigestCache(again.text).text == cache.text)
        var third = DigestCache(again.text)
        _ = try Self.take(shop, ["a b.py", " leading", "漢"], &third)
        #expect(!third.isChanged)
    }

    @Test func aChangeIsSeen() throws {
        let shop = try Workshop(["a.py": "1"])
        var cache = DigestCache("")
        let first = try Self.take(shop, ["a.py"], &cache)
        try shop.write("a.py", "2")
        let second = try Self.take(shop, ["a.py"], &cache)
        #expect(first.digest(.all) != second.digest(.all))
        #expect(second.files[0].digest == SHA256Digest(of: "2").hex)
    }

    /// A file whose time stamp is as new as now may change again without a new stamp, so it is not remembered.
    @Test func aRacyStampIsNotTrusted() throws {
        let shop = try Workshop(["a.py": "1"])
        let modified = try #require(try LiveFileSystem().status(shop["a.py"])).modified
        for (age, isKept) in [
            (Int64(0), false), (1_999_999_999, false), (2_000_000_001, true), (-60_000_000_000, false),
        ] {
            var cache = DigestCache("")
            _ = try Self.take(shop, ["a.py"], &cache, now: Instant(nanoseconds: modified + age))
            #expect(!cache.text.isEmpty == isKept, "age \(age)")
        }
    }

    @Test func renamedAndDeletedFilesAreForgotten() throws {
        let shop = try Workshop(["a.py": "1", "b.py": "2"])
        var cache = DigestCache("")
        _ = try Self.take(shop, ["a.py", "b.py"], &cache)
        try FileManager.default.moveItem(atPath: shop["a.py"], toPath: shop["c.py"])
        try shop.remove("b.py")
        let inventory = try Self.take(shop, ["a.py", "b.py", "c.py"], &cache)
        #expect(inventory.files.map(\.path) == ["c.py"])
        #expect(cache.text.split(separator: "\n").count == 1)
    }

    @Test func aDigestOfASelectionIsOfNamesAndContents() {
        func inventory(_ files: [(String, String)]) -> Inventory {
            Inventory(files: files.map { Inventory.File(path: $0.0, digest: $0.1) })
        }
        let python = FileSelection(["*.py"])
        let base = inventory([("a.py", "1"), ("b.txt", "2")])
        #expect(base.digest(python) == inventory([("a.py", "1"), ("b.txt", "3")]).digest(python))
        #expect(base.digest(python) != inventory([("c.py", "1"), ("b.txt", "2")]).digest(python))
        #expect(base.digest(python) != inventory([("a.py", "3"), ("b.txt", "2")]).digest(python))
        #expect(base.digest(python) != inventory([("b.txt", "2")]).digest(python))
    }
}
