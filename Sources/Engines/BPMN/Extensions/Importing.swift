/// Rewrites a peer's file as standard BPMN with the extensions of uvmgr.
///
/// What was mapped is replaced; all else, diagrams and unknown content included, stays as it is.
struct Importer {
    private(set) var document: XMLDocument
    private var notes: DialectNotes
    private let reader: ExtensionReader
    private let expressions: ExpressionResolver

    init(_ source: XMLDocument) {
        var reader = ExtensionReader(source)
        reader.read()
        document = source
        notes = reader.notes
        self.reader = reader
        expressions = ExpressionResolver(dialect: reader.dialect)
    }

    mutating func run() -> (xml: String, notes: DialectNotes) {
        let count = document.elements.count
        removeMapped(count)
        for index in 0..<count where document.elements[index].isModel && !reader.isInExtension(index) {
            rewrite(index)
        }
        for index in 0..<count where document.elements[index].isModel && !reader.isInExtension(index) {
            guard let id = document.elements[index]["id"], let settings = reader.settings[id] else {
                continue
            }
            add(settings, to: index)
        }
        finishRoot()
        return (
            document.written(),
            notes.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
        )
    }

    // MARK: - What goes

    private mutating func removeMapped(_ count: Int) {
        for index in 0..<count {
            let gone = document.elements[index].children.filter {
                reader.mappedElements.contains($0)
                    && document.elements[$0].namespace != Dialect.uvmgr.namespace
            }
            if !gone.isEmpty {
                document.elements[index].children.removeAll(where: gone.contains)
                document.elements[index].content.removeAll {
                    if case .element(let child) = $0 { gone.contains(child) } else { false }
                }
            }
            let attributes = document.elements[index].attributes
            document.elements[index].attributes = attributes.indices.filter {
                !reader.mappedAttributes.contains([index, $0])
            }.map { attributes[$0] }
        }
    }

    // MARK: - Standard elements

    private mutating func rewrite(_ index: Int) {
        let element = document.elements[index]
        if let role = expressionRoles[element.name] { return rewriteExpression(index, role) }
        switch element.name {
        case "scriptTask", "globalScriptTask":
            rewriteScript(index)
        case "message", "signal":
            guard reader.dialect == .camunda8, let name = element["name"], name.hasPrefix("="),
                let literal = plainString(trimmed(String(name.dropFirst())))
            else { return }
            set("name", literal, at: index)
        default: break
        }
    }

    private mutating func rewriteScript(_ index: Int) {
        guard let child = document.child(of: index, "script") else { return }
        let text = document.text(of: child)
        do {
            let script = try expressions.script(text, format: document.elements[index]["scriptFormat"])
            guard let format = script.format else { return }
            if script.text != text { document.elements[child].content = [.text(script.text)] }
            set("scriptFormat", format, at: index)
            note(.mapped, child, "a script in \(format)")
        } catch {
            note(.refused, child, "\(error.message); \(error.hint)")
        }
    }

    private mutating func rewriteExpression(_ index: Int, _ role: ExpressionRole) {
        let element = document.elements[index]
        let text = document.text(of: index)
        if text.isEmpty { return }
        let written = ProcessExpression(
            text, language: element["language"] ?? document.root["expressionLanguage"], place: element.place)
        do {
            let resolved = try expressions.resolve(written, as: role)
            if resolved.text != text { document.elements[index].content = [.text(resolved.text)] }
            set("language", resolved.language ?? "feel", at: index)
            note(.mapped, index, "an expression in \(resolved.language ?? "FEEL")")
        } catch {
            // It keeps a language that is refused again, so that it does not become another expression.
            if element["language"] == nil {
                set("language", reader.dialect == .camunda7 ? "juel" : "text", at: index)
            }
            note(.refused, index, "\(error.message); \(error.hint)")
        }
        markFormal(index)
    }

    private mutating func markFormal(_ index: Int) {
        guard !isFormalExpression(document.elements[index]) else { return }
        let prefix = document.root.prefix
        document.elements[index].attributes.append(
            XMLAttribute(
                prefix: "xsi", name: "type", namespace: Namespace.schemaInstance,
                value: prefix.isEmpty ? "tFormalExpression" : "\(prefix):tFormalExpression"))
    }

    private mutating func note(_ outcome: ImportNote.Outcome, _ index: Int, _ message: String) {
        let element = document.elements[index]
        var owner = index
        while document.elements[owner]["id"] == nil, let parent = document.elements[owner].parent {
            owner = parent
        }
        notes.append(
            ImportNote(
                outcome: outcome, element: reader.id(owner), name: element.qualifiedName, message: message,
                place: element.place))
    }

    private mutating func set(_ name: String, _ value: String, at index: Int) {
        let attribute = XMLAttribute(prefix: "", name: name, namespace: "", value: value)
        let known = document.elements[index].attributes.firstIndex {
            $0.name == name && $0.namespace.isEmpty
        }
        if let known {
            document.elements[index].attributes[known] = attribute
        } else {
            document.elements[index].attributes.append(attribute)
        }
    }

    // MARK: - What comes

    private mutating func add(_ settings: ElementSettings, to index: Int) {
        // An element that already speaks uvmgr's language keeps its own words.
        let own = document.child(of: index, "extensionElements").map { document.children(of: $0) } ?? []
        if own.contains(where: { document.elements[$0].namespace == Dialect.uvmgr.namespace }) { return }
        let parts = settings.parts
        if parts.isEmpty { return }
        let holder = extensionElements(of: index)
        for part in parts { append(part, to: holder) }
    }

    private mutating func extensionElements(of index: Int) -> Int {
        if let known = document.child(of: index, "extensionElements") { return known }
        let parent = document.elements[index]
        let added = XMLElement(
            XMLName(prefix: parent.prefix, local: "extensionElements", namespace: parent.namespace),
            attributes: [], parent: index, place: parent.place)
        let number = document.elements.count
        document.elements.append(added)
        // The schema wants it after the documentation and before all else.
        let documentation = document.children(of: index, "documentation").last
        let position =
            parent.content.lastIndex { $0 == documentation.map { .element($0) } }.map { $0 + 1 } ?? 0
        document.elements[index].content.insert(.element(number), at: position)
        document.elements[index].children.insert(
            number, at: documentation.flatMap { parent.children.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
        return number
    }

    private mutating func append(_ part: ExtensionPart, to parent: Int) {
        let number = document.elements.count
        let attributes = part.attributes.map {
            XMLAttribute(prefix: "", name: $0.name, namespace: "", value: $0.value)
        }
        document.elements.append(
            XMLElement(
                XMLName(prefix: "uvmgr", local: part.name, namespace: Dialect.uvmgr.namespace ?? ""),
                attributes: attributes, parent: parent, place: document.elements[parent].place))
        document.elements[parent].content.append(.element(number))
        document.elements[parent].children.append(number)
        if let text = part.text { document.elements[number].content.append(.text(text)) }
        for child in part.children { append(child, to: number) }
    }

    private mutating func finishRoot() {
        declare("uvmgr", Dialect.uvmgr.namespace ?? "")
        declare("xsi", Namespace.schemaInstance)
        let namespace = Dialect.uvmgr.namespace ?? ""
        document.elements[0].attributes.removeAll { $0.namespace == namespace && $0.name == "dialect" }
        document.elements[0].attributes.append(
            XMLAttribute(prefix: "uvmgr", name: "dialect", namespace: namespace, value: "uvmgr"))
    }

    private mutating func declare(_ prefix: String, _ namespace: String) {
        let isKnown = document.root.attributes.contains { $0.prefix == "xmlns" && $0.name == prefix }
        if isKnown { return }
        document.elements[0].attributes.append(
            XMLAttribute(
                prefix: "xmlns", name: prefix, namespace: Namespace.declarations, value: namespace))
    }
}

extension Definitions {
    /// The file as standard BPMN with the extensions of uvmgr instead of a peer's.
    ///
    /// Diagrams and unknown content are kept; what is refused stays as it is and is refused again when it is deployed.
    ///
    /// - Returns: the file as UTF-8 XML, which loads to the same settings, and what became of each extension and
    ///   expression, in the order of the file.
    public func imported() -> (xml: String, notes: [ImportNote]) {
        var importer = Importer(document)
        return importer.run()
    }
}

/// The elements that hold expressions, with what these are for.
private let expressionRoles: [String: ExpressionRole] = [
    "conditionExpression": .condition, "loopCondition": .condition, "completionCondition": .condition,
    "activationCondition": .condition, "condition": .condition, "timeDate": .timer, "timeDuration": .timer,
    "timeCycle": .timer, "loopMaximum": .value, "loopCardinality": .value, "from": .value,
    "transformation": .value, "messagePath": .value, "dataPath": .value,
]
