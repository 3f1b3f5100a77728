import CExpat
import Foundation

/// An element of a document, names without their prefixes.
final class XMLElement {
    let name: String
    let attributes: [String: String]
    private(set) var children: [XMLElement] = []
    private(set) var text = ""

    init(_ name: String, _ attributes: [String: String]) { (self.name, self.attributes) = (name, attributes) }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
    func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
    /// The text of the child `text`.
    var expressionText: String? { first("text")?.text }
    subscript(attribute: String) -> String? { attributes[attribute] }

    fileprivate func add(_ child: XMLElement) { children.append(child) }
    fileprivate func add(_ more: String) { text += more }

    struct Malformed: Error {}

    static func read(_ file: URL) throws -> XMLElement {
        let builder = Builder()
        let parser = XML_ParserCreate("UTF-8")
        defer { XML_ParserFree(parser) }
        XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
        XML_SetElementHandler(
            parser, { Builder.of($0)?.start($1, $2) },
            { context, _ in _ = Builder.of(context)?.open.popLast() })
        XML_SetCharacterDataHandler(parser) { context, characters, count in
            guard let characters else { return }
            let bytes = UnsafeRawBufferPointer(start: characters, count: Int(count))
            Builder.of(context)?.open.last?.add(String(decoding: bytes, as: UTF8.self))
        }
        let data = try Data(contentsOf: file)
        let status = withExtendedLifetime(builder) {
            data.withUnsafeBytes { bytes in
                XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, CInt(bytes.count), 1)
            }
        }
        guard status == XML_STATUS_OK, let root = builder.root else { throw Malformed() }
        return root
    }
}

private final class Builder {
    var root: XMLElement?
    var open: [XMLElement] = []

    static func of(_ context: UnsafeMutableRawPointer?) -> Builder? {
        context.map { Unmanaged<Builder>.fromOpaque($0).takeUnretainedValue() }
    }

    func start(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard let name else { return }
        var values: [String: String] = [:]
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            values[local(key)] = String(cString: value)
            index += 2
        }
        let element = XMLElement(local(name), values)
        if let parent = open.last { parent.add(element) } else { root = element }
        open.append(element)
    }

    private func local(_ name: UnsafePointer<CChar>) -> String {
        let text = String(cString: name)
        return text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
    }
}
