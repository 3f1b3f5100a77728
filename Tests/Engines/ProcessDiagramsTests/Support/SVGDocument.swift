import CExpat

/// An SVG text as a parser sees it.
final class SVGDocument {
    struct Element {
        var name: String
        var attributes: [String: String]
        var text = ""
        var parent: Int?
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []

    /// `nil` when the text is no well-formed XML.
    init?(_ text: String) {
        guard let parser = XML_ParserCreate("UTF-8") else { return nil }
        defer { XML_ParserFree(parser) }
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                guard let name, let document = SVGDocument.of(context) else { return }
                document.start(String(cString: name), attributes)
            }, { context, _ in _ = SVGDocument.of(context)?.open.removeLast() })
        XML_SetCharacterDataHandler(parser) { context, characters, count in
            guard let characters, let document = SVGDocument.of(context), let last = document.open.last else {
                return
            }
            let bytes = UnsafeBufferPointer(start: characters, count: Int(count)).map {
                UInt8(bitPattern: $0)
            }
            document.elements[last].text += String(decoding: bytes, as: UTF8.self)
        }
        let bytes = Array(text.utf8CString.dropLast())
        guard XML_Parse(parser, bytes, CInt(bytes.count), 1) == XML_STATUS_OK else { return nil }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> SVGDocument? {
        context.map { Unmanaged<SVGDocument>.fromOpaque($0).takeUnretainedValue() }
    }

    private func start(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        var found: [String: String] = [:]
        var index = 0
        while let attributes, let key = attributes[index], let value = attributes[index + 1] {
            found[String(cString: key)] = String(cString: value)
            index += 2
        }
        open.append(elements.count)
        elements.append(Element(name: name, attributes: found, parent: open.dropLast().last))
    }

    /// The ids of all groups, in order.
    var ids: [String] { elements.compactMap { $0.attributes["id"] } }

    /// The texts of the elements of that name within the group of that id.
    func texts(_ name: String, in id: String) -> [String] {
        elements.indices.filter { elements[$0].name == name && group(of: $0) == id }.map { elements[$0].text }
    }

    /// What the group of that id draws, wherever it stands.
    func drawing(of id: String) -> [String] {
        elements.indices.filter { group(of: $0) == id && elements[$0].name != "g" }.map { index in
            let shown = elements[index].attributes.filter { ["class", "d", "rx"].contains($0.key) }
            let relative = shown.mapValues { $0.hasPrefix("M") ? String($0.drop { $0 != " " }.count) : $0 }
            return "\(elements[index].name) \(relative.sorted { $0.key < $1.key })"
        }
    }

    /// The class of the group of that id.
    func style(of id: String) -> String? { elements.first { $0.attributes["id"] == id }?.attributes["class"] }

    private func group(of index: Int) -> String? {
        var current: Int? = index
        while let here = current {
            if let id = elements[here].attributes["id"] { return id }
            current = elements[here].parent
        }
        return nil
    }
}
