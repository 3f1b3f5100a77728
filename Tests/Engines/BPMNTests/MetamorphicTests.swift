import BPMN
import Foundation
import StructuredData
import Testing

/// What must hold of any model, tried on those of the public suite.
@Suite("Metamorphic") struct MetamorphicTests {
    /// The throwing event loses its event: the handler's tokens must be absent.
    @Test(arguments: [
        (
            "events/Signal_BoundaryEvent_SubProcess_Interrupting",
            ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task4"]
        ),
        (
            "events/Signal_BoundaryEvent_SubProcess_NonInterrupting",
            ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task4"]
        ),
        ("events/Signal_EndEvent_SubProcess", []),
        ("events/Signal_StartEvent_EventSubProcess_NonInterrupting", ["SCRIPT_task1", "SCRIPT_task3"]),
        (
            "events/Escalation_BoundaryEvent_SubProcess_Interrupting",
            ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task4"]
        ),
        (
            "events/Escalation_BoundaryEvent_SubProcess_NonInterrupting",
            ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task4"]
        ),
        ("events/Escalation_EndEvent_SubProcess", ["SCRIPT_task2"]),
        ("events/Error_BoundaryEvent_Transaction_Interrupting", ["SCRIPT_task1", "SCRIPT_task3"]),
        ("events/Error_StartEvent_EventSubProcess_Interrupting", ["SCRIPT_task1", "SCRIPT_task3"]),
        ("events/Compensation_EndEvent_TopLevel", []), ("events/Compensation_IntermediateEvent", []),
        ("events/Compensation_EndEvent_SubProcess", []), ("events/Multiple_IntermediateThrowEvent", []),
        ("events/Multiple_IntermediateEvent_ThrowFirstEventDefinition", []),
    ])
    func negativeTwins(name: String, expected: [String]) throws {
        guard let data = ConformanceData(suite: "bpmn-execution") else {
            return print("bpmn-execution is absent: skipped")
        }
        let text = String(decoding: try data.bytes(name + ".bpmn"), as: UTF8.self)
        let throwing = try Regex("<bpmn2:(intermediateThrowEvent|endEvent)[^>]*[^/]>.*?</bpmn2:\\1>")
            .dotMatchesNewlines()
        let definition = try Regex("<bpmn2:[a-z]+EventDefinition[^>]*/>")
        let twin = text.replacing(throwing) { match in
            String(text[match.range]).replacing(definition, with: "")
        }
        #expect(twin != text)
        let process = name.split(separator: "/").last.map(String.init) ?? ""
        #expect(try trace(twin, process, [:]) == expected)
    }

    /// New ids for all elements: the same trace.
    @Test func renamedIdsChangeNothing() throws {
        guard let data = ConformanceData(suite: "bpmn-execution") else {
            return print("bpmn-execution is absent: skipped")
        }
        var compared = 0
        for item in try data.cases() where item["parallel"] != true {
            guard let file = item["file"]?.string, let process = item["process"]?.string else { continue }
            let text = String(decoding: try data.bytes(file), as: UTF8.self)
            let ids = Set(text.matches(of: /\bid="([^"]+)"/).map { String($0.1) })
            var renamed = text
            // An id that is an error code too would change what is matched by code.
            for id in ids.sorted(by: { $0.count > $1.count }) where !text.contains("Code=\"\(id)\"") {
                renamed = renamed.replacing("\"\(id)\"", with: "\"renamed-\(id)\"")
                    .replacing(">\(id)<", with: ">renamed-\(id)<")
            }
            // Names are matched by name, and a signal or message without one by its id: both come through alike.
            let variables = item["vars"]?.object ?? [:]
            let delay = item["delay_ms"]?.integer ?? 0
            compared += 1
            #expect(
                try trace(renamed, "renamed-\(process)", variables, delay)
                    == trace(text, process, variables, delay),
                "\(file)")
        }
        #expect(compared > 100)
    }

    private func trace(
        _ text: String, _ process: String, _ variables: [String: JSON], _ delay: Int64 = 60_000
    ) throws
        -> [String]
    {
        var runner = CaseRunner(try Deployment(Definitions(parsing: Array(text.utf8))))
        try runner.feed(.start(process: process, variables: variables))
        try runner.work()
        try runner.advance(to: TimeInstant(milliseconds: delay))
        return runner.trace.sorted()
    }
}
