import BPMN
import ProcessLanguages
import StructuredData

/// FEEL as it is, and of Python the little that the tests write.
struct DialectEvaluator: ExpressionEvaluator {
    private let feel = FEELEvaluator()

    func evaluate(_ expression: ProcessExpression, variables: Variables) throws(ExpressionFailure) -> JSON {
        switch expression.language {
        case "feel": try feel.evaluate(expression, variables: variables)
        case "python": try SuiteLanguage().evaluate(expression, variables: variables)
        default: throw ExpressionFailure("`\(expression.language ?? "no language")` is not evaluated")
        }
    }
}

/// Does the work of a model as its settings say: scripts, inputs, the call, outputs, scripts.
struct DialectHost {
    let deployment: Deployment
    let engine: ProcessEngine
    var state = ProcessState()
    /// What was done, in order.
    var trace: [String] = []
    /// What each operation answers; without an answer, with nothing.
    var answers: [String: JSON] = [:]
    /// The parameters or inputs that each operation was called with.
    var calls: [String: [[String: JSON]]] = [:]
    /// Work that is left alone, by element.
    var held: Set<String> = []
    var open: [String: Int] = [:]
    var sent: [ThrownMessage] = []

    private let evaluator = DialectEvaluator()

    init(_ xml: String) throws {
        deployment = try Deployment(Definitions(parsing: Array(xml.utf8), file: "d.bpmn"), file: "d.bpmn")
        engine = ProcessEngine(deployment, evaluator: evaluator)
    }

    mutating func feed(_ input: ProcessInput) throws {
        var inputs = [input]
        while !inputs.isEmpty {
            let before = state
            let outcome = try engine.handle(inputs.removeFirst(), in: &state)
            try check(outcome.events, from: before)
            for action in outcome.actions {
                switch action {
                case .perform(let item) where held.contains(item.element): open[item.element] = item.instance
                case .perform(let item): inputs.append(try perform(item))
                case .reportIncident(let incident): trace.append("incident \(incident.message)")
                case .ended(_, let outcome): trace.append("\(outcome.ending)")
                case .send(let message): sent.append(message)
                case .cancelWork, .broadcast: break
                }
            }
        }
    }

    /// Cut after any event, the log goes on the same.
    private mutating func check(_ events: [ProcessEvent], from before: ProcessState) throws {
        for cut in events.indices {
            var copy = try ProcessState(folding: events[...cut], from: before, in: deployment)
            let rest = try engine.handle(.resume, in: &copy).events
            if rest != Array(events[(cut + 1)...]) || copy != state { trace.append("REPLAY DIFFERS") }
        }
    }

    mutating func start(_ variables: [String: JSON] = [:], process: String = "p") throws {
        try feed(.start(process: process, variables: variables))
    }

    /// The variables that the oldest ended process left.
    var result: [String: JSON] { state.outcomes.min { $0.key < $1.key }?.value.variables ?? [:] }

    private mutating func perform(_ item: WorkItem) throws -> ProcessInput {
        let settings = item.settings
        var seen = item.variables.merged
        var kept: [String: JSON] = [:]
        func run(_ scripts: [AttachedScript]) throws {
            for script in scripts { try assign(script.text, script.language, &seen, &kept) }
        }
        try run(settings.before)
        var local: [String: JSON] = [:]
        for input in settings.inputs {
            local[input.target] = try value(input.source, seen.merging(local) { $1 })
        }
        let inner = seen.merging(local) { $1 }
        let answer = try work(item, inner, local)
        var results = answer.object ?? [:]
        if let variable = settings.service?.resultVariable ?? settings.resultVariable {
            results = [variable: answer]
        }
        if settings.outputs.isEmpty || settings.keepsResults { kept.merge(results) { $1 } }
        for output in settings.outputs {
            kept[output.target] = try value(output.source, inner.merging(results) { $1 })
        }
        seen.merge(kept) { $1 }
        try run(settings.after)
        return .completed(instance: item.instance, output: .object(kept))
    }

    private mutating func work(_ item: WorkItem, _ seen: [String: JSON], _ local: [String: JSON]) throws
        -> JSON
    {
        trace.append(item.element)
        if let service = item.settings.service {
            var parameters = local
            for parameter in service.parameters {
                parameters[parameter.name] = try value(parameter.value, seen)
            }
            calls[service.operation, default: []].append(parameters)
            return answers[service.operation] ?? .null
        }
        guard case .script(let format, let text) = item.work else { return answers[item.element] ?? .null }
        if format == "python" {
            var (all, kept) = (seen, [String: JSON]())
            try assign(text, "python", &all, &kept)
            return .object(kept)
        }
        return try evaluator.evaluate(
            ProcessExpression(text, language: format), variables: Variables(seen))
    }

    private func value(_ value: SettingValue, _ variables: [String: JSON]) throws -> JSON {
        switch value {
        case .text(let text): .string(text)
        case .expression(let expression):
            try evaluator.evaluate(expression, variables: Variables(variables))
        }
    }

    /// Lines of `name = expression`.
    private func assign(
        _ text: String, _ language: String, _ seen: inout [String: JSON], _ kept: inout [String: JSON]
    ) throws {
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1)
            let name = parts[0].filter { $0 != " " }
            let expression = ProcessExpression(String(parts[1]), language: language)
            let value = try evaluator.evaluate(expression, variables: Variables(seen))
            (seen[name], kept[name]) = (value, value)
        }
    }
}
