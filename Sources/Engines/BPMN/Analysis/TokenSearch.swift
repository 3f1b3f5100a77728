/// Looks at the markings that a net can come to, the nearest first.
struct TokenSearch {
    private struct Visit {
        let marking: Marking
        /// The visit before, and the element passed in between.
        let from: Int
        let through: Int
    }

    let net: TokenNet
    let limit: Int
    private(set) var findings: [SoundnessFinding] = []
    private(set) var isComplete = true
    private var visits: [Visit] = []
    private var known: Set<Marking> = []
    private var fired: Set<Int> = []
    private var reported: Set<[String]> = []

    var seen: Int { visits.count }

    init(_ net: TokenNet, limit: Int) { (self.net, self.limit) = (net, limit) }

    mutating func run() {
        for marking in net.beginnings { _ = visit(marking, from: -1, through: -1) }
        var next = 0
        while next < visits.count {
            guard visits.count < limit else {
                isComplete = false
                return
            }
            expand(next)
            next += 1
        }
        if net.isPartial { isComplete = false } else { reportDead() }
    }

    /// Independent elements go on in one order only; all orders are looked at where that would lead in a circle.
    private mutating func expand(_ index: Int) {
        let marking = visits[index].marking
        let (local, waiting) = net.firings(marking)
        if local.isEmpty, waiting.isEmpty {
            if !marking.isEmpty { reportDeadlock(index) }
            return
        }
        let choices = local.isEmpty ? waiting : local
        for choice in choices {
            var isNew = false
            for firing in choice where fire(firing, from: index) { isNew = true }
            if isNew { return }
        }
    }

    /// Whether it leads to a marking that was not known.
    private mutating func fire(_ firing: Firing, from index: Int) -> Bool {
        fired.insert(firing.node)
        if firing.terminates { return false }
        var marking = visits[index].marking
        for place in firing.takes {
            let rest = (marking[place] ?? 0) - 1
            marking[place] = rest > 0 ? rest : nil
        }
        for place in firing.gives {
            marking[place, default: 0] += 1
            if marking[place] == 2 {
                reportUnsafe(place, firing.node, index)
                // One finding is enough; without bounding it here a loop would pile up tokens for ever.
                marking[place] = 1
            }
        }
        return visit(marking, from: index, through: firing.node)
    }

    private mutating func visit(_ marking: Marking, from: Int, through: Int) -> Bool {
        guard known.insert(marking).inserted else { return false }
        visits.append(Visit(marking: marking, from: from, through: through))
        return true
    }

    // MARK: - Findings

    private func path(to index: Int, then last: Int? = nil) -> [String] {
        var nodes: [Int] = last.map { [$0] } ?? []
        var current = index
        while current >= 0, visits[current].through >= 0 {
            nodes.append(visits[current].through)
            current = visits[current].from
        }
        return nodes.reversed().map { net.graph.nodes[$0].id }
    }

    private mutating func report(_ kind: SoundnessFinding.Kind, _ nodes: [Int], _ path: [String]) {
        let elements = nodes.map { net.graph.nodes[$0].id }.sorted()
        guard let first = nodes.first, reported.insert([kind.rawValue] + elements).inserted else { return }
        findings.append(
            SoundnessFinding(
                kind: kind, elements: elements, path: path, place: net.graph.nodes[first].source.place))
    }

    private mutating func reportDeadlock(_ index: Int) {
        let nodes = Set(visits[index].marking.keys.map(net.target)).sorted()
        report(.deadlock, nodes, path(to: index))
    }

    private mutating func reportUnsafe(_ place: Int, _ node: Int, _ index: Int) {
        report(.lackOfSynchronisation, [net.target(of: place)], path(to: index, then: node))
    }

    private mutating func reportDead() {
        for index in net.graph.containers[net.container].nodes where !fired.contains(index) {
            let node = net.graph.nodes[index]
            // Handlers and event subprocesses begin by events, the activities of an ad-hoc subprocess by choice.
            guard node.kind != .eventSubProcess, !node.source.isForCompensation, !(node.kind == .boundary)
            else { continue }
            if node.kind == .start, net.starts.isEmpty || !net.starts.contains(index) { continue }
            report(.deadElement, [index], [])
        }
    }
}
