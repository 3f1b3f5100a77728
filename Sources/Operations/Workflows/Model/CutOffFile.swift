package import BPMN
import Diagnostics

extension Definitions {
    /// Reads a BPMN file.
    ///
    /// - Throws: ``WorkflowError/model(_:)``, and ``WorkflowError/faults(_:)`` for a file that ends before its elements do.
    package static func read(_ bytes: [UInt8], file: String) throws(WorkflowError) -> Definitions {
        do throws(BPMNError) { return try Definitions(parsing: bytes, file: file) } catch {
            if case .illegal(let violations) = error, violations.first?.rule == .wellFormed,
                let cut = CutOffFile(bytes)
            {
                throw .faults([cut.diagnostic(file: file)])
            }
            throw .model(error)
        }
    }
}

/// A file of XML that is sound up to its end and ends too early, such as one that was not written whole.
struct CutOffFile: Hashable {
    /// The innermost element that is open at the end, and the line of its start tag.
    let element: String
    let opened: Int
    /// Where the file ends.
    let line: Int
    let column: Int

    /// Looks at a file that is no XML; `nil` if that has another reason.
    init?(_ bytes: [UInt8]) {
        var scan = TagScan(bytes)
        guard scan.run(), let last = scan.open.last else { return nil }
        (element, opened) = (last.name, last.line)
        let end = bytes.last == UInt8(ascii: "\n") ? bytes.count - 1 : bytes.count
        line = bytes[..<end].count { $0 == UInt8(ascii: "\n") } + 1
        let start = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        column = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.count + 1
    }

    func diagnostic(file: String) -> Diagnostic {
        Diagnostic(
            code: "bpmn.cut-off",
            message: "the file ends before `</\(element)>`, which closes the element of line \(opened)",
            place: SourcePlace(file: file, line: line, column: column),
            hint: "the file was not written whole; save or copy it again")
    }
}

/// Goes through the tags of a file.
private struct TagScan {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private(set) var open: [(name: String, line: Int)] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Returns: Whether the tags fit each other up to the end of the file, or up to a tag that is not whole.
    mutating func run() -> Bool {
        while let next = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            advance(to: next)
            guard let end = end(ofTagAt: next) else { return true }
            if !take(bytes[(next + 1)..<end]) { return false }
            advance(to: end)
        }
        return true
    }

    private mutating func advance(to next: Int) {
        line += bytes[index..<next].count { $0 == UInt8(ascii: "\n") }
        index = next
    }

    /// The place of the `>` that ends a tag, comment, instruction or section.
    private func end(ofTagAt start: Int) -> Int? {
        for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
        where bytes[start...].starts(with: opening.utf8) {
            return bytes[start...].firstRange(of: Array(closing.utf8)).map { $0.upperBound - 1 }
        }
        var quote: UInt8?
        for place in bytes.indices[(start + 1)...] {
            let byte = bytes[place]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return place
            }
        }
        return nil
    }

    private mutating func take(_ tag: ArraySlice<UInt8>) -> Bool {
        guard let first = tag.first, first != UInt8(ascii: "!"), first != UInt8(ascii: "?") else {
            return true
        }
        let isEnd = first == UInt8(ascii: "/")
        let name = String(
            decoding: tag.dropFirst(isEnd ? 1 : 0).prefix {
                $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">")
            }, as: UTF8.self)
        if isEnd { return open.popLast()?.name == name }
        if tag.last != UInt8(ascii: "/") { open.append((name, line)) }
        return true
    }
}
