import BPMN
import Diagnostics
import StructuredData
import YAML

extension ScenarioReader {
    private static let actions = [
        "complete", "error", "message", "signal", "wait", "until", "choose", "resolve", "cancel", "expect",
    ]

    mutating func step(_ node: YAMLNode) -> PlacedStep? {
        if node.scalar == "cancel" { return PlacedStep(step: .cancel, mark: node.mark) }
        guard let members = members(node, of: "a step", Self.actions + ["with", "where"]) else { return nil }
        let given = Self.actions.compactMap { members[$0] }
        guard given.count == 1, let action = given.first else {
            fault("step", "a step does one thing: one of \(quoted(Self.actions))", node.mark)
            return nil
        }
        for key in ["with", "where"] where key == "with" || action.key != "error" {
            if action.key != "complete", let more = members[key] {
                fault("step", "`\(key)` does not belong to `\(action.key)`", more.mark)
            }
        }
        return step(action, members).map { PlacedStep(step: $0, mark: action.mark) }
    }

    private mutating func step(_ action: YAMLNode.Member, _ members: Members) -> ScenarioStep? {
        let node = action.value
        switch action.key {
        case "complete":
            guard let element = text(node, "`complete`") else { return nil }
            let output = members["with"].map { variables($0.value, "`with`") }
            return .complete(choice(element, members["where"]), with: output.map(JSON.object) ?? .null)
        case "error": return errorStep(node, members["where"])
        case "message": return messageStep(node)
        case "signal":
            return named(node, "`signal`").map { .signal(name: $0.name, payload: $0.payload ?? .null) }
        case "wait": return span(node, "`wait`").map { .wait($0) }
        case "until": return instant(node, "`until`").map { .until($0) }
        case "choose": return text(node, "`choose`").map { .choose(element: $0) }
        case "resolve": return text(node, "`resolve`").map { .resolve(element: $0) }
        case "expect": return .expect(expectation(action))
        default:
            fault("step", "`cancel` takes no value", node.mark, hint: "write `- cancel`")
            return nil
        }
    }

    private mutating func choice(_ element: String, _ condition: YAMLNode.Member?) -> TaskChoice {
        TaskChoice(
            element: element, variables: condition.map { variables($0.value, "`where`") } ?? [:])
    }

    private mutating func errorStep(_ node: YAMLNode, _ condition: YAMLNode.Member?) -> ScenarioStep? {
        let keys = ["task", "code", "message"]
        guard let members = members(node, of: "`error`", keys, required: ["task", "code"]),
            let task = members["task"].flatMap({ text($0.value, "`task`") }),
            let code = members["code"].flatMap({ text($0.value, "`code`") })
        else { return nil }
        let message = members["message"].flatMap { text($0.value, "`message`") }
        return .error(choice(task, condition), code: code, message: message ?? "")
    }

    private mutating func messageStep(_ node: YAMLNode) -> ScenarioStep? {
        if case .string(let name)? = node.scalar {
            return .message(name: name, payload: .null, isEarly: false)
        }
        guard
            let members = members(node, of: "`message`", ["name", "payload", "early"], required: ["name"]),
            let name = members["name"].flatMap({ text($0.value, "`name`") })
        else { return nil }
        return .message(
            name: name, payload: members["payload"]?.value.value.settled() ?? .null,
            isEarly: members["early"].map { flag($0.value, "`early`") } ?? false)
    }

    // MARK: - Expectations

    private static let expectable = [
        "state", "error", "trace", "trace contains", "visits", "never", "variables", "holds", "waiting",
        "messages", "signals", "incidents", "calls", "duration",
    ]

    mutating func expectation(_ member: YAMLNode.Member) -> Expectation {
        var expectation = Expectation(mark: member.mark)
        guard let members = members(member.value, of: "`expect`", Self.expectable) else { return expectation }
        if members.isEmpty {
            fault("expect", "nothing is expected", member.mark, hint: "write `expect: {state: completed}`")
        }
        for member in members.values { read(member, into: &expectation) }
        return expectation
    }

    private mutating func read(_ member: YAMLNode.Member, into expectation: inout Expectation) {
        let (node, mark) = (member.value, member.mark)
        func placed<Value>(_ value: Value) -> Expectation.Placed<Value> {
            Expectation.Placed(value: value, mark: mark)
        }
        switch member.key {
        case "state":
            let states = ["completed", "failed", "cancelled", "waiting", "incident"]
            expectation.state = choice(node, "`state`", states).map(placed)
        case "error": expectation.error = text(node, "`error`").map(placed)
        case "trace": expectation.trace = placed(texts(node, "an element").map(\.value))
        case "trace contains": expectation.traceContains = placed(texts(node, "an element").map(\.value))
        case "visits": expectation.visits = visits(node)
        case "never": expectation.never = texts(node, "an element")
        case "variables": expectation.variables = expectedVariables(node)
        case "holds": expectation.holds = texts(node, "a condition")
        case "waiting": expectation.waiting = placed(texts(node, "an element").map(\.value))
        case "messages":
            expectation.messages = placed(list(node, "`messages`").compactMap { named($0, "a message") })
        case "signals":
            expectation.signals = placed(list(node, "`signals`").compactMap { named($0, "a signal") })
        case "incidents":
            expectation.incidents = placed(list(node, "`incidents`").compactMap { trouble($0) })
        case "calls": expectation.calls = calls(node)
        default: expectation.duration = span(node, "`duration`").map(placed)
        }
    }

    private mutating func expectedVariables(_ node: YAMLNode) -> [String: Expectation.Placed<JSON>] {
        guard let members = node.members else {
            fault("form", "`variables` is a mapping of names to values", node.mark)
            return [:]
        }
        return Dictionary(
            members.map { ($0.key, Expectation.Placed(value: $0.value.value.settled(), mark: $0.mark)) }
        ) { first, _ in first }
    }

    /// A list of elements, or how often each of them.
    private mutating func visits(_ node: YAMLNode) -> [String: Expectation.Placed<Int?>] {
        var visits: [String: Expectation.Placed<Int?>] = [:]
        guard let members = node.members else {
            for element in texts(node, "an element") {
                visits[element.value] = Expectation.Placed(value: nil, mark: element.mark)
            }
            return visits
        }
        for member in members {
            guard let count = count(member.value, "how often `\(member.key)` is visited") else { continue }
            visits[member.key] = Expectation.Placed(value: count, mark: member.mark)
        }
        return visits
    }

    private mutating func count(_ node: YAMLNode, _ what: String) -> Int? {
        if case .integer(let count)? = node.scalar, 0...1_000_000 ~= count { return Int(count) }
        fault("value", "\(what) is a whole number", node.mark)
        return nil
    }

    private mutating func trouble(_ node: YAMLNode) -> Expectation.Trouble? {
        if case .string(let element)? = node.scalar { return Expectation.Trouble(element: element) }
        guard let members = members(node, of: "an incident", ["element", "message"], required: ["element"]),
            let element = members["element"].flatMap({ text($0.value, "`element`") })
        else { return nil }
        return Expectation.Trouble(
            element: element, words: members["message"].flatMap { text($0.value, "`message`") })
    }

    private mutating func calls(_ node: YAMLNode) -> [String: Expectation.Placed<Expectation.Calls>] {
        guard let members = node.members else {
            fault("form", "`calls` is a mapping of services to calls", node.mark)
            return [:]
        }
        var calls: [String: Expectation.Placed<Expectation.Calls>] = [:]
        for member in members {
            let expected: Expectation.Calls?
            if let elements = member.value.elements {
                expected = .parameters(elements.map { variables($0, "the parameters of a call") })
            } else {
                expected = count(member.value, "how often `\(member.key)` is called").map { .count($0) }
            }
            calls[member.key] = expected.map { Expectation.Placed(value: $0, mark: member.mark) }
        }
        return calls
    }
}
