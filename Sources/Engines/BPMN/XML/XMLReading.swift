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
        var builder = XMLBuilder(parser: parser)
        let status = withUnsafeMutablePointer(to: &builder) { builder in
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
private func connect(_ parser: XML_Parser, to builder: UnsafeMutablePointer<XMLBuilder>) {
    XML_SetUserData(parser, builder)
    XML_SetElementHandler(
        parser,
        { context, name, attributes in
            guard let name else { return }
            XMLBuilder.of(context)?.pointee.start(name, attributes)
        },
        { context, _ in XMLBuilder.of(context)?.pointee.end() })
    XML_SetCharacterDataHandler(parser) { context, characters, count in
        guard let characters else { return }
        characters.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { start in
            XMLBuilder.of(context)?.pointee.append(UnsafeBufferPointer(start: start, count: Int(count)))
        }
    }
    XML_SetCommentHandler(parser) { context, text in
        guard let text else { return }
        XMLBuilder.of(context)?.pointee.add(.comment(String(cString: text)))
    }
    XML_SetProcessingInstructionHandler(parser) { context, target, data in
        guard let target, let data else { return }
        XMLBuilder.of(context)?.pointee.add(
            .instruction(target: String(cString: target), data: String(cString: data)))
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
        XMLBuilder.of(context)?.pointee.refuse("a document type declaration is not allowed")
    }
}

/// Makes the document of what the parser sees.
///
/// A value behind a pointer: the properties of an object would be guarded against overlapping access at each use.
private struct XMLBuilder {
    let parser: XML_Parser
    var elements: [XMLElement] = []
    var before: [XMLContent] = []
    var after: [XMLContent] = []
    private(set) var refusal: String?
    private var open: [Int] = []
    private var bytes: [UInt8] = []
    private var names = XMLNameTable()

    init(parser: XML_Parser) { self.parser = parser }

    static func of(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLBuilder>? {
        context?.assumingMemoryBound(to: XMLBuilder.self)
    }

    var place: ModelPlace {
        ModelPlace(
            line: Int(XML_GetCurrentLineNumber(parser)), column: Int(XML_GetCurrentColumnNumber(parser)) + 1)
    }

    mutating func refuse(_ reason: String) {
        if refusal == nil { refusal = reason }
        XML_StopParser(parser, XML_Bool(0))
    }

    private mutating func refuse(undeclared name: UnsafePointer<CChar>) {
        let prefix = String(cString: name).prefix { $0 != ":" }
        refuse("the prefix `\(prefix)` is not declared")
    }

    /// Opens an element; `attributes` are names and values in turn, then a null pointer.
    mutating func start(
        _ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        flush()
        guard open.count < XMLLimit.depth else { return refuse("elements are nested deeper than 64 levels") }
        guard elements.count < XMLLimit.elements else { return refuse("it has more than 2,000,000 elements") }
        names.declare(attributes, depth: open.count + 1)
        guard let tag = names.name(name, isAttribute: false) else { return refuse(undeclared: name) }
        var resolved: [XMLAttribute] = []
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            if resolved.isEmpty { resolved.reserveCapacity(4) }
            guard let name = names.name(key, isAttribute: true) else { return refuse(undeclared: key) }
            resolved.append(XMLAttribute(name, value: String(cString: value)))
            index += 2
        }
        let element = XMLElement(tag, attributes: resolved, parent: open.last, place: place)
        if let parent = open.last {
            elements[parent].content.append(.element(elements.count))
            elements[parent].children.append(elements.count)
        }
        open.append(elements.count)
        elements.append(element)
    }

    mutating func end() {
        // The parser still reports the end of an element that was refused.
        guard refusal == nil, !open.isEmpty else { return }
        flush()
        open.removeLast()
        names.close(depth: open.count)
    }

    mutating func append(_ characters: UnsafeBufferPointer<UInt8>) { bytes += characters }

    mutating func add(_ content: XMLContent) {
        flush()
        if let parent = open.last {
            elements[parent].content.append(content)
        } else if elements.isEmpty {
            before.append(content)
        } else {
            after.append(content)
        }
    }

    private mutating func flush() {
        guard !bytes.isEmpty, let parent = open.last else { return }
        elements[parent].content.append(.text(String(decoding: bytes, as: UTF8.self)))
        bytes.removeAll(keepingCapacity: true)
    }
}
