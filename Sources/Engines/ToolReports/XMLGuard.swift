/// Refuses what must not reach an XML library: other encodings than UTF-8, and declarations of entities.
///
/// Without declarations there is no entity to expand, so that neither an entity bomb nor an external entity can exist.
/// Refused is also what follows the root element, which the library would leave out in silence.
struct XMLGuard {
    static let sizeLimit = 128 * 1024 * 1024

    let bytes: [UInt8]
    let format: ReportFormat

    func check() throws(ToolReportError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw malformed("not UTF-8", at: nil) }
        guard !bytes.contains(0) else { throw malformed("a NUL character", at: bytes.firstIndex(of: 0)) }
        try checkEncoding()
        var (position, depth) = (0, 0)
        while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
            let kind = start + 1 < bytes.count ? bytes[start + 1] : 0
            guard kind != UInt8(ascii: "!"), kind != UInt8(ascii: "?") else {
                position = try skipOther(start)
                continue
            }
            let isEnd = kind == UInt8(ascii: "/")
            let end = try tagEnd(start)
            if isEnd { depth -= 1 } else if bytes[end - 1] != UInt8(ascii: "/") { depth += 1 }
            position = end + 1
            if depth <= 0 { return try checkTail(position) }
        }
        throw malformed("there is no whole root element", at: nil)
    }

    /// The `>` of a tag; one in quotes is a part of a value.
    private func tagEnd(_ start: Int) throws(ToolReportError) -> Int {
        var quote: UInt8?
        for offset in start + 1..<bytes.count {
            let byte = bytes[offset]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return offset
            }
        }
        throw malformed("a tag is not closed", at: start)
    }

    /// Behind the root may stand blanks, comments and instructions.
    private func checkTail(_ offset: Int) throws(ToolReportError) {
        var position = offset
        while position < bytes.count {
            if [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
                position += 1
            } else if follows("<!--", position) || follows("<?", position) {
                position = try skipOther(position)
            } else {
                throw malformed("something follows the root element", at: position)
            }
        }
    }

    private func malformed(_ reason: String, at offset: Int?) -> ToolReportError {
        let line = offset.map { offset in bytes[..<offset].count { $0 == 0x0A } + 1 }
        return .malformed(format, reason: reason, line: line, column: nil)
    }

    /// The XML declaration must not make the library read the bytes in another way than this guard did.
    private func checkEncoding() throws(ToolReportError) {
        guard bytes.starts(with: Array("<?xml".utf8)), let end = bytes.firstIndex(of: UInt8(ascii: ">"))
        else { return }
        let declaration = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
        guard let range = declaration.firstRange(of: "encoding") else { return }
        let value = declaration[range.upperBound...].drop {
            $0 == " " || $0 == "=" || $0 == "\"" || $0 == "'"
        }
        let name = value.prefix { $0 != "\"" && $0 != "'" }
        guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) else {
            throw malformed("the encoding `\(name)` is not UTF-8", at: 0)
        }
    }

    /// The offset behind a comment, CDATA section, instruction or document type.
    private func skipOther(_ start: Int) throws(ToolReportError) -> Int {
        if follows("<!--", start) { return try end("-->", after: start + 4, of: "a comment", start) }
        if follows("<![CDATA[", start) {
            return try end("]]>", after: start + 9, of: "a CDATA section", start)
        }
        if follows("<?", start) { return try end("?>", after: start + 2, of: "an instruction", start) }
        guard follows("<!DOCTYPE", start) else { throw malformed("a declaration is not allowed", at: start) }
        for offset in start..<bytes.count {
            if bytes[offset] == UInt8(ascii: "[") {
                throw malformed("a document type with declarations is not allowed", at: offset)
            }
            if bytes[offset] == UInt8(ascii: ">") { return offset + 1 }
        }
        throw malformed("the document type is not closed", at: start)
    }

    private func follows(_ text: StaticString, _ offset: Int) -> Bool {
        bytes[offset...].starts(
            with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private func end(
        _ mark: StaticString, after offset: Int, of what: String, _ start: Int
    ) throws(ToolReportError) -> Int {
        var position = min(offset, bytes.count)
        while position < bytes.count {
            if bytes[position] == mark.utf8Start[0], follows(mark, position) {
                return position + mark.utf8CodeUnitCount
            }
            position += 1
        }
        throw malformed("\(what) is not closed", at: start)
    }
}
