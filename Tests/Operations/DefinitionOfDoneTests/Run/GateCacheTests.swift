import Capabilities
import Files
import StructuredData
import Telemetry
import Testing

@testable import DefinitionOfDone

@Suite struct GateCacheTests {
    let shop: Workshop
    let evidence: EvidenceStore
    let cache: GateCache
    let now = Instant(nanoseconds: 1_800_000_000_000_000_000)

    init() throws {
        shop = try Workshop()
        evidence = EvidenceStore(folder: shop["evidence"], files: LiveFileSystem(), redactor: Redactor())
        cache = GateCache(folder: shop["gates"], files: LiveFileSystem(), evidence: evidence)
    }

    static let key = String(repeating: "ab", count: 32)
    var path: String { "gates/ab/" + Self.key.dropFirst(2) + ".json" }

    func result(_ outcome: GateOutcome = .measured) throws -> GateRun {
        GateRun(
            gate: "lint", kind: .quality, outcome: outcome,
            evidence: [try evidence.keep(text: "said", as: "stdout.txt")], duration: .seconds(2),
            key: Self.key)
    }

    func find(_ age: Duration? = nil, later: Duration = .zero) -> GateRun? {
        let seconds = later.components.seconds
        return cache.result(
            Self.key, notOlderThan: age, now: Instant(nanoseconds: now.nanoseconds + seconds * 1_000_000_000))
    }

    @Test func keepsWhatWasMeasured() throws {
        #expect(find() == nil)
        try cache.keep(try result(), of: "run-1", now: now)
        var expected = try result()
        expected.reusedFrom = "run-1"
        #expect(find() == expected)
        #expect(cache.result("ab" + String(repeating: "00", count: 31), notOlderThan: nil, now: now) == nil)
    }

    @Test(arguments: [
        GateOutcome.failedToRun("x"), .timedOut(after: .seconds(1)), .notApplicable("x"), .cancelled,
    ]) func keepsNothingElse(_ outcome: GateOutcome) throws {
        try cache.keep(try result(outcome), of: "run-1", now: now)
        #expect(find() == nil)
    }

    @Test func growsOld() throws {
        try cache.keep(try result(), of: "run-1", now: now)
        #expect(find(.seconds(60), later: .seconds(60)) != nil)
        #expect(find(.seconds(60), later: .seconds(61)) == nil)
        #expect(find(nil, later: .seconds(1_000_000)) != nil)
    }

    @Test func evidenceThatIsGoneIsAMiss() throws {
        let result = try result()
        try cache.keep(result, of: "run-1", now: now)
        let kept = evidence.path(result.evidence[0].digest)
        try LiveFileSystem().write(Array("sa".utf8), to: kept)
        #expect(find() == nil)
        try LiveFileSystem().remove(kept)
        #expect(find() == nil)
    }

    @Test func aDamagedEntryIsAMiss() throws {
        try cache.keep(try result(), of: "run-1", now: now)
        let text = try LiveText.read(shop[path])
        let other = String(repeating: "cd", count: 32)
        let damages = [
            "", "{", "[]", "null", String(text.dropLast(9)), text.replacing(Self.key, with: other),
            text.replacing("\"measured\":1800000000000000000", with: "\"measured\":-9223372036854775808"),
            text.replacing("\"measured\":1800000000000000000", with: "\"measured\":\"soon\""),
            text.replacing("\"run\":\"run-1\"", with: "\"run\":null"),
            text.replacing("\"quality\"", with: "\"taste\""),
        ]
        for damage in damages {
            try shop.write(path, damage)
            #expect(find(.seconds(60)) == nil, "\(damage.prefix(60))")
        }
        try shop.write(path, text)
        #expect(find(.seconds(60)) != nil)
    }
}
