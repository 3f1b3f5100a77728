import BPMN
import Capabilities
import Diagnostics
import Ledger
import StructuredData
import Testing
import Workflows

@testable import DefinitionOfDone

@Suite("The process of a run") struct RunProcessTests {
    @Test func theBuiltInProcessIsSoundAndWholly() throws {
        let process = try RunProcess.builtin()
        #expect(process.model.soundnessWarnings().isEmpty)
        let kinds = try #require(process.model.definitions.process("dod")).lanes.compactMap(\.name)
        #expect(kinds == ["Quality", "Security", "Performance", "Compliance", "Decision"])
        #expect(RunProcess.builtins[process.model.digest] != nil)
    }

    /// Every step of the process is in the stream of the run, and comes out the same when it is recomputed.
    @Test func theRunIsAnInstanceThatCanBeReplayed() async throws {
        let bench = try ValidationTests.bench(["a": "echo a", "b": "exit 1"], more: ["b": "after = [\"a\"]"])
        let run = try await bench.run()
        #expect(run.verdict?.result == .notDone)
        let events = try await bench.store.read(stream: run.id)
        #expect(events.contains { $0.type == "WorkflowStarted" })
        let library = ModelLibrary(builtins: RunProcess.builtins)
        let state = try await library.state(of: WorkflowStreams.runPrefix + run.id, in: bench.store)
        #expect(state.standing == .completed)
        let trace = try WorkflowTrace(of: events, id: run.id)
        #expect(trace.marks["not-done"]?.visits == 1)
        #expect(trace.marks["clean"]?.visits == 1)
        #expect(trace.marks["done"] == nil)
    }

    static let own = """
        <startEvent id="start"/><sequenceFlow id="f1" sourceRef="start" targetRef="a"/>
        <serviceTask id="a" implementation="uvmgr:gate"><extensionElements><uvmgr:service result="a">
        <uvmgr:parameter name="name" value="a"/></uvmgr:service></extensionElements></serviceTask>
        <sequenceFlow id="f2" sourceRef="a" targetRef="mark"/>
        <serviceTask id="mark" implementation="test:mark"><extensionElements><uvmgr:service operation="job:mark"/>
        </extensionElements></serviceTask>
        <sequenceFlow id="f3" sourceRef="mark" targetRef="decide"/>
        <businessRuleTask id="decide" implementation="uvmgr:policy"><extensionElements>
        <uvmgr:service result="verdict"/></extensionElements></businessRuleTask>
        <sequenceFlow id="f4" sourceRef="decide" targetRef="end"/><endEvent id="end"/>
        """

    private func process(_ body: String, _ mark: any WorkHandler = Mark(failure: nil)) throws -> RunProcess {
        let text = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
            xmlns:uvmgr="urn:uvmgr:bpmn:1"><process id="own" isExecutable="true">\(body)</process></definitions>
            """
        var handlers = WorkHandlers()
        handlers["job:mark"] = mark
        return RunProcess(
            model: try WorkflowModel(Array(text.utf8), file: "own.bpmn"), isBuiltin: false,
            handlers: handlers, scripts: NoScriptHost("none"))
    }

    @Test func aGateThatTheProcessPassesOverIsNoPass() async throws {
        var bench = try ValidationTests.bench(["a": "echo a", "b": "echo b"])
        bench.process = try process(Self.own)
        let run = try await bench.run()
        #expect(run.gate("a")?.outcome == .measured)
        #expect(run.gate("b")?.outcome == .failedToRun("the process `own.bpmn` did not ask for it"))
        #expect(run.verdict?.result == .undecided)
    }

    @Test func theProcessSaysInWhichOrder() async throws {
        var bench = try ValidationTests.bench(["a": "echo a"])
        bench.process = try process(Self.own)
        let run = try await bench.run()
        #expect(run.verdict?.result == .done)
        let state = try await ModelLibrary().state(of: "run/" + run.id, in: bench.store)
        #expect(state.process.outcomes.values.first?.variables["a"]?["outcome"] == "measured")
        #expect(state.process.outcomes.values.first?.variables["verdict"]?["result"] == "done")
    }

    /// What stops the process stops the run before a verdict, and the run goes on once it is mended.
    @Test func anIncidentIsNoVerdict() async throws {
        var bench = try ValidationTests.bench(["a": "echo a"])
        bench.process = try process(Self.own, Mark(failure: "no network"))
        let failure = await #expect(throws: DoDError.self) { try await bench.run() }
        #expect(failure?.diagnostic.exit == .undecided)
        #expect(failure?.diagnostic.message.contains("no network") == true)
        let stream = try #require(
            try await bench.store.streams(StreamQuery()).first { isUUIDv7($0.stream) }?.stream)
        let past = try await RunHistory(store: bench.store).run(stream)
        #expect(past.verdict == nil && past.end == nil)
        bench.process = try process(Self.own)
        bench.resumed = past
        #expect(try await bench.run().verdict?.result == .done)
    }
}

/// A service that does nothing, or fails.
private struct Mark: WorkHandler {
    let failure: String?
    var actsOutside: Bool { false }
    func fault(of _: ServiceCall) -> String? { nil }

    func perform(_: WorkRequest) async throws(WorkFailure) -> JSON {
        if let failure { throw .permanent(failure) }
        return .null
    }
}
