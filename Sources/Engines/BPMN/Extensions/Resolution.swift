/// A model whose extensions are settled: its elements carry ``ElementSettings``, its expressions name their language, and
/// what standard elements can say is said by them.
struct Resolution {
    private(set) var definitions: Definitions
    private(set) var faults: [DeploymentFault] = []
    let notes: DialectNotes
    private let settings: [String: ElementSettings]
    private let expressions: ExpressionResolver
    /// What the events of the process that is resolved expect of their messages.
    private var correlations: [CorrelationSubscription.Binding] = []
    private var isExecutable = false
    /// The element that expressions are resolved for.
    private var element = ""

    init(_ definitions: Definitions) {
        var reader = ExtensionReader(definitions.document, dialect: definitions.dialect)
        reader.read()
        self.definitions = definitions
        (notes, faults, settings) = (reader.notes, reader.faults, reader.settings)
        expressions = ExpressionResolver(dialect: reader.dialect)
        resolveAll()
    }

    private mutating func resolveAll() {
        isExecutable = definitions.processes.contains(where: \.isExecutable)
        definitions.messages = definitions.messages.map { renamed($0) }
        definitions.signals = definitions.signals.map { Signal(id: $0.id, name: fixed($0.name, of: $0.id)) }
        definitions.correlationProperties = definitions.correlationProperties.map { property in
            element = property.id
            return CorrelationProperty(
                id: property.id,
                retrievals: property.retrievals.map {
                    .init(message: $0.message, path: resolve($0.path, .value))
                })
        }
        definitions.globalTasks = definitions.globalTasks.map { task in
            element = task.id
            let work = Work(kind: task.work, message: nil, operation: nil, instantiates: false)
            return GlobalTask(
                id: task.id, name: task.name, work: resolve(work, task.place).kind, data: resolve(task.data),
                place: task.place)
        }
        for index in definitions.processes.indices {
            var process = definitions.processes[index]
            isExecutable = process.isExecutable
            resolve(&process)
            definitions.processes[index] = process
        }
        correlate()
    }

    private mutating func resolve(_ process: inout Process) {
        element = process.id
        process.correlations = process.correlations.map { subscription in
            CorrelationSubscription(
                key: subscription.key,
                bindings: subscription.bindings.map {
                    .init(property: $0.property, path: resolve($0.path, .value))
                })
        }
        correlations = []
        process.body = resolve(process.body)
        if !correlations.isEmpty {
            process.correlations.append(
                CorrelationSubscription(key: "correlations", bindings: correlations))
        }
    }

    mutating func fault(
        _ reason: DeploymentFault.Reason, _ element: String, _ message: String, _ place: ModelPlace,
        hint: String? = nil
    ) {
        guard isExecutable else { return }
        faults.append(
            DeploymentFault(reason: reason, element: element, message: message, place: place, hint: hint))
    }

    mutating func resolve(_ expression: ProcessExpression, _ role: ExpressionRole) -> ProcessExpression {
        do { return try expressions.resolve(expression, as: role) } catch {
            fault(error.reason, element, error.message, expression.place, hint: error.hint)
            return expression
        }
    }

    mutating func resolve(_ expression: ProcessExpression?, _ role: ExpressionRole) -> ProcessExpression? {
        guard let expression else { return nil }
        let resolved: ProcessExpression = resolve(expression, role)
        return resolved
    }

    // MARK: - Messages

    /// Names of messages and signals may be expressions in Camunda; they have to be known here.
    private mutating func renamed(_ message: Message) -> Message {
        Message(id: message.id, name: fixed(message.name, of: message.id), item: message.item)
    }

    private mutating func fixed(_ name: String?, of id: String) -> String? {
        guard let name else { return nil }
        let place = ModelPlace(line: 1, column: 1)
        let isDynamic =
            expressions.dialect == .camunda8 && name.hasPrefix("=")
            || expressions.dialect == .camunda7 && (name.contains("${") || name.contains("#{"))
        guard isDynamic else { return name }
        if name.hasPrefix("="), let literal = plainString(trimmed(String(name.dropFirst()))) {
            return literal
        }
        fault(
            .extensionValue, id, "the name `\(name)` is only known while the process runs", place,
            hint: "write a fixed name, and tell messages apart by a correlation key")
        return name
    }

    /// A correlation key becomes a property of its message and of every process.
    private mutating func correlate() {
        var bindings: [CorrelationSubscription.Binding] = []
        for message in definitions.messages {
            guard let key = settings[message.id]?.correlationKey else { continue }
            let property = "correlationKey.\(message.id)"
            // In a list, a key that is missing differs from every key instead of telling nothing.
            let isFEEL = key.language == "feel"
            let path =
                isFEEL
                ? key.with(
                    "[if correlationKey = null then (\(key.text)) else correlationKey]", language: "feel")
                : key
            let expected =
                isFEEL
                ? key.with("if (\(key.text)) = null then null else [\(key.text)]", language: "feel") : key
            definitions.correlationProperties.append(
                CorrelationProperty(
                    id: property,
                    retrievals: [.init(message: message.id, path: path)]))
            bindings.append(.init(property: property, path: expected))
        }
        if bindings.isEmpty { return }
        for index in definitions.processes.indices {
            definitions.processes[index].correlations.append(
                CorrelationSubscription(key: "correlationKey", bindings: bindings))
        }
    }

    // MARK: - Scopes

    private mutating func resolve(_ scope: FlowScope) -> FlowScope {
        var result = scope
        result.flows = scope.flows.map { flow in
            element = flow.id
            return SequenceFlow(
                id: flow.id, name: flow.name, source: flow.source, target: flow.target,
                condition: resolve(flow.condition, .condition), place: flow.place)
        }
        result.nodes = scope.nodes.map { resolve($0) }
        for node in result.nodes where !node.ownSettings.isEmpty { surround(node, in: &result) }
        return result
    }

    private mutating func resolve(_ node: FlowNode) -> FlowNode {
        var result = node
        element = node.id
        if !settings.isEmpty { result.settings = settings(of: node) }
        for correlation in result.settings.correlations {
            let path =
                switch correlation.source {
                case .text(let text): ProcessExpression(feelString(text), language: "feel", place: node.place)
                case .expression(let expression): expression
                }
            correlations.append(.init(property: correlation.target, path: path))
        }
        result.kind = kind(of: node, result.settings)
        if !node.data.isEmpty { result.data = resolve(node.data) }
        if !node.events.isEmpty { result.events = node.events.map { resolve($0) } }
        guard node.loop != nil || !result.ownSettings.isEmpty else { return result }
        result.loop = resolve(node.loop, result.settings.loop)
        if let decision = result.settings.decision {
            let name =
                switch decision.id {
                case .text(let id): id
                case .expression(let expression): expression.text
                }
            fault(
                .decision, node.id, "`\(node.id)` asks for the decision `\(name)`; decisions are not run yet",
                node.place)
        }
        result = becomingWork(result)
        checkPlaces(result)
        return result
    }

    /// What an element says itself, completed by what its message or signal says.
    private func settings(of node: FlowNode) -> ElementSettings {
        var result = settings[node.id] ?? ElementSettings()
        guard result.message == nil else { return result }
        let references = node.events.map(\.trigger.reference) + [node.work?.message]
        for case let id? in references {
            if let message = settings[id]?.message { result.message = message }
        }
        return result
    }

    private mutating func kind(of node: FlowNode, _ settings: ElementSettings) -> FlowNode.Kind {
        switch node.kind {
        case .callActivity(let called): return .callActivity(called: settings.call?.process ?? called)
        case .task(let work):
            guard let script = settings.script else { return .task(resolve(work, node.place)) }
            return .task(
                Work(
                    kind: .script(format: script.language, text: script.text), message: nil, operation: nil,
                    instantiates: false))
        case .subProcess(let process):
            var result = SubProcess(kind: resolve(process.kind), body: process.body)
            result.body = resolve(process.body)
            element = node.id
            return .subProcess(result)
        case .complexGateway(let activation):
            return .complexGateway(activation: resolve(activation, .condition))
        default: return node.kind
        }
    }

    private mutating func resolve(_ work: Work, _ place: ModelPlace) -> Work {
        guard case .script(let format, let text) = work.kind else { return work }
        do {
            let script = try expressions.script(text, format: format)
            return Work(
                kind: .script(format: script.format, text: script.text), message: work.message,
                operation: work.operation, instantiates: work.instantiates)
        } catch {
            fault(error.reason, element, error.message, place, hint: error.hint)
            return work
        }
    }

    /// An event that throws its message by a job is that job, and so is a script that a worker runs.
    private func becomingWork(_ node: FlowNode) -> FlowNode {
        guard node.settings.service != nil, node.isThrowing || node.isScript else { return node }
        var result = node
        result.kind = .task(
            Work(kind: .service(implementation: nil), message: nil, operation: nil, instantiates: false))
        result.events = []
        return result
    }
}

extension FlowNode {
    var isThrowing: Bool { kind == .intermediateThrowEvent || kind == .endEvent }
    var isScript: Bool { if case .script = work?.kind { true } else { false } }
}

extension EventDefinition.Trigger {
    /// The id of the message or signal it means.
    var reference: String? {
        switch self {
        case .message(let message, _): message
        case .signal(let signal), .error(let signal), .escalation(let signal): signal
        default: nil
        }
    }
}
