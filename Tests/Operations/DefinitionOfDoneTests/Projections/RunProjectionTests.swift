import Capabilities
import Ledger
import SQLiteStore
import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite("Runs in tables") struct RunProjectionTests {
    private let shop: Workshop
    private let store: SQLiteStore
    private let tables: SQLiteProjections

    init() throws {
        shop = try Workshop()
        store = try SQLiteStore(path: shop["ledger.db"])
        tables = try SQLiteProjections(path: shop["projections.db"])
    }

    private var queries: RunQueries { RunQueries(log: store, tables: tables) }

    private func bench(_ scripts: KeyValuePairs<String, String>, settings: String = "") throws -> Bench {
        try ValidationTests.bench(scripts, settings: settings, store: store)
    }

    @Test func runsAreListedAsTheirEventsTell() async throws {
        let bench = try bench(["a": "echo a", "b": "exit 1"])
        let runs = [try await bench.run(), try await bench.run()]
        let found = try await queries.runs(limit: 9)
        #expect(found.map(\.id) == runs.map(\.id).reversed())
        for (summary, run) in zip(found, runs.reversed()) {
            let expected = RunSummary(run)
            #expect(summary.answer == .notDone)
            #expect(summary.failed == ["b"])
            #expect(summary.subject == expected.subject)
            #expect(summary.started == expected.started)
            #expect(summary.policy == expected.policy)
            #expect(summary.actor == "tester")
            #expect(summary.duration != nil)
        }
        #expect(try await queries.runs(limit: 1).map(\.id) == [runs[1].id])
    }

    /// A query sees what was appended just before it, a run under way too.
    @Test func everyQueryIsUpToDate() async throws {
        #expect(try await queries.runs(limit: 9).isEmpty)
        let run = try await bench(["a": "echo a"]).run()
        #expect(try await queries.runs(limit: 9).map(\.answer) == [.done])
        let events = try await store.read(stream: run.id)
        let id = uuidV7(nanoseconds: 5, random: 5)
        let started = try Event(
            id: uuidV7(nanoseconds: 6, random: 6), stream: id, version: 1, type: "RunStarted", schema: 1,
            time: 7,
            actor: "eve", payload: events[0].payload)
        _ = try await store.append([started], expectedVersion: 0)
        #expect(try await queries.runs(limit: 9).map(\.answer) == [.interrupted, .done])
    }

    @Test func findingsAreOpenUntilTheirGateIsMeasuredWithoutThem() async throws {
        let bench = try bench(["b": "test -f fixed"])
        let first = try await bench.run()
        _ = try await bench.run()
        let open = try await queries.findings(.open, gate: nil)
        #expect(open.map(\.gate) == ["b"])
        #expect(open.first?.firstRun == first.id)
        #expect(open.first?.runs == 2)
        #expect(try await queries.findings(.fixed, gate: nil).isEmpty)
        try bench.shop.write("project/fixed", "")
        let last = try await bench.run()
        #expect(try await queries.findings(.open, gate: "b").isEmpty)
        let fixed = try await queries.findings(.fixed, gate: "b")
        #expect(fixed.map(\.fixedIn) == [last.id])
        #expect(fixed.first?.fixedAt != nil)
        // It comes back: the same finding is open again.
        try bench.services().files.remove(bench.shop["project/fixed"])
        _ = try await bench.run()
        #expect(try await queries.findings(.open, gate: "b").count == 1)
    }

    @Test func aReusedMeasurementCountsOnce() async throws {
        let gate = "parser = \"regex\"\npattern = \"n=(?<value>[0-9]+)\"\nmetric = \"n\""
        let bench = try ValidationTests.bench(["a": "echo n=7"], store: store)
        let text = try bench.services().files.readText(bench.shop["project/pyproject.toml"]).replacing(
            "parser = \"exit-code\"", with: gate)
        try bench.shop.write("project/pyproject.toml", text)
        let first = try await bench.run()
        _ = try await bench.run()
        let series = try await queries.series(gate: "a", metric: "n", limit: 10)
        #expect(series.map(\.value) == [7])
        #expect(series.first?.run == first.id)
        #expect(try await queries.metrics().map(\.metric) == ["n"])
        let gates = try await queries.gates("a", limit: 10)
        #expect(gates.map(\.reusedFrom) == [first.id, nil])
        #expect(gates.map(\.status) == ["reported", "reported"])
    }

    @Test func waiversAndPeople() async throws {
        let bench = try bench(
            ["b": "exit 1"],
            settings: "waivers = [{ gate = \"b\", reason = \"known\", by = \"ann\", until = 2999-01-01 }]")
        _ = try await bench.run()
        _ = try await bench.run()
        let waivers = try await queries.waivers()
        #expect(waivers.map(\.target) == ["b"])
        #expect(waivers.first?.owner == "ann")
        #expect(waivers.first?.runs == 2)
        let people = try await queries.people()
        #expect(people.map(\.actor) == ["tester"])
        #expect(people.first?.runs == 2)
        #expect(people.first?.done == 2)
    }

    /// Whatever the chunks and restarts, the tables are those of one pass.
    @Test func goingOnGivesWhatStartingAfreshGives() async throws {
        let bench = try bench(["a": "echo a", "b": "test -f fixed"])
        for round in 0..<4 {
            if round == 2 { try bench.shop.write("project/fixed", "") }
            _ = try await bench.run()
            _ = try await queries.runs(limit: 1)
        }
        let before = (
            try await queries.runs(limit: 99), try await queries.findings(nil, gate: nil),
            try await queries.gates(nil, limit: 99), try await queries.people()
        )
        let count = try await store.size()
        #expect(try await queries.rebuild() == count)
        #expect(try await queries.runs(limit: 99) == before.0)
        #expect(try await queries.findings(nil, gate: nil) == before.1)
        #expect(try await queries.gates(nil, limit: 99) == before.2)
        #expect(try await queries.people() == before.3)
    }
}
