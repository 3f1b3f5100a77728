import BPMN
import Diagnostics
import Ledger
import StructuredData
import Testing

@testable import Workflows

@Suite("Replay, time travel, forks and migration") struct MovingTests {
    private static let review = """
        <startEvent id="s"/><scriptTask id="count" scriptFormat="python"><script>n = n + 1</script></scriptTask>
        <sequenceFlow id="f1" sourceRef="s" targetRef="count"/><userTask id="review"/>
        <sequenceFlow id="f2" sourceRef="count" targetRef="review"/><exclusiveGateway id="g" default="no"/>
        <sequenceFlow id="f3" sourceRef="review" targetRef="g"/><endEvent id="good"/><endEvent id="bad"/>
        <sequenceFlow id="yes" sourceRef="g" targetRef="good"><conditionExpression
        xsi:type="tFormalExpression">approved and n &gt; 1</conditionExpression></sequenceFlow>
        <sequenceFlow id="no" sourceRef="g" targetRef="bad"/>
        """

    private func events(_ id: String, _ runs: WorkflowRuns) async throws -> [Event] {
        try await runs.services.store.read(stream: WorkflowStreams.stream(of: id))
    }

    private func started(_ runs: WorkflowRuns, _ model: WorkflowModel) async throws -> WorkflowInstance {
        let instance = try await runs.start(model, process: "p", variables: ["n": 1])
        _ = try await runs.drive(instance, DriveOptions(parallel: 1))
        return instance
    }

    private func finish(_ instance: WorkflowInstance, _ runs: WorkflowRuns, approved: Bool) async throws {
        let task = try #require(await instance.state.process.openWork.first)
        try await instance.complete(task, with: ["approved": .bool(approved)])
        _ = try await runs.drive(instance, DriveOptions(parallel: 1))
    }

    @Test func everyStepIsRecomputed() async throws {
        let bench = try Bench()
        let model = try model(Self.review)
        try await bench.with { runs in
            let instance = try await started(runs, model)
            try await finish(instance, runs, approved: true)
            let events = try await events(instance.id, runs)
            let report = try WorkflowReplay(runs.services, library: runs.library).replay(
                events, of: instance.id)
            #expect(report.divergence == nil)
            #expect(report.steps == (await instance.state.process.version))
        }
    }

    /// Another engine, or another model, would have decided otherwise: the replay says where first.
    @Test func aDivergenceIsFoundWhereItIs() async throws {
        let bench = try Bench()
        let other = try model(Self.review.replacing("n &gt; 1", with: "n &gt; 5"))
        let model = try model(Self.review)
        try await bench.with { runs in
            let instance = try await started(runs, model)
            try await finish(instance, runs, approved: true)
            var events = try await events(instance.id, runs)
            // The same record, but with another model at its head.
            let start = WorkflowStart(
                model: ModelReference(file: "p.bpmn", digest: other.digest, text: other.text), process: "p",
                program: "0", clock: await instance.state.start.clock)
            events[0] = try Event(
                id: events[0].id, stream: events[0].stream, version: 1, type: "WorkflowStarted", schema: 1,
                time: events[0].time, actor: "tester", payload: WorkflowRecord.started(start).payload)
            let report = try WorkflowReplay(runs.services, library: ModelLibrary()).replay(
                events, of: instance.id)
            let divergence = try #require(report.divergence)
            #expect(divergence.recorded?["flows"]?[0] == "yes")
            #expect(divergence.recomputed?["flows"]?[0] == "no")
        }
    }

    @Test func theStateAtEveryStep() async throws {
        let bench = try Bench()
        let model = try model(Self.review)
        try await bench.with { runs in
            let instance = try await started(runs, model)
            try await finish(instance, runs, approved: false)
            let last = await instance.state.process.version
            for step in 1...last {
                #expect(try await runs.state(of: instance.id, upTo: step).process.version == step)
            }
            #expect(try await runs.state(of: instance.id, upTo: last).standing == .completed)
        }
    }

    @Test func aForkGoesAnotherWayAndLeavesTheFirstAlone() async throws {
        let bench = try Bench()
        let model = try model(Self.review)
        try await bench.with { runs in
            let first = try await started(runs, model)
            try await finish(first, runs, approved: false)
            let before = try await events(first.id, runs)
            let fork = try await runs.fork(first.id, at: .element("review"), variables: ["n": 7])
            _ = try await runs.drive(fork, DriveOptions(parallel: 1))
            #expect(await fork.standing == .waiting)
            try await finish(fork, runs, approved: true)
            #expect(await fork.standing == .completed)
            #expect(await fork.variable("n") == 7)
            #expect(try await events(first.id, runs) == before)
            let folded = try await runs.state(of: fork.id)
            #expect(folded.process == (await fork.state.process))
            #expect(folded.start.fork?.instance == first.id)
            await #expect(throws: WorkflowError.neverReached(element: "good", id: first.id)) {
                try await runs.fork(first.id, at: .element("good"))
            }
        }
    }

    /// A fork at every step ends as the first instance did.
    @Test func aForkAnywhereEndsTheSame() async throws {
        let bench = try Bench()
        let model = try model(
            chain([
                script("a", "feel", "{x: 1}"), command("b", "echo '{\"y\": 2}'"),
                script("c", "python", "z = x + y"),
            ]))
        try await bench.with { runs in
            let first = try await runs.start(model, process: "p")
            _ = try await runs.drive(first, DriveOptions(parallel: 1))
            for step in 1..<(await first.state.process.version) {
                let fork = try await runs.fork(first.id, at: .version(step))
                _ = try await runs.drive(fork, DriveOptions(parallel: 1))
                #expect(await fork.standing == .completed, "forked after \(step)")
                #expect(await fork.variable("z") == 3, "forked after \(step)")
            }
        }
    }

    @Test func aRunningInstanceMovesToANewModel() async throws {
        let bench = try Bench()
        let old = try model(Self.review)
        let new = try model(
            Self.review.replacing("\"review\"", with: "\"second-review\"").replacing(
                "n &gt; 1", with: "n &gt; 0"))
        try await bench.with { runs in
            let instance = try await started(runs, old)
            await #expect(throws: WorkflowError.self) { try await instance.migrate(to: new, [:]) }
            let again = try await runs.open(instance.id)
            try await again.migrate(to: new, ["review": "second-review"])
            let reopened = try await runs.open(instance.id)
            #expect(InstanceView(await reopened.state).tasks.map(\.element) == ["second-review"])
            try await finish(reopened, runs, approved: true)
            #expect(await reopened.standing == .completed)
            let events = try await events(instance.id, runs)
            let report = try WorkflowReplay(runs.services, library: runs.library).replay(
                events, of: instance.id)
            #expect(report.divergence == nil)
        }
    }
}
