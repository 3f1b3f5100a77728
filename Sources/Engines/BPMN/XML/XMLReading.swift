import CExpat

/// Why a file is no XML document that may be read here.
struct XMLFault: Error, Hashable {
    var reason: String
    var place: ModelPlace?
}

/// What a file may at most hold.
enum XMLLimit {
    static let bytes = 64 * 1024 * 1024
    static let depth = 64
    static let elements = 2_000_000
}

extension XMLDocument {
    /// Reads XML; the only code that knows the library below.
    ///
    /// Nothing outside the bytes is read. A document type declaration is refused, and with it every entity that could be
    /// external or expand.
    init(reading file: [UInt8]) throws(XMLFault) {
        guard file.count <= XMLLimit.bytes else { throw XMLFault(reason: "it is larger than 64 MiB") }
        let bytes = try utf8Bytes(of: file)
        guard let parser = XML_ParserCreate("UTF-8") else {
            throw XMLFault(reason: "there is no memory to read it")
        }
        defer { XML_ParserFree(parser) }
        let builder = XMLBuilder(parser: parser)
        let status = withExtendedLifetime(builder) {
            connect(parser, to: builder)
            return bytes.withUnsafeBytes { buffer in
                XML_Parse(parser, buffer.bindMemory(to: CChar.self).baseAddress, CInt(buffer.count), 1)
            }
        }
        if let reason = builder.refusal { throw XMLFault(reason: reason, place: builder.place) }
        guard status == XML_STATUS_OK, !builder.elements.isEmpty else {
            let words = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
            throw XMLFault(reason: words ?? "it is not well-formed", place: builder.place)
        }
        self.init(elements: builder.elements, before: builder.before, after: builder.after)
    }
}

/// Hands the parser's events to the builder, which it must not outlive.
private func connect(_ parser: XML_Parser, to builder: XMLBuilder) {
    XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
    XML_SetElementHandler(
        parser,
        { context, name, attributes in
            guard let name else { return }
            XMLBuilder.of(context)?.start(name, attributes)
        },
        { context, _ in XMLBuilder.of(context)?.end() })
    XML_SetCharacterDataHandler(parser) { context, characters, count in
        guard let characters else { return }
        characters.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { start in
            XMLBuilder.of(context)?.append(UnsafeBufferPointer(start: start, count: Int(count)))
        }
    }
    XML_SetCommentHandler(parser) { context, text in
        guard let text else { return }
        XMLBuilder.of(context)?.add(.comment(String(cString: text)))
    }
    XML_SetProcessingInstructionHandler(parser) { context, target, data in
        guard let target, let data else { return }
        XMLBuilder.of(context)?.add(
            .instruction(target: String(cString: target), data: String(cString: data)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
        XMLBuilder.of(context)?.refuse("a document type declaration is not allowed")
    }
}

private final class XMLBuilder {
    let parser: XML_Parser
    var elements: [XMLElement] = []
    var before: [XMLContent] = []
    var after: [XMLContent] = []
    private(set) var refusal: String?
    private var open: [Int] = []
    private var bytes: [UInt8] = []
    /// The namespace declarations in force, innermost last, with the depth that each was made at.
    private var scopes: [(prefix: String, namespace: String, depth: Int)] = [("xml", Namespace.xml, 0)]

    init(parser: XML_Parser) { self.parser = parser }

    static func of(_ context: UnsafeMutableRawPointer?) -> XMLBuilder? {
        context.map { Unmanaged<XMLBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    var place: ModelPlace {
        ModelPlace(
            line: Int(XML_GetCurrentLineNumber(parser)), column: Int(XML_GetCurrentColumnNumber(parser)) + 1)
    }

    func refuse(_ reason: String) {
        if refusal == nil { refusal = reason }
        XML_StopParser(parser, XML_Bool(0))
    }

    /// Opens an element; `attributes` are names and values in turn, then a null pointer.
    func start(_ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        flush()
        guard open.count < XMLLimit.depth else { return refuse("elements are nested deeper than 64 levels") }
        guard elements.count < XMLLimit.elements else { return refuse("it has more than 2,000,000 elements") }
        declare(attributes)
        let parts = split(name)
        guard let namespace = namespace(of: parts.prefix) ?? (parts.prefix.isEmpty ? "" : nil) else {
            return refuse("the prefix `\(parts.prefix)` is not declared")
        }
        var resolved: [XMLAttribute] = []
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            if resolved.isEmpty { resolved.reserveCapacity(4) }
            let name = split(key)
            guard let space = attributeNamespace(name) else {
                return refuse("the prefix `\(name.prefix)` is not declared")
            }
            resolved.append(
                XMLAttribute(
                    prefix: name.prefix, name: name.local, namespace: space, value: String(cString: value)))
            index += 2
        }
        let element = XMLElement(
            prefix: parts.prefix, name: parts.local, namespace: namespace, attributes: resolved,
            parent: open.last,
            place: place)
        if let parent = open.last {
            elements[parent].content.append(.element(elements.count))
            elements[parent].children.append(elements.count)
        }
        open.append(elements.count)
        elements.append(element)
    }

    func end() {
        // The parser still reports the end of an element that was refused.
        guard refusal == nil, !open.isEmpty else { return }
        flush()
        open.removeLast()
        while let last = scopes.last, last.depth > open.count { scopes.removeLast() }
    }

    func append(_ characters: UnsafeBufferPointer<UInt8>) { bytes += characters }

    func add(_ content: XMLContent) {
        flush()
        if let parent = open.last {
            elements[parent].content.append(content)
        } else if elements.isEmpty {
            before.append(content)
        } else {
            after.append(content)
        }
    }

    private func flush() {
        guard !bytes.isEmpty, let parent = open.last else { return }
        elements[parent].content.append(.text(String(decoding: bytes, as: UTF8.self)))
        bytes.removeAll(keepingCapacity: true)
    }

    private func split(_ name: UnsafePointer<CChar>) -> (prefix: String, local: String) {
        var (colon, count) = (-1, 0)
        while name[count] != 0 {
            if colon < 0, UInt8(bitPattern: name[count]) == UInt8(ascii: ":") { colon = count }
            count += 1
        }
        return name.withMemoryRebound(to: UInt8.self, capacity: count) { start in
            let bytes = UnsafeBufferPointer(start: start, count: count)
            guard colon >= 0 else { return ("", String(decoding: bytes, as: UTF8.self)) }
            return (
                String(decoding: bytes[..<colon], as: UTF8.self),
                String(decoding: bytes[(colon + 1)...], as: UTF8.self)
            )
        }
    }

    /// Notes the namespaces that an element declares, which count for itself already.
    private func declare(_ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            index += 2
            // Most attributes begin otherwise, which is cheaper to see than to split.
            guard UInt8(bitPattern: key[0]) == UInt8(ascii: "x") else { continue }
            let name = split(key)
            if name.prefix == "xmlns" {
                scopes.append((name.local, String(cString: value), open.count + 1))
            } else if name.prefix.isEmpty, name.local == "xmlns" {
                scopes.append(("", String(cString: value), open.count + 1))
            }
        }
    }

    private func namespace(of prefix: String) -> String? {
        for index in scopes.indices.reversed() where scopes[index].prefix == prefix {
            return scopes[index].namespace
        }
        return nil
    }

    private func attributeNamespace(_ name: (prefix: String, local: String)) -> String? {
        if name.prefix.isEmpty { return "" }
        return name.prefix == "xmlns" ? Namespace.declarations : namespace(of: name.prefix)
    }
}
