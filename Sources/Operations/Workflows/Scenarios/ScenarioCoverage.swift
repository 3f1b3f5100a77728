import BPMN

/// Which elements of a model scenarios have reached.
///
/// An element is covered when it was begun, a sequence flow when a token took it. A boundary event for compensation, which
/// nothing ever begins, is covered when what it leads to was.
package struct ScenarioCoverage: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case activity, gateway, event
        case boundaryEvent = "boundary event"
        case sequenceFlow = "sequence flow"

        /// For several of them.
        package var plural: String { self == .activity ? "activities" : rawValue + "s" }
    }

    package struct Element: Hashable, Sendable {
        package let id: String
        package let name: String?
        package let kind: Kind
        /// In the model's file.
        package let line: Int
        /// How often scenarios have reached it.
        package var visits: Int
    }

    /// All elements of the model's executable processes, in the order of the file.
    package private(set) var elements: [Element]

    init(_ model: WorkflowModel) {
        elements = model.definitions.processes.filter(\.isExecutable)
            .flatMap { Self.elements(in: $0.body) }
            .sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }.map(\.element)
        compensations = Dictionary(
            model.definitions.processes.flatMap { Self.compensations(in: $0.body) }
        ) { first, _ in first }
    }

    /// The handlers of boundary events for compensation.
    private let compensations: [String: String]

    private typealias Placed = (element: Element, place: ModelPlace)

    private static func elements(in scope: FlowScope) -> [Placed] {
        let nodes = scope.nodes.flatMap { node -> [Placed] in
            let element = Element(
                id: node.id, name: node.name, kind: Kind(node.kind), line: node.place.line, visits: 0)
            let own = (element, node.place)
            if case .subProcess(let process) = node.kind { return [own] + elements(in: process.body) }
            return [own]
        }
        let flows = scope.flows.map { flow -> Placed in
            let element = Element(
                id: flow.id, name: flow.name, kind: .sequenceFlow, line: flow.place.line, visits: 0)
            return (element, flow.place)
        }
        return nodes + flows
    }

    private static func compensations(in scope: FlowScope) -> [(String, String)] {
        scope.nodes.flatMap { node -> [(String, String)] in
            if case .subProcess(let process) = node.kind { return compensations(in: process.body) }
            guard case .boundaryEvent = node.kind, node.events.contains(where: \.isCompensation),
                let handler = scope.associations.first(where: { $0.source == node.id })?.target
            else { return [] }
            return [(node.id, handler)]
        }
    }

    /// Adds what one scenario reached.
    mutating func add(_ track: ScenarioTrack) {
        for index in elements.indices {
            let id = elements[index].id
            let begun = compensations[id] ?? id
            let runs = track.entered[begun] ?? track.taken[id] ?? 0
            elements[index].visits += track.reached.contains(begun) ? max(1, runs) : runs
        }
    }

    /// What either of two runs of one model has reached.
    package func merging(_ other: ScenarioCoverage) -> ScenarioCoverage {
        var result = self
        let visits = Dictionary(other.elements.map { ($0.id, $0.visits) }) { first, _ in first }
        for index in elements.indices { result.elements[index].visits += visits[elements[index].id] ?? 0 }
        return result
    }

    package var covered: Int { elements.count { $0.visits > 0 } }
    package var total: Int { elements.count }
    package var uncovered: [Element] { elements.filter { $0.visits == 0 } }
    /// From 0 to 100; a model without elements is covered.
    package var percent: Double { total == 0 ? 100 : Double(covered) * 100 / Double(total) }

    /// Covered and all elements of a kind.
    package func count(of kind: Kind) -> (covered: Int, total: Int) {
        let members = elements.filter { $0.kind == kind }
        return (members.count { $0.visits > 0 }, members.count)
    }
}

extension ScenarioCoverage.Kind {
    fileprivate init(_ kind: FlowNode.Kind) {
        switch kind {
        case .task, .subProcess, .callActivity: self = .activity
        case .exclusiveGateway, .parallelGateway, .inclusiveGateway, .complexGateway, .eventBasedGateway:
            self = .gateway
        case .boundaryEvent: self = .boundaryEvent
        case .startEvent, .intermediateCatchEvent, .intermediateThrowEvent, .endEvent: self = .event
        }
    }
}

extension EventDefinition {
    fileprivate var isCompensation: Bool { if case .compensation = trigger { true } else { false } }
}

extension WorkflowModel {
    /// The ids of all gateways.
    var gateways: Set<String> {
        Set(nodes.filter { ScenarioCoverage.Kind($0.kind) == .gateway }.map(\.id))
    }
}
