import Ledger
import StructuredData
import Testing

@Suite("Schemas and folding")
struct UpcastingTests {
    static let schemas = EventSchemas([
        EventSchema(
            "GateFinished",
            steps: [
                { $0["seconds"]?.integer.map { ["milliseconds": .integer($0 * 1000)] } },
                { $0["milliseconds"]?.integer.map { ["nanoseconds": .integer($0 * 1_000_000)] } },
            ]),
        EventSchema("GateStarted"),
    ])

    static let payloads: [(Int, JSON)] = [
        (1, ["seconds": 2]), (2, ["milliseconds": 2000]), (3, ["nanoseconds": 2_000_000_000]),
    ]

    @Test(arguments: payloads) func bringsToTheCurrentShape(schema: Int, payload: JSON) throws {
        let event = try event(type: "GateFinished", schema: schema, payload: payload)
        let current = try Self.schemas.upcast(event)
        #expect(current.schema == 3)
        #expect(current.payload == ["nanoseconds": 2_000_000_000])
        #expect(current.id == event.id)
    }

    @Test func newerAndMisshapenAreRefused() throws {
        let newer = try event(type: "GateStarted", schema: 2)
        #expect(
            throws: LedgerError.newerEvent(
                stream: "run", version: 1, type: "GateStarted", found: 2, supported: 1)
        ) { try Self.schemas.upcast(newer) }
        let misshapen = try event(type: "GateFinished", schema: 2, payload: ["seconds": 1])
        #expect(throws: LedgerError.self) { try Self.schemas.upcast(misshapen) }
        let unknown = try event(type: "Later", schema: 9)
        #expect(try Self.schemas.upcast(unknown) == unknown)
    }

    @Test func snapshotGoesOnLikeAFreshFold() throws {
        let all = try events("run", count: 10)
        func types(_ folded: inout Folded<[Int]>, _ events: some Swift.Sequence<Event>) throws {
            try folded.apply(events) { $0.append($1.version) }
        }
        for cut in 0...10 {
            var folded = Folded<[Int]>([])
            try types(&folded, all.prefix(cut))
            var resumed = Folded(folded.state, version: folded.version)
            try types(&resumed, all.dropFirst(cut))
            #expect(resumed.state == Array(1...10))
        }
    }

    @Test func gapsAreRefused() throws {
        let all = try events("run", count: 3)
        var folded = Folded(0)
        #expect(throws: LedgerError.self) { try folded.apply([all[0], all[2]]) { count, _ in count += 1 } }
        #expect(folded.state == 1)
        #expect(folded.version == 1)
    }
}
