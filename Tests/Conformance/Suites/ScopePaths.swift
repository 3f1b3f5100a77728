import BPMN

/// The ways that tokens can take within one scope.
struct ScopePaths {
    private let nodes: [String: FlowNode]
    private let outgoing: [String: [SequenceFlow]]
    private let incoming: [String: [SequenceFlow]]
    /// Where throwing links lead.
    private let links: [String: String]
    /// What compensates, by handler.
    private let undone: [String: [EventDefinition]]
    /// Flows that tokens can take, and do take in any case.
    private var taken: (possible: Set<String>, certain: Set<String>) = ([], [])
    /// Nodes that tokens can reach, and do reach in any case.
    private(set) var entered: Set<String> = []
    private(set) var sure: Set<String> = []
    let hasStart: Bool

    init(_ scope: FlowScope) {
        nodes = Dictionary(scope.nodes.map { ($0.id, $0) }) { first, _ in first }
        outgoing = Dictionary(grouping: scope.flows, by: \.source)
        incoming = Dictionary(grouping: scope.flows, by: \.target)
        hasStart = scope.nodes.contains { if case .startEvent = $0.kind { true } else { false } }
        links = Self.links(scope)
        var undone: [String: [EventDefinition]] = [:]
        for association in scope.associations {
            guard let source = nodes[association.source], case .boundaryEvent = source.kind else { continue }
            undone[association.target, default: []] += source.events.filter(\.isCompensation)
        }
        self.undone = undone
    }

    private static func links(_ scope: FlowScope) -> [String: String] {
        var links: [String: String] = [:]
        for node in scope.nodes where node.kind == .intermediateThrowEvent {
            for case .link(let name, let target, _) in node.events.map(\.trigger) {
                links[node.id] =
                    scope.nodes.first { other in
                        other.kind == .intermediateCatchEvent
                            && other.events.contains { event in
                                guard case .link(let otherName, _, _) = event.trigger else { return false }
                                return target.map { $0 == event.id } ?? (name == otherName)
                            }
                    }?.id
            }
        }
        return links
    }

    /// Grows as more becomes known.
    var size: Int { entered.count + sure.count + taken.possible.count + taken.certain.count }

    func isTarget(_ node: String) -> Bool { incoming[node] != nil || links.values.contains(node) }
    func undoes(_ node: String) -> [EventDefinition] { undone[node] ?? [] }

    mutating func enter(_ node: String, isCertain: Bool) {
        entered.insert(node)
        if isCertain { sure.insert(node) }
    }

    /// Moves on by the flows of a node.
    mutating func leave(_ node: FlowNode, _ ending: Forecast.Ending, isBlocked: (FlowNode) -> Bool) {
        var flows = outgoing[node.id] ?? []
        if case .eventBasedGateway = node.kind {
            // An event behind it is reached by coming.
            flows.removeAll { nodes[$0.target].map(isBlocked) ?? false }
        }
        for flow in flows {
            let isAlways =
                !(node.isChoice && flows.count > 1) && flow.condition == nil && flow.id != node.defaultFlow
            taken.possible.insert(flow.id)
            if sure.contains(node.id), ending.isCertain, isAlways { taken.certain.insert(flow.id) }
            let arriving = (incoming[flow.target] ?? []).map(\.id)
            let waits = nodes[flow.target].map(waitsForAll) ?? false
            if !waits || arriving.allSatisfy(taken.possible.contains) { entered.insert(flow.target) }
            if isCertain(flow.target, arriving) { sure.insert(flow.target) }
        }
        if let target = links[node.id] { enter(target, isCertain: sure.contains(node.id)) }
    }

    private func isCertain(_ target: String, _ arriving: [String]) -> Bool {
        guard let node = nodes[target] else { return false }
        switch node.kind {
        case .inclusiveGateway, .complexGateway:
            return arriving.count == 1 && taken.certain.contains(arriving[0])
        default:
            return waitsForAll(node)
                ? arriving.allSatisfy(taken.certain.contains)
                : arriving.contains(where: taken.certain.contains)
        }
    }

    private func waitsForAll(_ node: FlowNode) -> Bool { node.kind == .parallelGateway }

    /// Whether a join gets a token in any case while another one can never come.
    var isHeldUp: Bool {
        joins.contains {
            $0.contains(where: taken.certain.contains) && !$0.allSatisfy(taken.possible.contains)
        }
    }

    /// Whether a join can get some of its tokens without the others.
    var canHang: Bool {
        joins.contains {
            $0.contains(where: taken.possible.contains) && !$0.allSatisfy(taken.certain.contains)
        }
    }

    private var joins: [[String]] {
        nodes.values.filter(waitsForAll).map { (incoming[$0.id] ?? []).map(\.id) }
    }
}

extension FlowNode {
    /// Whether it sends tokens by some of its flows only.
    fileprivate var isChoice: Bool {
        switch kind {
        case .exclusiveGateway, .inclusiveGateway, .complexGateway, .eventBasedGateway: true
        default: false
        }
    }
}
