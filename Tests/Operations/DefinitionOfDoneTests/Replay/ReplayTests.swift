import Conditions
import Ledger
import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite("Deciding again from what is on record") struct ReplayTests {
    /// A run as the ledger gives it back.
    private func recorded(_ bench: Bench) async throws -> RunState {
        let run = try await bench.run()
        return try await RunHistory(store: bench.store).run(run.id)
    }

    static let settings = [
        "", "waivers = [{ gate = \"b\", reason = \"known\", until = 2999-01-01 }]",
        "waivers = [{ gate = \"b\", reason = \"known\", until = 2001-01-01 }]",
    ]

    @Test(arguments: settings) func theSameVerdictToTheByte(_ settings: String) async throws {
        let run = try await recorded(
            try ValidationTests.bench(["a": "echo a", "b": "exit 1"], settings: settings))
        let replay = try Replay(run)
        #expect(replay.isIdentical, "\(String(describing: replay.difference))")
        #expect(replay.verdict.json.canonicalBytes == run.verdict?.json.canonicalBytes)
    }

    /// The clock plays no part: a waiver that has expired since still holds in the replay.
    @Test func theDayIsThatOfTheRun() async throws {
        var bench = try ValidationTests.bench(
            ["b": "exit 1"], settings: "waivers = [{ gate = \"b\", reason = \"known\", until = 2027-01-01 }]")
        bench.flags.only = ["b"]
        let run = try await recorded(bench)
        #expect(run.verdict?.result == .done)
        #expect(run.basis?.today != nil)
        #expect(try Replay(run).isIdentical)
    }

    @Test func everySampleOfEveryPolicyIsDecidedTheSame() throws {
        var count = 0
        for sample in SampleRun.all where sample.state.verdict != nil {
            guard sample.state.basis != nil else { continue }
            #expect(try Replay(sample.state).isIdentical, "\(sample)")
            count += 1
        }
        #expect(count > 3)
    }

    @Test func anotherPolicyMayDecideOtherwise() async throws {
        let run = try await recorded(try ValidationTests.bench(["a": "echo a"]))
        #expect(run.verdict?.result == .done)
        let strict = try #require(Policy.builtin("strict"))
        let replay = try Replay(run, policy: strict)
        #expect(replay.otherPolicy == "strict")
        #expect(replay.verdict.result == .undecided)
        // What the team asked for holds under every policy.
        #expect(replay.verdict.decisions.contains { $0.gate == "a" && $0.status == .passed })
        #expect(replay.verdict.decisions.contains { $0.gate == "tests" && $0.status == .undecided })
        #expect(replayText(replay, options: ReportOptions()).contains("undecided by policy strict"))
    }

    @Test func aTamperedVerdictShowsWhereItDiffers() async throws {
        let bench = try ValidationTests.bench(["b": "exit 1"])
        var run = try await recorded(bench)
        let verdict = try #require(run.verdict)
        let forged = verdict.decisions.map {
            GateDecision(
                gate: $0.gate, kind: $0.kind, status: .passed, requirement: $0.requirement,
                condition: $0.condition,
                parts: $0.parts, reason: $0.reason)
        }
        run.apply(.verdictReached(Verdict(result: .done, decisions: forged, waivers: [])), time: 0)
        let replay = try Replay(run)
        #expect(replay.difference?.pointer == "/decisions/0/status")
        let text = replayText(replay, options: ReportOptions())
        #expect(text.contains("first difference at /decisions/0/status"))
        #expect(replayJSON(replay)["identical"] == .bool(false))
    }

    @Test func withoutBasisOrVerdictThereIsNothingToDecide() throws {
        #expect(throws: DoDError.self) { try Replay(RunState(id: "r")) }
        var old = RunState(id: "r")
        old.apply(.verdictReached(Verdict(result: .done, decisions: [], waivers: [])), time: 0)
        #expect(throws: DoDError.self) { try Replay(old) }
    }
}
