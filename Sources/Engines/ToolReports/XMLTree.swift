import CExpat

/// An element of an XML document, with what is written directly in it.
final class XMLNode {
    let name: String
    let attributes: [String: String]
    /// Line of its start tag, from 1.
    let line: Int
    private(set) var children: [XMLNode] = []
    /// Its own text and CDATA, not that of its children.
    var text: String { String(decoding: bytes, as: UTF8.self) }
    private var bytes: [UInt8] = []

    init(name: String, attributes: [String: String], line: Int) {
        (self.name, self.attributes, self.line) = (name, attributes, line)
    }

    func children(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

    fileprivate func append(_ child: XMLNode) { children.append(child) }
    fileprivate func append(_ text: UnsafeBufferPointer<UInt8>) { bytes += text }
}

/// Reads an XML report into a tree.
///
/// The only file that knows the XML library. Nothing outside the document is ever read, and no entity can be declared: a
/// document type may be named, but must not contain anything.
///
/// - Throws: ``ToolReportError/malformed(_:reason:line:column:)`` with the place of the first fault.
func readXML(_ bytes: [UInt8], as format: ReportFormat) throws(ToolReportError) -> XMLNode {
    let text = Array(try reportBytes(bytes, as: format, limit: XMLGuard.sizeLimit))
    try XMLGuard(bytes: text, format: format).check()
    let builder = XMLTreeBuilder()
    guard let parser = XML_ParserCreate("UTF-8") else {
        throw .malformed(format, reason: "there is no memory to read it", line: nil, column: nil)
    }
    defer { XML_ParserFree(parser) }
    builder.parser = parser
    let status = withExtendedLifetime(builder) {
        connect(parser, to: builder)
        return text.withUnsafeBytes { buffer in
            XML_Parse(parser, buffer.bindMemory(to: CChar.self).baseAddress, CInt(buffer.count), 1)
        }
    }
    let line = Int(XML_GetCurrentLineNumber(parser))
    if builder.isTooDeep {
        let reason = "elements nested deeper than \(XMLTreeBuilder.depthLimit) levels"
        throw .malformed(format, reason: reason, line: line, column: nil)
    }
    guard status == XML_STATUS_OK, let root = builder.root, builder.open.isEmpty else {
        let column = Int(XML_GetCurrentColumnNumber(parser)) + 1
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
        throw .malformed(
            format, reason: "not well-formed XML" + (reason.map { ": \($0)" } ?? ""), line: line,
            column: column)
    }
    return root
}

/// Hands the parser's events to the builder, which it must not outlive.
private func connect(_ parser: XML_Parser, to builder: XMLTreeBuilder) {
    XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
    XML_SetElementHandler(
        parser,
        { context, name, attributes in
            guard let name else { return }
            XMLTreeBuilder.of(context)?.start(String(cString: name), attributes)
        },
        { context, _ in _ = XMLTreeBuilder.of(context)?.open.popLast() })
    XML_SetCharacterDataHandler(parser) { context, characters, count in
        guard let characters else { return }
        characters.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { start in
            XMLTreeBuilder.of(context)?.open.last?.append(
                UnsafeBufferPointer(start: start, count: Int(count)))
        }
    }
}

private final class XMLTreeBuilder {
    static let depthLimit = 64

    var parser: XML_Parser?
    var root: XMLNode?
    var open: [XMLNode] = []
    var isTooDeep = false

    static func of(_ context: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
        context.map { Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Opens an element; `attributes` are names and values in turn, then a null pointer.
    func start(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard open.count < Self.depthLimit, let parser else {
            isTooDeep = true
            if let parser { XML_StopParser(parser, XML_Bool(0)) }
            return
        }
        var values: [String: String] = [:]
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            values[String(cString: key)] = String(cString: value)
            index += 2
        }
        let node = XMLNode(name: name, attributes: values, line: Int(XML_GetCurrentLineNumber(parser)))
        if let parent = open.last { parent.append(node) } else { root = node }
        open.append(node)
    }
}
