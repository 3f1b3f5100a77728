import BPMN
import Diagnostics
import StructuredData
import Testing
import YAML

@testable import Workflows

@Suite("Scenario files") struct ScenarioFileTests {
    @Test func everythingHasItsPlace() throws {
        let text = """
            model: ../models/p.bpmn
            coverage: 87.5
            x-notes: anything
            at: 2026-01-05
            services: {a: {result: 1}, b: later}
            scenarios:
              - name: one
                services: {a: {fail: no, takes: PT1S}}
                steps:
                  - cancel
                  - wait: P1M
                expect: {state: cancelled}
              - {name: two, scripts: stubbed, at: "2026-01-06", expect: {error: X}}
            """
        let file = try ScenarioFile(parsing: Array(text.utf8), file: "tests/t.yaml")
        #expect(file.modelPath == "tests/../models/p.bpmn")
        #expect(file.threshold?.value == 87.5)
        let (one, two) = (file.scenarios[0], file.scenarios[1])
        #expect(file.place(one.mark).description == "tests/t.yaml:7:5")
        #expect(one.steps.map(\.step) == [.cancel, .wait(TimeSpan(months: 1, milliseconds: 0))])
        #expect(one.steps.map(\.mark.line) == [10, 11])
        let failing = ServiceAnswer(
            content: .failure("no", isPermanent: false), duration: TimeSpan(milliseconds: 1000))
        #expect(one.services["a"]?.behavior == .always(failing))
        #expect(one.services["b"]?.behavior == .later)
        #expect(two.services["a"]?.behavior == .always(ServiceAnswer(content: .result(1))))
        #expect(two.stubsScripts && !one.stubsScripts)
        #expect(two.at.milliseconds - one.at.milliseconds == 86_400_000)
    }

    /// The text, then for each fault its line, code and a part of what is said or advised.
    static let bad: [(String, [String])] = [
        ("", ["1 form a mapping"]),
        ("[]", ["1 form a mapping"]),
        ("a: [", ["2 yaml.malformed not a YAML document"]),
        ("model: p\nmodel: q\n", ["2 yaml.duplicate-key `model`"]),
        ("model: p.bpmn\n", ["1 missing-key `scenarios`"]),
        ("scenarios: []\n", ["1 missing-key `model`", "1 empty no scenario"]),
        ("model: 3\nscenarios: [{name: a, expect: {state: failed}}]", ["1 form `model` is a text"]),
        ("modle: p\nscenarios: []", ["1 unknown-key did you mean `model`?", "1 missing-key", "2 empty"]),
        (file("coverage: 101%"), ["2 value `0%` to `100%`"]),
        (file("coverage: most"), ["2 value `0%` to `100%`"]),
        (file("at: yesterday"), ["2 time a moment"]),
        (file("scripts: fake"), ["2 value one of `real`, `stubbed`"]),
        (file("services: [a]"), ["2 form `services` is a mapping"]),
        (file("services: {a: {}}"), ["2 answer one of `result`, `feel`"]),
        (file("services: {a: {result: 1, fail: x}}"), ["2 answer one of"]),
        (file("services: {a: {reslut: 1}}"), ["2 unknown-key did you mean `result`?", "2 answer one of"]),
        (file("services: {a: {result: 1, takes: long}}"), ["2 time a length of time"]),
        (file("services: {a: {result: 1, permanent: true}}"), ["2 answer `permanent` belongs"]),
        (file("services: {a: {error: {message: m}}}"), ["2 missing-key `code`"]),
        (scenario("expect: {}"), ["4 expect nothing is expected"]),
        (
            scenario("expext: {state: failed}"),
            ["4 unknown-key did you mean `expect`?", "3 missing-key `expect`"]
        ),
        (scenario("expect: {state: done}"), ["4 value one of `completed`"]),
        (scenario("expect: {state: complete}"), ["4 value did you mean `completed`?"]),
        (scenario("expect: {trace: {a: 1}}"), ["4 form a text"]),
        (scenario("expect: {trace: [a, 1]}"), ["4 form put it in quotes"]),
        (scenario("expect: {variables: [a]}"), ["4 form a mapping"]),
        (scenario("expect: {visits: {a: often}}"), ["4 value a whole number"]),
        (scenario("expect: {visits: {a: -1}}"), ["4 value a whole number"]),
        (scenario("expect: {calls: [a]}"), ["4 form `calls` is a mapping"]),
        (scenario("expect: {duration: 2h}"), ["4 time `PT2H`"]),
        (scenario("expect: {messages: [{payload: 1}]}"), ["4 missing-key `name`"]),
        (
            scenario("expect: {trace contain: [a]}"),
            ["4 unknown-key did you mean `trace contains`?", "4 expect nothing"]
        ),
        (step("- {}"), ["5 step a step does one thing"]),
        (step("- {complete: a, wait: PT1S}"), ["5 step a step does one thing"]),
        (step("- {wait: PT1S, with: {a: 1}}"), ["5 step `with` does not belong to `wait`"]),
        (step("- {error: {task: a, code: X}, with: {}}"), ["5 step `with` does not belong"]),
        (step("- {error: {task: a}}"), ["5 missing-key `code`"]),
        (step("- {cancel: yes}"), ["5 step `cancel` takes no value"]),
        (step("- {wait: -PT1S}"), ["5 time a length"]),
        (step("- {message: {name: a, erly: true}}"), ["5 unknown-key did you mean `early`?"]),
        (
            step("- {compelte: a}"),
            ["5 unknown-key did you mean `complete`?", "5 step a step does one thing"]
        ),
        (step("- sleep"), ["5 form a mapping"]),
        (scenario("start: {signal: a, element: b}\n    expect: {state: failed}"), ["4 start one thing"]),
        (
            "model: p\nscenarios:\n  - {name: a, expect: {state: failed}}\n  - {name: a, expect: {state: failed}}",
            ["4 name two scenarios are called `a`"]
        ),
    ]

    private static func file(_ line: String) -> String {
        "model: p.bpmn\n\(line)\nscenarios: [{name: a, expect: {state: failed}}]\n"
    }
    private static func scenario(_ line: String) -> String {
        "model: p.bpmn\nscenarios:\n  - name: a\n    \(line)\n"
    }
    private static func step(_ step: String) -> String {
        "model: p.bpmn\nscenarios:\n  - name: a\n    steps:\n      \(step)\n    expect: {state: failed}\n"
    }

    @Test(arguments: bad) func everyFaultIsTold(_ text: String, _ expected: [String]) {
        let found = faults(text)
        #expect(found.count == expected.count, "\(found.map(\.message))")
        for (fault, words) in zip(found, expected) {
            let parts = words.split(separator: " ", maxSplits: 2).map(String.init)
            #expect(
                fault.place?.line == Int(parts[0]), "\(fault.message) at \(String(describing: fault.place))")
            #expect(fault.code.hasSuffix(parts[1]), "\(fault.code)")
            let said = fault.message + " " + (fault.hint ?? "")
            if parts.count > 2 { #expect(said.contains(parts[2])) }
        }
    }

    /// What the model does not have.
    static let unknown: [(String, String)] = [
        ("services: {buld: {result: 1}}", "`p.bpmn` has no service `buld`; did you mean `build`?"),
        ("services: {s: {result: 1}}", "`p.bpmn` has no service `s`"),
        ("steps: [{complete: aprove}]", "`p.bpmn` has no element `aprove`; did you mean `approve`?"),
        ("steps: [{error: {task: x, code: X}}]", "`p.bpmn` has no element `x`"),
        ("steps: [{message: Pad}]", "`p.bpmn` has no message `Pad`; did you mean `Paid`?"),
        ("steps: [{signal: go}]", "`p.bpmn` has no signal `go`; it has none"),
        ("steps: [{resolve: biuld}]", "did you mean `build`?"),
        ("steps: [{expect: {waiting: [aprove]}}]", "did you mean `approve`?"),
        ("start: {element: starts}", "no element `starts`"),
        ("start: {message: Payed}", "did you mean `Paid`?"),
    ]

    @Test(arguments: unknown) func whatTheModelDoesNotHave(_ line: String, _ words: String) throws {
        let model = try model(
            """
            <startEvent id="s"/>\(command("build", "x").1)<userTask id="approve"/><endEvent id="e"/>
            \(flows("s > build > approve > e"))
            """, beside: "<message id=\"paid\" name=\"Paid\"/>")
        let text =
            "model: p.bpmn\nscenarios:\n  - name: a\n    \(line)\n    expect: {trace: [s, e], visits: [s-build]}\n"
        let found = faults(text, in: model)
        let fault = try #require(found.first)
        #expect(found.count == 1)
        #expect(fault.place?.line == 4)
        #expect(
            (fault.message + "; " + (fault.hint ?? "")).contains(words),
            "\(fault.message) \(fault.hint ?? "")")
        #expect(fault.exit == .usage)
    }

    @Test func expectationsAreCheckedAsWell() throws {
        let model = try model(chain([command("build", "x")]))
        let expected = """
            {trace: [strt], trace contains: [biuld], visits: [edn], never: [start-biuld], messages: [M],
                signals: [S], incidents: [built], calls: {bulid: 1}}
            """
        let found = faults("model: p.bpmn\nscenarios: [{name: a, expect: \(expected)}]\n", in: model)
        #expect(found.count == 8)
        #expect(Set(found.map(\.code)).count == 4)
    }
}
