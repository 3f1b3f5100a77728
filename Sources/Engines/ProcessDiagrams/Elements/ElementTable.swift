import BPMN

/// The elements of a file as far as diagrams show them, by their index in the document.
///
/// It is built from the document and not from the typed model, which holds only what can be executed: groups,
/// annotations, states of data and the names of lanes are in the document alone.
struct ElementTable {
    let document: XMLDocument
    /// The element of an id of the model; the first one of several.
    let byID: [String: Int]
    /// Boundary events of an activity, in order.
    private(set) var attached: [Int: [Int]] = [:]
    /// Default flows.
    let defaults: Set<String>
    private static let model = "http://www.omg.org/spec/BPMN/20100524/MODEL"

    init(_ document: XMLDocument) {
        self.document = document
        var byID: [String: Int] = [:]
        var defaults: Set<String> = []
        var boundary: [(event: Int, host: String)] = []
        for (index, element) in document.elements.enumerated() where element.namespace == Self.model {
            if let id = element["id"], byID[id] == nil { byID[id] = index }
            if let flow = element["default"] { defaults.insert(Self.localName(flow)) }
            if element.name == "boundaryEvent" {
                boundary.append((index, Self.localName(element["attachedToRef"] ?? "")))
            }
        }
        (self.byID, self.defaults) = (byID, defaults)
        for (event, host) in boundary {
            if let host = byID[host] { attached[host, default: []].append(event) }
        }
    }

    var root: Int { 0 }

    /// The part of a qualified name after its prefix.
    static func localName(_ name: String) -> String {
        guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return name }
        return String(name[name.utf8.index(after: colon)...])
    }

    func element(_ index: Int) -> XMLElement { document.elements[index] }

    var count: Int { document.elements.count }

    /// The name of its tag.
    func tag(_ index: Int) -> String { document.elements[index].name }

    /// The element around it.
    func parent(_ index: Int) -> Int? { document.elements[index].parent }

    /// The children that belong to the BPMN model.
    func children(_ index: Int) -> [Int] {
        document.elements[index].children.filter { document.elements[$0].namespace == Self.model }
    }

    func children(_ index: Int, _ name: String) -> [Int] {
        children(index).filter { document.elements[$0].name == name }
    }

    func text(_ index: Int) -> String {
        var text = ""
        for content in document.elements[index].content {
            switch content {
            case .text(let part): text += part
            case .element(let child): text += self.text(child)
            default: break
            }
        }
        return text
    }

    func trimmedText(_ index: Int) -> String {
        text(index).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Its id, or a made-up one that no element has.
    func key(_ index: Int) -> String {
        if let id = element(index)["id"], !id.isEmpty, byID[id] == index { return id }
        var key = "element-\(index)"
        while byID[key] != nil { key += "-" }
        return key
    }

    /// The element that a reference names.
    func resolve(_ reference: String?) -> Int? {
        guard let reference, !reference.isEmpty else { return nil }
        return byID[reference] ?? byID[Self.localName(reference)]
    }

    /// The target of an attribute of that name, or of a child element of that name.
    func target(_ index: Int, _ name: String) -> Int? {
        if let value = element(index)[name] { return resolve(value) }
        return children(index, name).first.flatMap { resolve(trimmedText($0)) }
    }

    /// What is written at it.
    func name(_ index: Int) -> String {
        let element = element(index)
        switch element.name {
        case "textAnnotation": return children(index, "text").first.map(text) ?? ""
        case "group": return target(index, "categoryValueRef").flatMap { self.element($0)["value"] } ?? ""
        case "dataObjectReference", "dataStoreReference", "dataObject", "dataInput", "dataOutput":
            return dataName(index)
        case "participant":
            if let name = element["name"], !name.isEmpty { return name }
            return target(index, "processRef").flatMap { self.element($0)["name"] } ?? ""
        default: return element["name"] ?? ""
        }
    }

    private func dataName(_ index: Int) -> String {
        let element = element(index)
        var name = element["name"] ?? ""
        if name.isEmpty, let target = target(index, "dataObjectRef") ?? target(index, "dataStoreRef") {
            name = self.element(target)["name"] ?? ""
        }
        let state = children(index, "dataState").first.flatMap { self.element($0)["name"] } ?? ""
        if name.contains(state) { return name }
        return state.isEmpty ? name : name.isEmpty ? "[\(state)]" : "\(name)\n[\(state)]"
    }
}
