/// Something of an extension's namespace: an attribute of a BPMN element, or a child of its `extensionElements`.
struct ExtensionItem {
    let dialect: Dialect
    let name: String
    /// The attribute's value, or the element's text.
    let value: String
    /// Of an element: its index.
    let element: Int?
    /// The BPMN element that it is written at.
    let holder: Int
    /// The flow node, message, process or other element with an id that it counts for.
    let owner: Int
    let place: ModelPlace
}

/// Reads the extensions of a document into ``ElementSettings``, one item after the other.
struct ExtensionReader {
    let document: XMLDocument
    let dialect: Dialect
    private(set) var settings: [String: ElementSettings] = [:]
    private(set) var notes: DialectNotes = []
    private(set) var faults: [DeploymentFault] = []
    /// The elements whose extension has been mapped, and attributes, by their element and number.
    private(set) var mappedElements: Set<Int> = []
    private(set) var mappedAttributes: Set<[Int]> = []
    private var isExtension: [Bool]
    private var executable: [Bool]

    init(_ document: XMLDocument, dialect: Dialect? = nil) {
        self.document = document
        self.dialect = dialect ?? document.dialect
        isExtension = Array(repeating: false, count: document.elements.count)
        executable = isExtension
    }

    mutating func read() {
        // By index: an element is looked at, not copied.
        for index in document.elements.indices {
            let parent = document.elements[index].parent
            if let parent {
                isExtension[index] = isExtension[parent]
                executable[index] = executable[parent]
            }
            guard document.elements[index].isModel else { continue }
            if document.elements[index].name == "process" {
                executable[index] = document.elements[index].flag("isExecutable")
            }
            guard !isExtension[index] else { continue }
            if document.elements[index].name == "extensionElements", let holder = parent {
                isExtension[index] = true
                for child in document.elements[index].children { read(child, at: holder) }
            } else {
                for number in document.elements[index].attributes.indices
                where !document.elements[index].attributes[number].namespace.isEmpty {
                    read(number, of: index)
                }
                readStandard(index)
            }
        }
        dropEmptyCalls()
        checkServices()
    }

    /// Headers or retries without a call have nothing to act on.
    private mutating func dropEmptyCalls() {
        guard !settings.isEmpty else { return }
        for (index, element) in document.elements.enumerated() where element.isModel {
            guard let id = element["id"], settings[id]?.service?.operation.isEmpty == true else { continue }
            settings[id]?.service = nil
            note(
                .ignored, index, element.qualifiedName, "retries and headers are those of a service call",
                element.place)
        }
        settings = settings.filter { !$0.value.isEmpty }
    }

    private mutating func read(_ child: Int, at holder: Int) {
        let element = document.elements[child]
        guard let dialect = Dialect(namespace: element.namespace) else {
            return note(
                .ignored, holder, element.qualifiedName, "it is not known here, and kept", element.place)
        }
        let item = ExtensionItem(
            dialect: dialect, name: element.name, value: document.text(of: child), element: child,
            holder: holder, owner: owner(of: holder), place: element.place)
        if take(item) { mappedElements.insert(child) }
    }

    private mutating func read(_ number: Int, of holder: Int) {
        let element = document.elements[holder]
        let attribute = element.attributes[number]
        guard let dialect = Dialect(namespace: attribute.namespace) else { return }
        let item = ExtensionItem(
            dialect: dialect, name: attribute.name, value: trimmed(attribute.value), element: nil,
            holder: holder, owner: owner(of: holder), place: element.place)
        if take(item) { mappedAttributes.insert([holder, number]) }
    }

    /// - Returns: whether it was mapped.
    private mutating func take(_ item: ExtensionItem) -> Bool {
        let name = "\(item.dialect.prefix):\(item.name)"
        do {
            switch try outcome(of: item) {
            case .mapped(let message):
                note(.mapped, item.owner, name, message, item.place)
                return true
            case .ignored(let message): note(.ignored, item.owner, name, message, item.place)
            }
        } catch {
            refuse(item.owner, name, error, item.place)
        }
        return false
    }

    private mutating func outcome(of item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        switch item.dialect {
        case .uvmgr: try uvmgr(item)
        case .spiff: try spiff(item)
        case .camunda7: try camunda(item)
        case .camunda8: try zeebe(item)
        case .plain: .ignored("it is not known here, and kept")
        }
    }

    mutating func refuse(_ owner: Int, _ name: String, _ refusal: Refusal, _ place: ModelPlace) {
        note(.refused, owner, name, "\(refusal.message); \(refusal.hint)", place)
        guard isDeployed(owner) else { return }
        faults.append(
            DeploymentFault(
                reason: refusal.reason, element: id(owner), message: refusal.message, place: place,
                hint: refusal.hint))
    }

    private mutating func note(
        _ outcome: ImportNote.Outcome, _ owner: Int, _ name: String, _ message: String, _ place: ModelPlace
    ) {
        notes.append(
            ImportNote(outcome: outcome, element: id(owner), name: name, message: message, place: place))
    }

    // MARK: - Where an item belongs

    /// Whether an element is executed: it stands in an executable process, or outside of all.
    private func isDeployed(_ index: Int) -> Bool {
        if executable[index] { return true }
        var current: Int? = index
        while let element = current {
            if document.elements[element].name == "process" { return false }
            current = document.elements[element].parent
        }
        return true
    }

    private func owner(of holder: Int) -> Int {
        var current = holder
        while !owners.contains(document.elements[current].name),
            let parent = document.elements[current].parent
        {
            current = parent
        }
        return current
    }

    /// Whether an element stands in `extensionElements`, or is one.
    func isInExtension(_ index: Int) -> Bool { isExtension[index] }

    func id(_ index: Int) -> String { document.elements[index]["id"] ?? document.elements[index].name }
    func kind(_ index: Int) -> String { document.elements[index].name }

    mutating func change(_ item: ExtensionItem, _ body: (inout ElementSettings) -> Void) {
        change(item.owner, body)
    }

    mutating func change(_ owner: Int, _ body: (inout ElementSettings) -> Void) {
        body(&settings[id(owner), default: ElementSettings()])
    }

    /// The children of an extension element that are of the same namespace.
    func parts(of item: ExtensionItem) -> [Int] {
        guard let element = item.element else { return [] }
        return document.children(of: element).filter {
            document.elements[$0].namespace == item.dialect.namespace
        }
    }

    /// An attribute of an extension element, without its blanks; `nil` when it is empty.
    func attribute(_ index: Int?, _ name: String) -> String? {
        guard let index, let value = document.elements[index][name] else { return nil }
        let text = trimmed(value)
        return text.isEmpty ? nil : text
    }
}

/// The elements that settings are kept for.
private let owners = ElementKind.flowNodes.union(ElementKind.globalTasks).union([
    "process", "sequenceFlow", "message", "signal", "error", "escalation", "dataObject", "participant",
    "collaboration", "dataObjectReference", "dataStoreReference", "lane", "definitions",
])
