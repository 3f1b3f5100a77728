import Capabilities
import Ledger
import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite("Going on with a run that was cut short") struct ResumeTests {
    private func resumed(_ bench: Bench, _ past: RunState) async throws -> RunState {
        var bench = bench
        bench.resumed = past
        return try await bench.run()
    }

    /// A store that has the first events of a run and nothing else.
    private func cut(_ events: [Event], after count: Int) async throws -> MemoryEventStore {
        let store = MemoryEventStore()
        if count > 0 { _ = try await store.append(Array(events.prefix(count)), expectedVersion: 0) }
        return store
    }

    /// Wherever the log was cut, the run ends as the undisturbed one did.
    @Test func cutAfterEveryEvent() async throws {
        let scripts: KeyValuePairs = ["a": "echo a", "b": "exit 1", "c": "echo c"]
        let bench = try ValidationTests.bench(scripts, more: ["b": "after = [\"a\"]"])
        let whole = try await bench.run()
        let events = try await bench.store.read(stream: whole.id)
        #expect(events.count > 10)
        for count in 1..<events.count {
            let store = try await cut(events, after: count)
            let past = try await RunHistory(store: store).run(whole.id)
            let end = try await resumed(try bench.copy(of: store), past)
            #expect(end.id == whole.id)
            #expect(end.verdict?.result == whole.verdict?.result, "cut after \(count)")
            #expect(
                end.verdict?.decisions.map(\.status) == whole.verdict?.decisions.map(\.status),
                "cut after \(count)")
            let read = try await RunHistory(store: store).run(whole.id)
            #expect(read.verdict == end.verdict)
            #expect(try Replay(read).isIdentical)
            #expect(try await store.read(stream: whole.id)[count].type == "RunResumed")
        }
    }

    @Test func whatWasMeasuredIsNotMeasuredAgain() async throws {
        let bench = try ValidationTests.bench(
            ["a": "echo >>../count; exit 0", "b": "exit 0"], more: ["b": "after = [\"a\"]"])
        let whole = try await bench.run()
        let events = try await bench.store.read(stream: whole.id)
        let ended = try #require(events.firstIndex { $0.type == "GateFinished" })
        let store = try await cut(events, after: ended + 1)
        var again = try bench.copy(of: store)
        again.ignoresCache = true
        let end = try await resumed(again, try await RunHistory(store: store).run(whole.id))
        #expect(end.verdict?.result == .done)
        #expect(try bench.services().files.readText(bench.shop["count"]) == "\n")
    }

    @Test func aChangedProjectIsNotTheRunsAnyMore() async throws {
        let bench = try ValidationTests.bench(["a": "echo a"])
        let whole = try await bench.run()
        let events = try await bench.store.read(stream: whole.id)
        let store = try await cut(events, after: 2)
        let past = try await RunHistory(store: store).run(whole.id)
        try bench.shop.write("project/new.py", "x = 1\n")
        await #expect(throws: DoDError.cannotResume(whole.id, .changedTree)) {
            try await resumed(try bench.copy(of: store), past)
        }
        #expect(try await store.read(stream: whole.id).count == 2)
    }

    @Test func otherConditionsAreAnotherRun() async throws {
        let bench = try ValidationTests.bench(["a": "echo a"])
        let whole = try await bench.run()
        let events = try await bench.store.read(stream: whole.id)
        let store = try await cut(events, after: 2)
        var other = try bench.copy(of: store)
        other.policy = "strict"
        await #expect(throws: DoDError.cannotResume(whole.id, .changedDefinition)) {
            try await resumed(other, try await RunHistory(store: store).run(whole.id))
        }
    }

    @Test func aFinishedRunIsFinished() async throws {
        let bench = try ValidationTests.bench(["a": "echo a"])
        let whole = try await bench.run()
        await #expect(throws: DoDError.cannotResume(whole.id, .finished)) { try await resumed(bench, whole) }
        await #expect(throws: DoDError.cannotResume("r", .noHeader)) {
            try await resumed(bench, RunState(id: "r"))
        }
    }

    /// Evidence that is gone is measured again: nothing is referenced that is not there.
    @Test func missingEvidenceIsMadeAgain() async throws {
        let bench = try ValidationTests.bench(["a": "echo a", "b": "echo b"], more: ["b": "after = [\"a\"]"])
        let whole = try await bench.run()
        let events = try await bench.store.read(stream: whole.id)
        let ended = try #require(events.firstIndex { $0.type == "GateFinished" })
        let store = try await cut(events, after: ended + 1)
        let evidence = RunFolder(project: bench.project, environment: bench.environment).evidence
        try bench.services().files.remove(evidence)
        let end = try await resumed(
            try bench.copy(of: store), try await RunHistory(store: store).run(whole.id))
        #expect(end.verdict?.result == .done)
        #expect(try bench.text("stdout.txt", of: end.gate("a")) == "a\n")
    }
}
