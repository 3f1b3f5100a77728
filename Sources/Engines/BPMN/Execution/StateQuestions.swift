extension ProcessState {
    /// Messages that came and that nothing has taken, oldest first.
    public var keptMessages: [ThrownMessage] {
        mailbox.values.flatMap(\.self).sorted().compactMap { messages[$0] }
    }

    /// The ids of the elements that are at work, by instance; the runs of a loop are part of it.
    public func elementsAtWork(in deployment: Deployment) -> [Int: String] {
        var elements: [Int: String] = [:]
        for instance in instances.all where instance.node >= 0 && !instance.isIteration {
            elements[instance.id] = deployment.graph.nodes[instance.node].id
        }
        return elements
    }
}

extension Deployment {
    /// The ids of the start events of a process, in the order of the file.
    public func startEvents(of process: String) -> [String] {
        guard let container = graph.processIndex[process] else { return [] }
        return graph.containers[container].nodes.filter { graph.nodes[$0].kind == .start }.map {
            graph.nodes[$0].id
        }
    }
}
