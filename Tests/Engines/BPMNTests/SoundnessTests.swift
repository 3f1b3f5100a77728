import BPMN
import StructuredData
import Testing

@Suite("Soundness") struct SoundnessTests {
    private func report(_ body: String, _ flows: [String]) throws -> SoundnessReport {
        try Scenario(body, flows).deployment.soundness(of: "p")
    }

    @Test func aSoundProcessHasNoFindings() throws {
        let found = try report(
            plainEnds + tasks("a", "b", "c") + gateway("parallel", "k") + gateway("parallel", "j")
                + gateway("exclusive", "x", "default='x_j'"),
            ["s > k", "k > a", "k > b", "a > x", "x > c : again", "c > j2", "x > j", "b > j", "j > e"]
                .map { $0 == "c > j2" ? "c > m" : $0 == "a > x" ? "a > m" : $0 } + ["m > x"],
            extra: gateway("exclusive", "m"))
        #expect(found.findings.isEmpty && found.isComplete)
    }

    private func report(_ body: String, _ flows: [String], extra: String) throws -> SoundnessReport {
        try report(body + extra, flows)
    }

    /// The counter-example leads from the start to where it waits, and the engine waits there too.
    @Test func aChoiceBeforeAJoinDeadlocks() throws {
        let body =
            plainEnds + tasks("a", "b") + gateway("exclusive", "x", "default='x_b'")
            + gateway("parallel", "j")
        let flows = ["s > x", "x > a : n < 1", "x > b", "a > j", "b > j", "j > e"]
        let found = try report(body, flows)
        let deadlocks = found.findings.filter { $0.kind == .deadlock }
        #expect(deadlocks.map(\.elements) == [["j"]] && deadlocks.first?.path == ["s", "x", "a"])
        #expect(found.findings.filter { $0.kind == .deadElement }.map(\.elements) == [["e"], ["j"]])
        var run = try Scenario(body, flows)
        try run.start(["n": 0])
        #expect(run.trace == ["a", "incident deadlock"])
    }

    @Test func aSplitIntoAMergeLacksSynchronisation() throws {
        let found = try report(
            plainEnds + tasks("a", "b", "z") + gateway("parallel", "k") + gateway("exclusive", "m"),
            ["s > k", "k > a", "k > b", "a > m", "b > m", "m > z", "z > e"])
        #expect(found.findings.map(\.kind).contains(.lackOfSynchronisation) && found.isComplete)
        #expect(found.findings.first?.path.first == "s")
    }

    @Test func nothingReachesADeadElement() throws {
        let found = try report(
            plainEnds + tasks("a", "b", "c") + gateway("exclusive", "m"),
            ["s > a", "a > e", "b > m", "c > b", "m > c : n < 1", "m > e : n > 0"])
        #expect(found.findings.allSatisfy { $0.kind == .deadElement })
        #expect(Set(found.findings.flatMap(\.elements)) == ["b", "c", "m"])
    }

    @Test func unknownProcesses() throws {
        let deployment = try Scenario(plainEnds, ["s > e"]).deployment
        #expect(throws: BPMNError.self) { try deployment.soundness(of: "q") }
    }
}
