import Capabilities
import Conditions
import Files
import Ledger
import Processes
import SQLiteStore
import Synchronization
import Testing

@testable import DefinitionOfDone

/// Whole runs over a project whose gates are scripts.
@Suite struct ValidationTests {
    /// Gates by name with their scripts.
    static func bench(
        _ gates: KeyValuePairs<String, String>, settings: String = "", more: [String: String] = [:],
        store: any EventLog = MemoryEventStore()
    ) throws -> Bench {
        var text = "[project]\nname = \"p\"\nversion = \"1\"\n[tool.uvmgr.dod]\n\(settings)\n"
        for (name, script) in gates {
            text +=
                "[tool.uvmgr.dod.gates.\(name)]\ncommand = [\"sh\", \"-c\", '''\(script)''']\nparser = \"exit-code\"\n"
            if let lines = more[name] { text += lines + "\n" }
        }
        var bench = try Bench(["pyproject.toml": text], store: store)
        try bench.shop.script("uv", "echo uv 9.9.9")
        bench.uv = bench.shop["uv"]
        try bench.fakeEnvironment([:])
        bench.flags.only = gates.map(\.key)
        return bench.with(environment: bench.shop["venv"])
    }

    @Test func everyStepIsOnRecord() async throws {
        let bench = try Self.bench(["a": "echo out; echo err >&2", "b": "exit 1"])
        let state = try await bench.run()
        #expect(state.verdict?.result == .notDone)
        #expect(state.end?.result == .completed)
        let types = try await bench.store.read(stream: state.id).map(\.type)
        #expect(types.prefix(2) == ["RunStarted", "PlanMade"])
        // What the process did stands beside what the run did.
        let own = types.filter { !$0.hasPrefix("Workflow") }
        #expect(own.suffix(2) == ["VerdictReached", "RunFinished"])
        #expect(types.last == "RunFinished")
        #expect(types.contains("WorkflowStarted") && types.contains("WorkflowAdvanced"))
        for (type, count) in [("GateStarted", 2), ("GateFinished", 2), ("FindingRecorded", 1)] {
            #expect(types.count { $0 == type } == count, "\(type)")
        }
        // What comes back from the ledger is what the run said.
        let read = try await RunHistory(store: bench.store).run(state.id)
        #expect(read.verdict == state.verdict)
        #expect(read.header == state.header)
        #expect(read.gates.map(\.outcome) == state.gates.map(\.outcome))
        #expect(read.gates.map(\.evidence) == state.gates.map(\.evidence))
        #expect(try bench.text("stderr.txt", of: state.gate("a")) == "err\n")
        #expect(try bench.text("stdout.txt", of: state.gate("a")) == "out\n")
    }

    @Test func aSecondRunMeasuresNothing() async throws {
        let shop = try Workshop()
        let store = try SQLiteStore(path: shop["ledger.db"])
        let bench = try Self.bench(
            ["a": "echo a", "b": "exit 1"], more: ["b": "after = [\"a\"]"], store: store)
        let first = try await bench.run()
        let second = try await bench.run()
        #expect(second.gates.map(\.reusedFrom) == [first.id, first.id])
        #expect(second.verdict?.result == .notDone)
        #expect(second.gates.map(\.findings) == first.gates.map(\.findings))
        #expect(second.end?.criticalPath == .zero)
        var again = bench
        again.ignoresCache = true
        #expect(try await again.run().gates.map(\.reusedFrom) == [nil, nil])
        // A third run still names the run that measured.
        let runs = try await RunHistory(store: store).recent(limit: 9)
        #expect(runs.count == 3)
        try bench.shop.write("project/new.txt", "new")
        #expect(try await bench.run().gates.map(\.reusedFrom) == [nil, nil])
        try store.close()
    }

    @Test func lostEvidenceIsMeasuredAgain() async throws {
        let bench = try Self.bench(["a": "echo a"])
        let first = try await bench.run()
        #expect(try await bench.run().gate("a")?.reusedFrom == first.id)
        try bench.shop.remove("project/.uvmgr/evidence")
        #expect(try await bench.run().gate("a")?.reusedFrom == nil)
    }

    @Test func gatesWaitForEachOther() async throws {
        let bench = try Self.bench(
            ["a": "test -e \"$PWD/made\" || exit 1", "b": "touch made"], settings: "parallel = 4",
            more: ["a": "after = [\"b\"]"])
        #expect(try await bench.run().verdict?.result == .done)
    }

    @Test func performanceRunsAloneAndCanBeWaitedFor() async throws {
        var bench = try Self.bench(
            ["a": "test -e made || exit 1", "b": "true"], more: ["a": "after = [\"performance\"]"])
        try bench.shop.write(
            "project/pyproject.toml",
            try LiveText.read(bench.shop["project/pyproject.toml"])
                + "[tool.uvmgr.dod.gates.performance]\ncommand = [\"sh\", \"-c\", \"touch made; echo 1\"]\nparser = \"regex\"\npattern = \"([0-9]+)\"\nunit = \"ms\"\ncondition = \"< 1s\"\n"
        )
        bench.flags.only.append("performance")
        let state = try await bench.run()
        #expect(state.verdict?.result == .done, "\(state.gates.map(\.outcome))")
    }

    @Test func failFastStopsTheRest() async throws {
        var bench = try Self.bench(
            ["bad": "exit 1", "later": "exec sleep 600", "last": "true"], settings: "parallel = 2",
            more: ["last": "after = [\"later\"]"])
        bench.failsFast = true
        let state = try await bench.run()
        #expect(state.verdict?.result == .notDone)
        #expect(state.end?.result == .completed)
        #expect(state.gates.map(\.outcome.name).sorted() == ["cancelled", "cancelled", "measured"])
        #expect(state.unfinished.map(\.name).sorted() == ["last", "later"])
    }

    @Test func theWholeRunTimesOut() async throws {
        let bench = try Self.bench(
            ["slow": "exec sleep 600", "last": "true"], settings: "timeout = \"2s\"",
            more: ["last": "after = [\"slow\"]"])
        let state = try await bench.run()
        #expect(state.end?.result == .timedOut)
        #expect(state.verdict?.result == .undecided)
        for name in ["slow", "last"] { #expect(state.gate(name)?.outcome == .timedOut(after: .seconds(2))) }
    }

    @Test func aGateTimesOutAlone() async throws {
        let bench = try Self.bench(
            ["slow": "echo begun; exec sleep 600", "other": "true"], more: ["slow": "timeout = \"3s\""])
        let state = try await bench.run()
        #expect(state.gate("slow")?.outcome == .timedOut(after: .seconds(3)))
        #expect(try bench.text("stdout.txt", of: state.gate("slow")) == "begun\n")
        #expect(state.verdict?.decisions(.undecided).map(\.gate) == ["slow"])
    }

    /// Tells when a gate has printed something.
    final class Waiting: RunObserver {
        private let stream = AsyncStream<Void>.makeStream()
        func runChanged(_ event: RunEvent, state: RunState) {}
        func activity(_ name: String, isRunning: Bool) {}
        func output(_ gate: String, _ output: ProcessOutput) { stream.continuation.yield() }
        func firstOutput() async { for await _ in stream.stream { return } }
    }

    @Test func cancellingIsOnRecord() async throws {
        var bench = try Self.bench(
            ["quick": "true", "slow": "echo begun; exec sleep 600"], more: ["slow": "after = [\"quick\"]"])
        let waiting = Waiting()
        bench.observer = waiting
        let validation = try bench.validation()
        let task = Task { try await validation.run() }
        await waiting.firstOutput()
        task.cancel()
        let state = try await task.value
        #expect(state.end?.result == .interrupted)
        #expect(state.verdict == nil)
        #expect(state.gate("quick")?.outcome == .measured)
        #expect(state.unfinished.map(\.name) == ["slow"])
        let read = try await RunHistory(store: bench.store).run(state.id)
        #expect(read.end == state.end)
        #expect(read.gate("slow")?.outcome == .cancelled)
        // What was measured is not measured again.
        bench.observer = nil
        bench.flags.only = ["quick"]
        #expect(try await bench.run().gate("quick")?.reusedFrom == state.id)
    }

    @Test func nothingIsLeftBehind() async throws {
        let bench = try Self.bench(["a": "true"])
        _ = try await bench.run()
        let files = LiveFileSystem()
        #expect(try files.list(bench.project) == [".uvmgr", "pyproject.toml"])
        #expect(try files.readText(bench.project + "/.uvmgr/.gitignore") == "*\n")
        #expect(((try? files.list(bench.project + "/.uvmgr/tmp")) ?? []).isEmpty)
    }

    @Test func anExpiredWaiverIsAFinding() async throws {
        var bench = try Self.bench(["bad": "exit 1"])
        try bench.shop.write(
            "project/pyproject.toml",
            try LiveText.read(bench.shop["project/pyproject.toml"])
                + "[[tool.uvmgr.dod.waivers]]\ngate = \"bad\"\nreason = \"r\"\nuntil = 2026-11-23\n")
        bench.flags.only.append("waivers")
        for (day, result) in [("2026-11-23", Verdict.Result.done), ("2026-11-24", .notDone)] {
            bench.clock = try StoppedClock(day)
            let state = try await bench.run()
            #expect(state.verdict?.result == result, "\(day)")
            #expect(
                state.gate("waivers")?.findings.map(\.rule) == (result == .done ? [] : ["expired-waiver"]))
        }
    }

    @Test func newFindingsAreToldFromTheLastRunOfMain() async throws {
        let bench = try Self.bench(
            ["a": "cat said >&2; exit 1"], more: ["a": "condition = \"no new errors\""])
        try bench.shop.write("project/said", "old problem")
        let first = try await bench.run()
        #expect(first.verdict?.result == .undecided)
    }

    @Test func subjectsOutsideOfGit() async throws {
        let bench = try Self.bench(["a": "true"])
        let first = try #require(try await bench.run().header?.subject)
        #expect((first.project, first.version, first.commit, first.isModified) == ("p", "1", nil, false))
        #expect(first.tree.hasPrefix("sha256:"))
        try bench.shop.write("project/new.txt", "new")
        #expect(try await bench.run().header?.subject.tree != first.tree)
    }

    @Test func aReferenceThatIsNone() async throws {
        var bench = try Self.bench(["a": "true"])
        bench.flags.settings["since"] = "gone"
        await #expect(throws: DoDError.badReference("gone", reason: "the project is in no git repository")) {
            _ = try await bench.run()
        }
    }
}
