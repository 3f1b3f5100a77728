/// A change of a model that must not change what comes of running it.
package enum Metamorphosis: String, CaseIterable, Sendable {
    /// All that is in the process is put into a subprocess of it.
    case wrapped
    /// The same, in a transaction.
    case transacted
    /// The same, in a subprocess of which one instance runs.
    case multiplied
    /// Another process calls the process.
    case called
    /// Every element has another id.
    case renamed
    /// Siblings whose order has no meaning stand the other way round.
    case reversed

    /// The process that a changed model is started with.
    package func process(of item: ExecutionCase) -> String {
        switch self {
        case .called: Self.added("caller")
        case .renamed: Self.renamed(item.process)
        default: item.process
        }
    }

    private static func added(_ name: String) -> String { "metamorphosis-\(name)" }
    private static func renamed(_ id: String) -> String { "renamed-\(id)" }

    /// Changes the model of a case.
    package func apply(to model: ExecutableModel, of item: ExecutionCase) {
        let process = model.root.all("process").first { $0["id"] == item.process }
        switch self {
        case .wrapped: if let process { Self.wrap(process, in: "subProcess") }
        case .transacted: if let process { Self.wrap(process, in: "transaction") }
        case .multiplied: if let process { Self.multiply(Self.wrap(process, in: "subProcess")) }
        case .called: if let process { Self.call(process, model.root) }
        case .renamed: Self.rename(model.root)
        case .reversed: model.root.descendants.forEach(Self.reverse)
        }
    }

    // MARK: - Wrapping and calling

    /// What belongs to a process as such.
    private static let ownParts: Set<String> = [
        "documentation", "extensionElements", "auditing", "monitoring", "ioSpecification", "ioBinding",
        "correlationSubscription", "resourceRole", "performer", "potentialOwner",
    ]

    @discardableResult private static func wrap(_ process: XMLNode, in kind: String) -> XMLNode {
        let inner = XMLNode(process.sibling(kind), [("id", added("inner"))])
        let content = process.content
        process.content = []
        for part in content {
            guard case .element(let child) = part else { continue }
            (ownParts.contains(child.local) ? process : inner).add(child)
        }
        surround(inner, in: process)
        return inner
    }

    private static func multiply(_ activity: XMLNode) {
        let loop = XMLNode(activity.sibling("multiInstanceLoopCharacteristics"))
        let count = XMLNode(
            activity.sibling("loopCardinality"),
            [
                ("xsi:type", activity.sibling("tFormalExpression")),
                ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ])
        count.text = "1"
        loop.add(count)
        activity.add(loop)
    }

    private static func call(_ process: XMLNode, _ root: XMLNode) {
        let caller = XMLNode(
            process.sibling("process"), [("id", added("caller")), ("isExecutable", "true")])
        root.content.insert(.element(caller), at: firstProcess(in: root))
        let call = XMLNode(
            process.sibling("callActivity"),
            [("id", added("inner")), ("calledElement", process["id"] ?? "")])
        surround(call, in: caller)
    }

    private static func firstProcess(in root: XMLNode) -> Int {
        root.content.firstIndex {
            if case .element(let child) = $0 { child.local == "process" } else { false }
        } ?? 0
    }

    /// Puts an activity between a start and an end.
    private static func surround(_ activity: XMLNode, in process: XMLNode) {
        process.add(XMLNode(process.sibling("startEvent"), [("id", added("start"))]))
        process.add(activity)
        process.add(XMLNode(process.sibling("endEvent"), [("id", added("end"))]))
        for (source, target) in [("start", "inner"), ("inner", "end")] {
            process.add(
                XMLNode(
                    process.sibling("sequenceFlow"),
                    [
                        ("id", added("\(source)-\(target)")), ("sourceRef", added(source)),
                        ("targetRef", added(target)),
                    ]))
        }
    }

    // MARK: - Renaming

    private static let data: Set<String> = [
        "dataObject", "dataObjectReference", "dataStoreReference", "property", "dataInput", "dataOutput",
        "inputDataItem", "outputDataItem", "dataStore",
    ]

    private static func rename(_ root: XMLNode) {
        let nodes = root.descendants
        // The id of data without a name is the name of a variable.
        let named = nodes.filter { !data.contains($0.local) || $0["name"] != nil }
        let ids = Set(named.compactMap { $0["id"] })
        for node in nodes {
            for index in node.attributes.indices {
                let name = XMLNode.local(node.attributes[index].name)
                let isReference =
                    name.hasSuffix("Ref") || ["id", "default", "calledElement", "bpmnElement"].contains(name)
                guard isReference, ids.contains(node.attributes[index].value) else { continue }
                node.attributes[index].value = renamed(node.attributes[index].value)
            }
            let text = Translation.trimmed(node.text)
            let isReference =
                node.local.hasSuffix("Ref")
                || ["incoming", "outgoing", "source", "target"].contains(node.local)
            if isReference, ids.contains(text) { node.text = renamed(text) }
        }
    }

    // MARK: - Reversing

    private static let containers: Set<String> = [
        "definitions", "process", "subProcess", "transaction", "adHocSubProcess", "collaboration", "laneSet",
        "lane",
    ]

    private static func reverse(_ node: XMLNode) {
        guard containers.contains(node.local) else { return }
        let children = node.children
        let exclusive = Set(children.filter { $0.local == "exclusiveGateway" }.compactMap { $0["id"] })
        // The conditions after an exclusive gateway are looked at in their order (BPMN 2.0.2, 13.4.2).
        let ordered = children.filter {
            $0.local == "sequenceFlow" && exclusive.contains($0["sourceRef"] ?? "")
        }
        var next = ordered.makeIterator()
        node.content = children.reversed().map { child in
            .element(ordered.contains { $0 === child } ? next.next() ?? child : child)
        }
    }
}
