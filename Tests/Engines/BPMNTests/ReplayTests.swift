import BPMN
import StructuredData
import Testing

/// What the log promises: it can end after any event, and folding it gives the state that was.
@Suite("Replay") struct ReplayTests {
    /// Every case of the public suite, cut after every one of its events.
    @Test func aLogThatEndsAnywhereGoesOnTheSame() throws {
        guard let data = ConformanceData(suite: "bpmn-execution") else {
            return print("bpmn-execution is absent: skipped")
        }
        var cuts = 0
        for item in try data.cases() {
            guard let file = item["file"]?.string else { continue }
            let deployment = try Deployment(Definitions(parsing: data.bytes(file)))
            let engine = ProcessEngine(deployment, evaluator: SuiteLanguage())
            _ = try data.trace(of: item) { before, after, events in
                for cut in 0...events.count {
                    cuts += 1
                    var state = try ProcessState(folding: events[..<cut], from: before, in: deployment)
                    if cut == 0 { continue }
                    let rest = try engine.handle(.resume, in: &state)
                    #expect(
                        rest.events == Array(events[cut...]), "\(file) after \(cut) of \(events.count) events"
                    )
                    #expect(state == after, "\(file) after \(cut) of \(events.count) events")
                }
            }
        }
        #expect(cuts > 2000)
    }

    /// Every event of every case reads back from its JSON, and the same inputs give the same log.
    @Test func logsAreStable() throws {
        guard let data = ConformanceData(suite: "bpmn-execution") else {
            return print("bpmn-execution is absent: skipped")
        }
        var types: Set<String> = []
        for item in try data.cases() {
            var (first, second): ([ProcessEvent], [ProcessEvent]) = ([], [])
            _ = try data.trace(of: item) { first += $2 }
            _ = try data.trace(of: item) { second += $2 }
            #expect(first == second && !first.isEmpty)
            for event in first {
                types.insert(event.type)
                #expect(try ProcessEvent(json: JSON(parsing: event.json.canonicalBytes)) == event)
            }
        }
        #expect(types.count >= 25, "\(types.sorted())")
    }
}
