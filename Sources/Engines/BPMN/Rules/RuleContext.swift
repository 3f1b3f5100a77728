/// A document with what the rules ask about it again and again.
struct RuleContext {
    let document: XMLDocument
    let dialect: Dialect
    /// The first element of each id.
    private(set) var identified: [String: Int] = [:]
    private(set) var violations: [Violation] = []
    /// Flow nodes, in document order, outside of choreographies.
    private(set) var nodes: [Int] = []
    /// The sequence flows to and from each element.
    private(set) var incoming: [[Int]]
    private(set) var outgoing: [[Int]]
    private let executable: [Bool]
    private let model: [Bool]
    /// The elements of the model by name, each in document order.
    let named: [String: [Int]]
    /// Elements whose id another one has.
    private(set) var repeated: [Int] = []
    /// The process, subprocess or choreography around each element; -1 outside of all.
    private let containers: [Int]

    init(_ document: XMLDocument) {
        self.document = document
        dialect = document.dialect
        var executable = [Bool](repeating: false, count: document.elements.count)
        var (model, extensions) = (executable, executable)
        var named: [String: [Int]] = [:]
        var containers = [Int](repeating: -1, count: document.elements.count)
        // By index: an element is looked at, not copied.
        var (last, isContainer) = (-1, false)
        for index in document.elements.indices {
            if let parent = document.elements[index].parent {
                executable[index] = executable[parent]
                extensions[index] = extensions[parent]
                if parent != last {
                    (last, isContainer) = (
                        parent, ElementKind.containers.contains(document.elements[parent].name)
                    )
                }
                containers[index] = isContainer ? parent : containers[parent]
            }
            guard document.elements[index].isModel else { continue }
            let name = document.elements[index].name
            if name == "process" { executable[index] = document.elements[index].flag("isExecutable") }
            if name == "extensionElements" { extensions[index] = true }
            guard !extensions[index] || name == "extensionElements" else { continue }
            model[index] = true
            named[name, default: []].append(index)
        }
        (self.executable, self.model) = (executable, model)
        (self.named, self.containers) = (named, containers)
        incoming = Array(repeating: [], count: document.elements.count)
        outgoing = incoming
        identified.reserveCapacity(document.elements.count)
        for index in document.elements.indices {
            guard document.elements[index].isModel, let id = document.elements[index]["id"] else { continue }
            if let first = identified.updateValue(index, forKey: id) {
                identified[id] = first
                repeated.append(index)
            }
        }
        collectFlows()
    }

    private mutating func collectFlows() {
        nodes = all(ElementKind.flowNodes.subtracting(["event"]))
        for index in all("sequenceFlow") {
            if let source = target(of: index, "sourceRef") { outgoing[source].append(index) }
            if let target = target(of: index, "targetRef") { incoming[target].append(index) }
        }
    }

    /// Whether an element belongs to the model rather than to an extension or diagram.
    func isModel(_ index: Int) -> Bool { model[index] }
    /// Whether it stands in a process that says it is executable.
    func isExecutable(_ index: Int) -> Bool { executable[index] }
    func name(_ index: Int) -> String { document.elements[index].name }
    func attribute(_ index: Int, _ name: String) -> String? { document.elements[index][name] }
    func parent(_ index: Int) -> Int? { document.elements[index].parent }

    func all(_ names: Set<String>) -> [Int] {
        names.flatMap { named[$0] ?? [] }.sorted()
    }

    func all(_ name: String) -> [Int] { named[name] ?? [] }

    /// The element that an attribute refers to.
    func target(of index: Int, _ attribute: String) -> Int? {
        document.elements[index][attribute].flatMap { element(named: $0) }
    }

    /// The element of an id that may carry a prefix.
    func element(named reference: String) -> Int? {
        if let index = identified[reference] { return index }
        guard let colon = reference.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        return identified[String(reference[reference.utf8.index(after: colon)...])]
    }

    /// The process or subprocess around an element.
    func container(of index: Int) -> Int? { containers[index] < 0 ? nil : containers[index] }

    /// The names of the event definitions of an event, its own and those it refers to.
    func definitions(of index: Int) -> [Int] {
        document.children(of: index).compactMap { child in
            guard isModel(child) else { return nil }
            if name(child) == "eventDefinitionRef" { return element(named: document.text(of: child)) }
            return ElementKind.eventDefinitions.contains(name(child)) ? child : nil
        }.filter { ElementKind.eventDefinitions.contains(name($0)) }
    }

    func triggers(of index: Int) -> Set<String> {
        Set(definitions(of: index).map { String(name($0).dropLast("EventDefinition".count)) })
    }

    mutating func report(_ rule: Rule, _ index: Int, _ message: String) {
        let element = document.elements[index]
        let id = element["id"] ?? element.name
        violations.append(Violation(rule, element: id, message, place: element.place))
    }

    /// What messages call an element.
    func label(_ index: Int) -> String {
        "the \(name(index)) `\(attribute(index, "id") ?? attribute(index, "name") ?? "without id")`"
    }
}

/// Checks a document against every rule.
///
/// - Returns: all violations, in the order of the document.
func check(_ document: XMLDocument) -> [Violation] {
    var context = RuleContext(document)
    context.checkStructure()
    context.checkReferences()
    context.checkFlows()
    context.checkGateways()
    context.checkActivities()
    context.checkEvents()
    context.checkEventDefinitions()
    context.checkCollaborations()
    context.checkExpressions()
    context.checkDataSets()
    context.checkDataTypes()
    return context.violations.sorted { first, second in
        let (one, other) = ((first.place.line, first.place.column), (second.place.line, second.place.column))
        return one == other
            ? (first.rule.rawValue, first.message) < (second.rule.rawValue, second.message) : one < other
    }
}
