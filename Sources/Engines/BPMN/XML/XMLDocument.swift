/// A position in a BPMN file; lines and columns count from 1, columns in bytes of its UTF-8 form.
///
/// Positions take no part in comparison: two models that differ only in layout of their text are equal.
public struct ModelPlace: Hashable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    public static func == (_: Self, _: Self) -> Bool { true }
    public func hash(into _: inout Hasher) {}
}

/// An attribute as it is written, with its namespace resolved.
public struct XMLAttribute: Hashable, Sendable {
    /// Its prefix; empty without one.
    public let prefix: String
    public let name: String
    /// Empty for an attribute without prefix, which belongs to its element.
    public let namespace: String
    public let value: String

    var qualifiedName: String { prefix.isEmpty ? name : "\(prefix):\(name)" }
}

/// What stands between the tags of an element.
public enum XMLContent: Hashable, Sendable {
    /// A child, by its index in ``XMLDocument/elements``.
    case element(Int)
    case text(String)
    case comment(String)
    case instruction(target: String, data: String)
}

/// An element with all that is written in it.
public struct XMLElement: Hashable, Sendable {
    public let prefix: String
    public let name: String
    public let namespace: String
    public internal(set) var attributes: [XMLAttribute]
    public internal(set) var content: [XMLContent] = []
    /// The elements in ``content``.
    public internal(set) var children: [Int] = []
    /// The index of the element around it; `nil` for the root.
    public let parent: Int?
    public let place: ModelPlace

    var qualifiedName: String { prefix.isEmpty ? name : "\(prefix):\(name)" }
    /// Whether it is of the BPMN model namespace.
    let isModel: Bool

    init(
        prefix: String, name: String, namespace: String, attributes: [XMLAttribute], parent: Int?,
        place: ModelPlace
    ) {
        (self.prefix, self.name, self.namespace) = (prefix, name, namespace)
        (self.attributes, self.parent, self.place) = (attributes, parent, place)
        isModel = namespace == Namespace.model
    }

    /// The value of the attribute of that name that has no namespace.
    public subscript(_ name: String) -> String? {
        // By index: an attribute is looked at, not copied.
        for index in attributes.indices
        where attributes[index].name == name && attributes[index].namespace.isEmpty {
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
