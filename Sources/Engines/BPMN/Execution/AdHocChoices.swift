/// An ad-hoc subprocess of which activities can be chosen.
public struct AdHocChoice: Hashable, Sendable {
    /// The instance of the subprocess.
    public let scope: Int
    /// The id of the subprocess.
    public let element: String
    public let name: String?
    /// The ids of what can be chosen, in the order of the file.
    public let activities: [String]
    /// Whether nothing goes on in it until something is chosen; otherwise something is at work in it.
    public let isAwaited: Bool
    /// The condition that ends it, as it is written.
    public let condition: String?
}

extension ProcessState {
    /// What can be given to ``ProcessInput/choose(scope:element:)``, those that are awaited first, the oldest first.
    public func choices(in deployment: Deployment) -> [AdHocChoice] {
        let graph = deployment.graph
        let open = instances.all.filter { instance in
            instance.container >= 0 && instance.node >= 0 && instance.loop == nil && instance.stage == .open
                && graph.nodes[instance.node].kind == .adHoc
        }
        let choices = open.sorted { $0.id < $1.id }.compactMap { choice($0, graph) }
        return choices.filter(\.isAwaited) + choices.filter { !$0.isAwaited }
    }

    private func choice(_ scope: Instance, _ graph: Graph) -> AdHocChoice? {
        let node = graph.nodes[scope.node]
        guard scope.isIdle || node.adHoc?.isSequential != true else { return nil }
        let starts = graph.containers[scope.container].starts.map { graph.nodes[$0].id }
        guard !starts.isEmpty else { return nil }
        return AdHocChoice(
            scope: scope.id, element: node.id, name: node.name, activities: starts,
            isAwaited: scope.isIdle && scope.isHeld, condition: node.adHoc?.completionCondition?.text)
    }

    /// Ad-hoc subprocesses of a process that wait for a choice, whose condition may hold now that variables were set.
    func heldScopes(of root: Int) -> [Int] {
        instances.all.filter { $0.root == root && $0.isHeld && $0.isIdle && $0.stage == .open }.map(\.id)
            .sorted()
    }
}

extension Instance {
    /// Whether nothing goes on in a scope.
    var isIdle: Bool { children == 0 && pending == 0 && waiting == 0 }
}
