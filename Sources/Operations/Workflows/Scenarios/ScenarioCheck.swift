import BPMN
import Diagnostics
import YAML

/// Whether a file of scenarios speaks of what its model has.
struct ScenarioCheck {
    let file: ScenarioFile
    let model: WorkflowModel
    private let nodes: Set<String>
    private let elements: Set<String>
    private let services: Set<String>
    private var faults: [Diagnostic] = []

    init(_ file: ScenarioFile, _ model: WorkflowModel) {
        (self.file, self.model) = (file, model)
        nodes = Set(model.nodes.map(\.id))
        elements = Set(ScenarioCoverage(model).elements.map(\.id))
        let tasks = model.nodes.filter { if case .task = $0.kind { true } else { false } }
        let operations = tasks.compactMap { $0.settings.service?.operation }
        let jobs = operations.filter { $0.hasPrefix("job:") }.map { String($0.dropFirst("job:".count)) }
        // A call activity may call a global task.
        let global = model.definitions.globalTasks.isEmpty ? [] : model.nodes.filter(\.isCall).map(\.id)
        services = Set(tasks.map(\.id) + operations + jobs + global)
    }

    /// Everything that the model does not have, each with its place.
    static func faults(of file: ScenarioFile, in model: WorkflowModel) -> [Diagnostic] {
        var check = ScenarioCheck(file, model)
        for scenario in file.scenarios { check.visit(scenario) }
        // Services that hold for all scenarios are told of once.
        var seen: Set<Diagnostic> = []
        return check.faults.filter { seen.insert($0).inserted }
    }

    private mutating func expect(
        _ name: String, in known: Set<String>, _ what: String, _ mark: YAMLMark
    ) {
        guard !known.contains(name) else { return }
        let diagnostic = file.diagnostic(
            "unknown-\(what.split(separator: " ").last ?? "element")",
            "`\(model.file)` has no \(what) `\(name)`",
            mark,
            hint: nearest(name, among: known).map { "did you mean `\($0)`?" }
                ?? (known.isEmpty ? "it has none" : "it has \(words(known))"))
        faults.append(
            Diagnostic(
                code: diagnostic.code, message: diagnostic.message, place: diagnostic.place,
                excerpt: diagnostic.excerpt, hint: diagnostic.hint))
    }

    private func words(_ known: Set<String>) -> String {
        let shown = known.sorted().prefix(8).map { "`\($0)`" }.joined(separator: ", ")
        return known.count > 8 ? shown + " and \(known.count - 8) more" : shown
    }

    private var messages: Set<String> { Set(model.definitions.messages.map(\.key)) }
    private var signals: Set<String> { Set(model.definitions.signals.map(\.key)) }

    private mutating func visit(_ scenario: Scenario) {
        switch scenario.start.trigger {
        case .plain(let element?): expect(element, in: nodes, "element", scenario.start.mark)
        case .message(let name, _): expect(name, in: messages, "message", scenario.start.mark)
        case .signal(let name, _): expect(name, in: signals, "signal", scenario.start.mark)
        case .plain(nil): break
        }
        for (name, script) in scenario.services.sorted(by: { $0.key < $1.key }) {
            expect(name, in: services, "service", script.mark)
        }
        for step in scenario.steps { visit(step) }
        visit(scenario.expected)
    }

    private mutating func visit(_ placed: PlacedStep) {
        switch placed.step {
        case .complete(let choice, _), .error(let choice, _, _):
            expect(choice.element, in: nodes, "element", placed.mark)
        case .choose(let element), .resolve(let element):
            expect(element, in: nodes, "element", placed.mark)
        case .message(let name, _, _): expect(name, in: messages, "message", placed.mark)
        case .signal(let name, _): expect(name, in: signals, "signal", placed.mark)
        case .expect(let expectation): visit(expectation)
        case .wait, .until, .cancel: break
        }
    }

    private mutating func visit(_ expectation: Expectation) {
        for list in [expectation.trace, expectation.traceContains, expectation.waiting].compactMap({ $0 }) {
            for element in list.value { expect(element, in: nodes, "element", list.mark) }
        }
        for (element, placed) in expectation.visits.sorted(by: { $0.key < $1.key }) {
            expect(element, in: elements, "element", placed.mark)
        }
        for element in expectation.never { expect(element.value, in: elements, "element", element.mark) }
        for (service, placed) in expectation.calls.sorted(by: { $0.key < $1.key }) {
            expect(service, in: services, "service", placed.mark)
        }
        if let incidents = expectation.incidents {
            let places = nodes.union(model.deployment.processes)
            for trouble in incidents.value { expect(trouble.element, in: places, "element", incidents.mark) }
        }
        for sent in expectation.messages?.value ?? [] {
            expect(sent.name, in: messages, "message", expectation.messages?.mark ?? expectation.mark)
        }
        for sent in expectation.signals?.value ?? [] {
            expect(sent.name, in: signals, "signal", expectation.signals?.mark ?? expectation.mark)
        }
    }
}

extension FlowNode {
    fileprivate var isCall: Bool { if case .callActivity = kind { true } else { false } }
}
