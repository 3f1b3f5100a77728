/// A position in a BPMN file; lines and columns count from 1, columns in bytes of its UTF-8 form.
///
/// Positions take no part in comparison: two models that differ only in layout of their text are equal.
public struct ModelPlace: Hashable, Sendable {
    // Every element of a model has a place, so that it is kept small; a file of 64 MiB has fewer lines and columns.
    private let (packedLine, packedColumn): (UInt32, UInt32)

    public var line: Int { Int(packedLine) }
    public var column: Int { Int(packedColumn) }

    public init(line: Int, column: Int) {
        (packedLine, packedColumn) = (UInt32(clamping: line), UInt32(clamping: column))
    }

    public static func == (_: Self, _: Self) -> Bool { true }
    public func hash(into _: inout Hasher) {}
}

/// The name of an element or attribute, as it is written and what it means.
///
/// A document has few different names for many elements, which share them.
final class XMLName: Hashable, Sendable {
    let prefix: String
    let local: String
    let namespace: String
    /// Whether it is of the BPMN model namespace.
    let isModel: Bool

    init(prefix: String, local: String, namespace: String) {
        (self.prefix, self.local, self.namespace) = (prefix, local, namespace)
        isModel = namespace == Namespace.model
    }

    var qualified: String { prefix.isEmpty ? local : "\(prefix):\(local)" }

    static func == (one: XMLName, other: XMLName) -> Bool {
        one === other
            || one.local == other.local && one.prefix == other.prefix && one.namespace == other.namespace
    }

    func hash(into hasher: inout Hasher) { hasher.combine(local) }
}

/// An attribute as it is written, with its namespace resolved.
public struct XMLAttribute: Hashable, Sendable {
    let key: XMLName
    public let value: String

    /// Its prefix; empty without one.
    public var prefix: String { key.prefix }
    public var name: String { key.local }
    /// Empty for an attribute without prefix, which belongs to its element.
    public var namespace: String { key.namespace }
    var qualifiedName: String { key.qualified }

    init(_ key: XMLName, value: String) { (self.key, self.value) = (key, value) }

    init(prefix: String, name: String, namespace: String, value: String) {
        self.init(XMLName(prefix: prefix, local: name, namespace: namespace), value: value)
    }
}

/// What stands between the tags of an element.
public enum XMLContent: Hashable, Sendable {
    /// A child, by its index in ``XMLDocument/elements``.
    case element(Int)
    case text(String)
    case comment(String)
    // Rare, and so large that every other content would take its room.
    indirect case instruction(target: String, data: String)
}

/// An element with all that is written in it.
public struct XMLElement: Hashable, Sendable {
    let tag: XMLName
    public internal(set) var attributes: [XMLAttribute]
    public internal(set) var content: [XMLContent] = []
    /// The elements in ``content``.
    public internal(set) var children: [Int] = []
    /// The index of the element around it; `nil` for the root.
    public let parent: Int?
    public let place: ModelPlace

    public var prefix: String { tag.prefix }
    public var name: String { tag.local }
    public var namespace: String { tag.namespace }
    var qualifiedName: String { tag.qualified }
    /// Whether it is of the BPMN model namespace.
    var isModel: Bool { tag.isModel }

    init(_ tag: XMLName, attributes: [XMLAttribute], parent: Int?, place: ModelPlace) {
        (self.tag, self.attributes, self.parent, self.place) = (tag, attributes, parent, place)
    }

    /// The value of the attribute of that name that has no namespace.
    public subscript(_ name: String) -> String? {
        // By index: an attribute is looked at, not copied.
        for index in attributes.indices
        where attributes[index].key.local == name && attributes[index].key.namespace.isEmpty {
            return attributes[index].value
        }
        return nil
    }
}

/// An XML document as an arena of elements: a value without references, however deep it is.
public struct XMLDocument: Hashable, Sendable {
    /// All elements in document order; the first one is the root.
    public internal(set) var elements: [XMLElement]
    /// Comments and instructions before and after the root.
    public internal(set) var before: [XMLContent] = []
    public internal(set) var after: [XMLContent] = []

    var root: XMLElement { elements[0] }

    /// The child elements of `index`, in order.
    func children(of index: Int) -> [Int] { elements[index].children }

    /// The children of the BPMN namespace with that name.
    func children(of index: Int, _ name: String) -> [Int] {
        children(of: index).filter { elements[$0].name == name && elements[$0].isModel }
    }

    func child(of index: Int, _ name: String) -> Int? {
        elements[index].children.first { elements[$0].name == name && elements[$0].isModel }
    }

    /// The text written directly in an element, without surrounding white space.
    func text(of index: Int) -> String {
        var text = ""
        for case .text(let part) in elements[index].content { text += part }
        return trimmed(text)
    }

    func childText(of index: Int, _ name: String) -> String? {
        child(of: index, name).map(text(of:))
    }

    /// The namespace that a prefix stands for at an element; `nil` when it is not declared.
    func namespace(of prefix: String, at index: Int) -> String? {
        var current: Int? = index
        while let element = current {
            for attribute in elements[element].attributes {
                let isDeclaration =
                    prefix.isEmpty
                    ? attribute.prefix.isEmpty && attribute.name == "xmlns"
                    : attribute.prefix == "xmlns" && attribute.name == prefix
                if isDeclaration { return attribute.value }
            }
            current = elements[element].parent
        }
        return nil
    }
}

/// Without the blanks of XML at both ends.
func trimmed(_ text: String) -> String {
    let utf8 = text.utf8
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = utf8.firstIndex(where: { !isBlank($0) }),
        let last = utf8.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(text[first...last])
}

/// The namespaces of BPMN 2.0 files.
enum Namespace {
    static let model = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    static let diagram = "http://www.omg.org/spec/BPMN/20100524/DI"
    static let schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"
    static let declarations = "http://www.w3.org/2000/xmlns/"
    static let xml = "http://www.w3.org/XML/1998/namespace"
}
