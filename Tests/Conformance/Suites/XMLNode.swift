import CExpat

/// An element of a document that can be changed and written again.
///
/// Names are kept as they are written, with their prefixes; comments and instructions are not kept.
package final class XMLNode {
    package enum Content {
        case element(XMLNode)
        case text(String)
    }

    /// As it is written, with its prefix.
    package private(set) var name: String
    /// Without its prefix.
    package private(set) var local: String
    /// As they are written.
    package var attributes: [(name: String, value: String)]
    package var content: [Content] = []
    package internal(set) weak var parent: XMLNode?

    package init(_ name: String, _ attributes: [(name: String, value: String)] = []) {
        (self.name, self.attributes) = (name, attributes)
        local = Self.local(name)
    }

    static func local(_ name: String) -> String {
        guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")) else { return name }
        return String(name[name.utf8.index(after: colon)...])
    }

    package var children: [XMLNode] {
        content.compactMap { if case .element(let child) = $0 { child } else { nil } }
    }

    package func all(_ name: String) -> [XMLNode] { children.filter { $0.local == name } }
    package func first(_ name: String) -> XMLNode? { children.first { $0.local == name } }

    /// An attribute, by its name without prefix; `nil` takes it away.
    package subscript(attribute: String) -> String? {
        get { attributes.first { Self.local($0.name) == attribute }?.value }
        set {
            guard let index = attributes.firstIndex(where: { Self.local($0.name) == attribute }) else {
                if let newValue { attributes.append((attribute, newValue)) }
                return
            }
            if let newValue { attributes[index].value = newValue } else { attributes.remove(at: index) }
        }
    }

    /// The text directly in it.
    package var text: String {
        get { content.reduce(into: "") { if case .text(let part) = $1 { $0 += part } } }
        set { content = [.text(newValue)] }
    }

    /// The text of the child `text`.
    var expressionText: String? { first("text")?.text }

    package func add(_ child: XMLNode) {
        content.append(.element(child))
        child.parent = self
    }

    package func remove(where isUnwanted: (XMLNode) -> Bool) {
        content.removeAll { if case .element(let child) = $0 { isUnwanted(child) } else { false } }
    }

    /// It and all below it, in the order of the document.
    package var descendants: [XMLNode] {
        var found: [XMLNode] = []
        var waiting = [self]
        while let node = waiting.popLast() {
            found.append(node)
            waiting += node.children.reversed()
        }
        return found
    }

    /// A copy of it and all below it.
    package func copy() -> XMLNode {
        let copy = XMLNode(name, attributes)
        for part in content {
            switch part {
            case .element(let child): copy.add(child.copy())
            case .text(let text): copy.content.append(.text(text))
            }
        }
        return copy
    }

    /// A name with the prefix that it has itself.
    package func sibling(_ local: String) -> String {
        name.count == self.local.count ? local : String(name.dropLast(self.local.count)) + local
    }

    /// Changes what it is, within its namespace.
    package func rename(_ local: String) { (name, self.local) = (sibling(local), local) }
}

extension XMLNode {
    /// Why a file cannot be read.
    package struct Malformed: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    static let depth = 64

    /// Reads a document without document type declarations, whose elements are at most 64 levels deep.
    package static func read(_ bytes: [UInt8]) throws(Malformed) -> XMLNode {
        guard let parser = XML_ParserCreate(nil) else { throw Malformed(description: "there is no memory") }
        defer { XML_ParserFree(parser) }
        let builder = Builder(parser)
        XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
        XML_SetElementHandler(
            parser, { Builder.of($0)?.start($1, $2) },
            { context, _ in _ = Builder.of(context)?.open.popLast() })
        XML_SetCharacterDataHandler(parser) { context, characters, count in
            guard let characters else { return }
            let bytes = UnsafeRawBufferPointer(start: characters, count: Int(count))
            Builder.of(context)?.add(String(decoding: bytes, as: UTF8.self))
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in Builder.of(context)?.stop() }
        let status = withExtendedLifetime(builder) {
            bytes.withUnsafeBytes { bytes in
                XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, CInt(bytes.count), 1)
            }
        }
        guard status == XML_STATUS_OK, let root = builder.root else {
            let line = XML_GetCurrentLineNumber(parser)
            throw Malformed(description: "it is no XML that can be read, at line \(line)")
        }
        return root
    }

    /// The document as text that reads back as it is.
    package var written: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(to: &text)
        return text + "\n"
    }

    private func write(to text: inout String) {
        text += "<\(name)"
        for attribute in attributes {
            text += " \(attribute.name)=\"\(Self.escaped(attribute.value))\""
        }
        guard !content.isEmpty else { return text += "/>" }
        text += ">"
        for part in content {
            switch part {
            case .element(let child): child.write(to: &text)
            case .text(let part): text += Self.escaped(part)
            }
        }
        text += "</\(name)>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\r": result += "&#13;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

private final class Builder {
    let parser: XML_Parser
    var root: XMLNode?
    var open: [XMLNode] = []

    init(_ parser: XML_Parser) { self.parser = parser }

    static func of(_ context: UnsafeMutableRawPointer?) -> Builder? {
        context.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
    }

    func stop() { XML_StopParser(parser, XML_Bool(0)) }

    func start(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard let name, open.count < XMLNode.depth else { return stop() }
        var values: [(name: String, value: String)] = []
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            values.append((String(cString: key), String(cString: value)))
            index += 2
        }
        let element = XMLNode(String(cString: name), values)
        if let parent = open.last { parent.add(element) } else { root = element }
        open.append(element)
    }

    func add(_ text: String) {
        guard let element = open.last else { return }
        if case .text(let before) = element.content.last {
            element.content[element.content.count - 1] = .text(before + text)
        } else {
            element.content.append(.text(text))
        }
    }
}
