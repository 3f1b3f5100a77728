import BPMN
import Capabilities
import Files
import Ledger
import StructuredData
import Synchronization
import Testing

@testable import Workflows

@Suite("Driving instances") struct DriveTests {
    @Test func scriptsInBothLanguagesAndACommand() async throws {
        let bench = try Bench()
        let model = try model(
            chain([
                script("feel", "FEEL", "{total: price * count}"),
                script("python", "python", "names = [w.upper() for w in words]\nprint('hello')"),
                command("sum", "python3 -c \"import json; print(json.dumps({'answer': 42}))\""),
                command("text", "echo hi there", service: "result=\"said\""),
            ]))
        try await bench.with { runs in
            let instance = try await runs.start(
                model, process: "p", variables: ["price": 2.5, "count": 4, "words": ["a", "b"]])
            #expect(try await runs.drive(instance, DriveOptions(parallel: 2)))
            #expect(await instance.standing == .completed)
            #expect(await instance.variable("total") == 10)
            #expect(await instance.variable("names") == ["A", "B"])
            #expect(await instance.variable("answer") == 42)
            #expect(await instance.variable("said") == "hi there")
            let folded = try await runs.state(of: instance.id)
            #expect(folded.process == (await instance.state.process))
            #expect(folded.standing == .completed)
        }
    }

    @Test func failuresAreTriedAgainWithLongerWaits() async throws {
        let bench = try Bench()
        let script = "n=$(cat n 2>/dev/null || echo 0); n=$((n+1)); echo $n > n; test $n -ge 3"
        let retry = "<uvmgr:retry attempts=\"4\" delay=\"PT10S\" factor=\"3\" jitter=\"0\" limit=\"PT1H\"/>"
        let model = try model(chain([command("flaky", "sh -c '\(script)'", retry: retry)]))
        let before = bench.clock.now()
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p")
            _ = try await runs.drive(instance, DriveOptions(parallel: 1))
            #expect(await instance.standing == .completed)
        }
        #expect(bench.clock.now().since(before) == .seconds(40))
        let events = try await bench.store.readAll(after: 0, limit: 100)
        #expect(events.filter { $0.event.type == "WorkAttemptBegun" }.count == 3)
    }

    /// A key that is computed may give another value later; all attempts are one call all the same.
    @Test func allAttemptsHaveTheKeyOfTheFirst() async throws {
        let bench = try Bench()
        let script = "echo $UVMGR_IDEMPOTENCY_KEY >> keys; test $(wc -l < keys) -ge 3"
        let retry = "<uvmgr:retry attempts=\"4\" delay=\"PT10S\" jitter=\"0\"/>"
        let model = try model(
            chain([
                command(
                    "flaky", "sh -c '\(script)'", service: "key=\"=string(now())\"", retry: retry)
            ]))
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p")
            _ = try await runs.drive(instance, DriveOptions(parallel: 1))
            #expect(await instance.standing == .completed)
        }
        let events = try await bench.store.readAll(after: 0, limit: 100).map(\.event)
        let recorded = events.filter { $0.type == "WorkAttemptBegun" }.compactMap {
            $0.payload["key"]?.string
        }
        #expect(recorded.count == 3 && Set(recorded).count == 1)
        let used = String(decoding: try bench.files.read(bench.folder + "/keys"), as: UTF8.self)
        #expect(used.split(separator: "\n").map(String.init) == recorded)
    }

    @Test func whatFailsForGoodIsAnIncidentAndCanBeTriedAgain() async throws {
        let bench = try Bench()
        let model = try model(
            chain([command("check", "test -f there", retry: "<uvmgr:retry attempts=\"1\"/>")]))
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p")
            _ = try await runs.drive(instance, DriveOptions(parallel: 1))
            let incidents = await instance.state.process.incidents
            #expect(await instance.standing == .incidents(incidents.keys.sorted()))
            #expect(incidents.values.first?.message.contains("exit code 1") == true)
            try bench.files.write([], to: bench.folder + "/there")
            let again = try await runs.open(try await runs.find("last"))
            for incident in incidents.keys { try await again.take(.resolve(incident: incident)) }
            _ = try await runs.drive(again, DriveOptions(parallel: 1))
            #expect(await again.standing == .completed)
        }
    }

    @Test func timersOutliveTheProcess() async throws {
        let bench = try Bench()
        let timer = """
            <intermediateCatchEvent id="wait"><timerEventDefinition>
            <timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>
            </intermediateCatchEvent>
            """
        let model = try model(chain([("wait", timer), script("after", "feel", "{done: true}")]))
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p")
            var options = DriveOptions(parallel: 1)
            options.waitsForTime = false
            _ = try await runs.drive(instance, options)
            #expect(await instance.standing == .waiting)
            // The clock jumps back, then far on.
            bench.clock.set(to: 1_600_000_000_000)
            let later = try await runs.open(instance.id)
            _ = try await runs.drive(later, options)
            #expect(await later.standing == .waiting)
            bench.clock.set(to: 1_700_000_000_000 + 3_600_001)
            let last = try await runs.open(instance.id)
            _ = try await runs.drive(last, options)
            #expect(await last.standing == .completed)
        }
    }

    @Test func anEndlessLoopEndsAtItsStepsAndGoesOn() async throws {
        let bench = try Bench()
        let model = try model(
            """
            <startEvent id="s"/><task id="a"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>
            <sequenceFlow id="g" sourceRef="a" targetRef="a"/>
            """)
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p", stepLimit: 5000)
            _ = try await runs.drive(instance, DriveOptions(parallel: 1))
            #expect(await instance.standing == .exhausted)
            let again = try await runs.open(instance.id, stepLimit: 5000)
            let before = await again.state.process.version
            #expect(before >= 5000)
            _ = try await runs.drive(again, DriveOptions(parallel: 1))
            #expect(await again.state.process.version > before)
        }
    }

    @Test func aBoundaryTimerEndsACommand() async throws {
        let bench = try Bench(clock: TestClock())
        let (_, task) = command("slow", "sleep 600")
        let model = try model(
            """
            <startEvent id="s"/>\(task)<sequenceFlow id="f" sourceRef="s" targetRef="slow"/>
            <boundaryEvent id="late" attachedToRef="slow"><timerEventDefinition>
            <timeDuration xsi:type="tFormalExpression">PT5S</timeDuration></timerEventDefinition></boundaryEvent>
            <endEvent id="e1"/><endEvent id="e2"/><sequenceFlow id="g" sourceRef="slow" targetRef="e1"/>
            <sequenceFlow id="h" sourceRef="late" targetRef="e2"/>
            """)
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p")
            _ = try await runs.drive(instance, DriveOptions(parallel: 1))
            #expect(await instance.standing == .completed)
        }
        #expect(bench.clock.now().since(Instant(nanoseconds: 1_700_000_000_000_000_000)) < .seconds(60))
    }

    @Test func whoeverMovesTheInstanceMeanwhileIsTakenIn() async throws {
        let bench = try Bench()
        let model = try model(
            """
            <startEvent id="s"/><parallelGateway id="g"/><userTask id="u1"/><userTask id="u2"/><endEvent id="e"/>
            <sequenceFlow id="f1" sourceRef="s" targetRef="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="u1"/>
            <sequenceFlow id="f3" sourceRef="g" targetRef="u2"/><sequenceFlow id="f4" sourceRef="u1" targetRef="e"/>
            <sequenceFlow id="f5" sourceRef="u2" targetRef="e"/>
            """)
        try await bench.with { runs in
            let one = try await runs.start(model, process: "p")
            _ = try await runs.drive(one, DriveOptions(parallel: 1))
            let tasks = await one.state.process.openWork
            #expect(tasks.count == 2)
            let other = try await runs.open(one.id)
            try await other.take(.completed(instance: tasks[0], output: ["by": "other"]))
            try await other.flush()
            try await one.take(.completed(instance: tasks[1], output: ["by": "one"]))
            try await one.flush()
            #expect(await one.standing == .completed)
            let folded = try await runs.state(of: one.id)
            #expect(folded.process == (await one.state.process))
        }
    }

    @Test func noWorkBeginsBeforeItIsOnRecordAlsoWhenAnotherCameFirst() async throws {
        let bench = try Bench()
        let model = try model(
            """
            <startEvent id="s"/><parallelGateway id="g"/><userTask id="u"/><endEvent id="e"/>
            <serviceTask id="w"><extensionElements><uvmgr:service operation="job:count"/></extensionElements></serviceTask>
            <sequenceFlow id="f1" sourceRef="s" targetRef="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="u"/>
            <sequenceFlow id="f3" sourceRef="g" targetRef="w"/><sequenceFlow id="f4" sourceRef="u" targetRef="e"/>
            <sequenceFlow id="f5" sourceRef="w" targetRef="e"/>
            """)
        let counter = RecordedWork(store: bench.store)
        try await bench.with(["job:count": counter]) { runs in
            let one = try await runs.start(model, process: "p")
            try await one.flush()
            let person = try #require(await one.state.process.openWork.first)
            let other = try await runs.open(one.id)
            try await other.take(.completed(instance: person, output: ["by": "other"]))
            try await other.flush()
            try await one.drive(DriveOptions(parallel: 4))
            #expect(await one.standing == .completed)
        }
        #expect(counter.begunOnRecord.withLock(\.self) == [1])
    }

    @Test func manyPiecesOfWorkAreDoneOnceEachAFewAtATime() async throws {
        let bench = try Bench()
        let loop = """
            <multiInstanceLoopCharacteristics isSequential="false">
            <loopCardinality xsi:type="tFormalExpression">40</loopCardinality></multiInstanceLoopCharacteristics>
            """
        let task = """
            <serviceTask id="w"><extensionElements><uvmgr:service operation="job:count"/></extensionElements>\(loop)</serviceTask>
            """
        let model = try model(chain([("w", task)]))
        let counter = RecordedWork(store: bench.store)
        try await bench.with(["job:count": counter]) { runs in
            let instance = try await runs.start(model, process: "p")
            _ = try await runs.drive(instance, DriveOptions(parallel: 3))
            #expect(await instance.standing == .completed)
        }
        let (counts, most) = (counter.begunOnRecord.withLock(\.self), counter.most.withLock(\.self))
        #expect(counts.count == 40)
        #expect(counts.allSatisfy { $0 >= 1 })
        #expect((1...3).contains(most))
        let events = try await bench.store.readAll(after: 0, limit: 1000).map(\.event)
        let keys = events.filter { $0.type == "WorkAttemptBegun" }.compactMap { $0.payload["key"]?.string }
        #expect(keys.count == 40)
        #expect(Set(keys).count == 40)
    }

    @Test func aCollectionInPythonIsAnswered() async throws {
        let bench = try Bench()
        let loop = """
            <scriptTask id="w" scriptFormat="feel"><extensionElements>
            <uvmgr:loop collection="=[n * 2 for n in numbers]" item="n" outputs="all" output="=n" language="python"/>
            </extensionElements><multiInstanceLoopCharacteristics/><script>{seen: n}</script></scriptTask>
            """
        let model = try model(chain([("w", loop)]))
        #expect(model.asksHost)
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p", variables: ["numbers": [1, 2]])
            _ = try await runs.drive(instance, DriveOptions(parallel: 1))
            #expect(await instance.standing == .completed)
            #expect(await instance.variable("all") == [2, 4])
        }
    }

    @Test func pythonConditionsAreAnsweredAndOnRecord() async throws {
        let bench = try Bench()
        let model = try model(
            """
            <startEvent id="s"/><exclusiveGateway id="g" default="no"/><endEvent id="big"/><endEvent id="small"/>
            <sequenceFlow id="f" sourceRef="s" targetRef="g"/><sequenceFlow id="no" sourceRef="g" targetRef="small"/>
            <sequenceFlow id="yes" sourceRef="g" targetRef="big"><conditionExpression xsi:type="tFormalExpression"
            language="python">sum(x * x for x in numbers) &gt; 10</conditionExpression></sequenceFlow>
            """)
        try await bench.with { runs in
            let instance = try await runs.start(model, process: "p", variables: ["numbers": [1, 2, 3]])
            _ = try await runs.drive(instance, DriveOptions(parallel: 1))
            #expect(await instance.standing == .completed)
        }
        let texts = try await bench.store.readAll(after: 0, limit: 10).map {
            String(decoding: $0.event.payload.canonicalBytes, as: UTF8.self)
        }
        #expect(texts.contains { $0.contains("\"answers\":[{\"value\":true}]") && $0.contains("big") })
    }
}

/// Notes, whenever it is asked to work, how many attempts at this element are on record by then.
private final class RecordedWork: WorkHandler {
    let actsOutside = true
    let begunOnRecord = Mutex<[Int]>([])
    /// How many were at work at once.
    let most = Mutex(0)
    private let atWork = Mutex(0)
    private let store: MemoryEventStore

    init(store: MemoryEventStore) { self.store = store }

    func fault(of call: ServiceCall) -> String? { nil }

    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        let now = atWork.withLock { count in
            count += 1
            return count
        }
        most.withLock { $0 = max($0, now) }
        defer { atWork.withLock { $0 -= 1 } }
        let events: [StoredEvent]
        do { events = try await store.readAll(after: 0, limit: 1000) } catch { throw .permanent("\(error)") }
        let begun = events.map(\.event).filter {
            $0.type == "WorkAttemptBegun" && $0.payload["key"]?.string == request.key
        }
        begunOnRecord.withLock { $0.append(begun.count) }
        return .null
    }
}
