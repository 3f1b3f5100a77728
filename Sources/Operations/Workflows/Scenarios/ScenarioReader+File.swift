import BPMN
import Diagnostics
import StructuredData
import YAML

extension ScenarioReader {
    /// What holds for the scenarios of a file that do not say otherwise.
    private struct Defaults {
        /// 2026-01-01, a Thursday.
        var at = TimeInstant(milliseconds: 1_767_225_600_000)
        var services: [String: ServiceScript] = [:]
        var stubsScripts = false
    }

    /// The whole file; `nil` where it has no shape at all.
    mutating func content() -> Content? {
        let keys = ["model", "process", "coverage", "at", "services", "scripts", "scenarios"]
        guard
            let members = members(
                document.root, of: "a scenario file", keys, required: ["model", "scenarios"], orPrefix: "x-")
        else { return nil }
        var content = Content()
        content.model = members["model"].flatMap { text($0.value, "`model`") } ?? ""
        content.process = members["process"].flatMap { text($0.value, "`process`") }
        content.threshold = members["coverage"].flatMap { threshold($0.value) }
        var defaults = Defaults()
        if let at = members["at"] { defaults.at = instant(at.value, "`at`") ?? defaults.at }
        if let services = members["services"] { defaults.services = self.services(services.value) }
        if let scripts = members["scripts"] { defaults.stubsScripts = stubsScripts(scripts.value) }
        guard let scenarios = members["scenarios"] else { return content }
        let nodes = list(scenarios.value, "`scenarios`")
        if nodes.isEmpty, scenarios.value.elements != nil {
            fault("empty", "there is no scenario", scenarios.mark, hint: "write one after `- name:`")
        }
        content.scenarios = nodes.compactMap { scenario($0, defaults) }
        refuseNamesTwice(content.scenarios)
        return content
    }

    private mutating func refuseNamesTwice(_ scenarios: [Scenario]) {
        var seen: [String: YAMLMark] = [:]
        for scenario in scenarios {
            if let first = seen[scenario.name] {
                fault(
                    "name", "two scenarios are called `\(scenario.name)`", scenario.mark,
                    hint: "the other one is in line \(first.line)")
            }
            seen[scenario.name] = scenario.mark
        }
    }

    /// `90%` or 90.
    private mutating func threshold(_ node: YAMLNode) -> Expectation.Placed<Double>? {
        let text = node.scalar?.string.flatMap { $0.hasSuffix("%") ? Double($0.dropLast()) : nil }
        if let percent = text ?? node.scalar?.number, 0...100 ~= percent {
            return Expectation.Placed(value: percent, mark: node.mark)
        }
        fault("value", "`coverage` is a share from `0%` to `100%`", node.mark, hint: "write `coverage: 90%`")
        return nil
    }

    private mutating func stubsScripts(_ node: YAMLNode) -> Bool {
        choice(node, "`scripts`", ["real", "stubbed"]) == "stubbed"
    }

    private mutating func scenario(_ node: YAMLNode, _ defaults: Defaults) -> Scenario? {
        let keys = ["name", "start", "at", "services", "scripts", "steps", "expect"]
        guard let members = members(node, of: "a scenario", keys, required: ["name", "expect"]) else {
            return nil
        }
        var scenario = Scenario(name: "", mark: node.mark, at: defaults.at)
        scenario.name = members["name"].flatMap { text($0.value, "`name`") } ?? ""
        scenario.start.mark = node.mark
        if let start = members["start"] { scenario.start = self.start(start) }
        if let at = members["at"] { scenario.at = instant(at.value, "`at`") ?? scenario.at }
        scenario.services = defaults.services
        if let services = members["services"] {
            scenario.services.merge(self.services(services.value)) { _, own in own }
        }
        scenario.stubsScripts =
            members["scripts"].map { stubsScripts($0.value) } ?? defaults.stubsScripts
        if let steps = members["steps"] {
            scenario.steps = list(steps.value, "`steps`").compactMap { step($0) }
        }
        if let expected = members["expect"] { scenario.expected = expectation(expected) }
        return scenario
    }

    private mutating func start(_ member: YAMLNode.Member) -> ScenarioStart {
        var start = ScenarioStart(mark: member.mark)
        let keys = ["variables", "message", "signal", "element"]
        guard let members = members(member.value, of: "`start`", keys) else { return start }
        if let variables = members["variables"] {
            start.variables = self.variables(variables.value, "`variables`")
        }
        let triggers = ["message", "signal", "element"].compactMap { members[$0] }
        if triggers.count > 1 {
            fault("start", "one thing starts a process, not \(triggers.count)", triggers[1].mark)
        }
        guard let trigger = triggers.first else { return start }
        switch trigger.key {
        case "message":
            if let sent = named(trigger.value, "`message`") {
                start.trigger = .message(sent.name, payload: sent.payload ?? .null)
            }
        case "signal":
            if let sent = named(trigger.value, "`signal`") {
                start.trigger = .signal(sent.name, payload: sent.payload ?? .null)
            }
        default: start.trigger = .plain(element: text(trigger.value, "`element`"))
        }
        return start
    }

    /// A name alone, or `{name: …, payload: …}`.
    mutating func named(_ node: YAMLNode, _ what: String) -> Expectation.Sent? {
        if case .string(let name)? = node.scalar, !name.isEmpty { return Expectation.Sent(name: name) }
        guard let members = members(node, of: what, ["name", "payload"], required: ["name"]),
            let name = members["name"].flatMap({ text($0.value, "`name`") })
        else { return nil }
        return Expectation.Sent(name: name, payload: members["payload"]?.value.value.settled())
    }

    // MARK: - Services

    private mutating func services(_ node: YAMLNode) -> [String: ServiceScript] {
        guard let members = node.members else {
            fault(
                "form", "`services` is a mapping", node.mark,
                hint: "write `element: {result: {…}}` for each service")
            return [:]
        }
        var services: [String: ServiceScript] = [:]
        for member in members {
            guard let behavior = behavior(member) else { continue }
            services[member.key] = ServiceScript(behavior: behavior, mark: member.mark)
        }
        return services
    }

    private mutating func behavior(_ member: YAMLNode.Member) -> ServiceScript.Behavior? {
        if member.value.scalar == "later" { return .later }
        guard let elements = member.value.elements else {
            return answer(member.value, member.key).map { .always($0) }
        }
        let answers = elements.compactMap { answer($0, member.key) }
        guard answers.count == elements.count else { return nil }
        return .inTurn(answers)
    }

    private mutating func answer(_ node: YAMLNode, _ service: String) -> ServiceAnswer? {
        let kinds = ["result", "feel", "fail", "error"]
        guard let members = members(node, of: "an answer of `\(service)`", kinds + ["permanent", "takes"])
        else { return nil }
        let given = kinds.compactMap { members[$0] }
        guard given.count == 1, let kind = given.first else {
            fault("answer", "an answer of `\(service)` has one of \(quoted(kinds))", node.mark)
            return nil
        }
        var answer = ServiceAnswer()
        if let takes = members["takes"] {
            answer.duration = span(takes.value, "`takes`") ?? answer.duration
        }
        if let permanent = members["permanent"], kind.key != "fail" {
            fault("answer", "`permanent` belongs to `fail`", permanent.mark)
        }
        switch kind.key {
        case "result": answer.content = .result(kind.value.value.settled())
        case "feel": answer.content = .computed(text(kind.value, "`feel`") ?? "")
        case "fail":
            let isPermanent = members["permanent"].map { flag($0.value, "`permanent`") } ?? false
            answer.content = .failure(text(kind.value, "`fail`") ?? "", isPermanent: isPermanent)
        default:
            let error = bpmnError(kind.value)
            answer.content = .bpmnError(code: error.code, message: error.message)
        }
        return answer
    }

    /// A code alone, or `{code: …, message: …}`.
    private mutating func bpmnError(_ node: YAMLNode) -> (code: String, message: String) {
        if let code = node.scalar?.string { return (code, "") }
        guard let members = members(node, of: "`error`", ["code", "message"], required: ["code"]) else {
            return ("", "")
        }
        return (
            members["code"].flatMap { text($0.value, "`code`") } ?? "",
            members["message"].flatMap { text($0.value, "`message`") } ?? ""
        )
    }
}
