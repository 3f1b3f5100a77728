import StructuredData

/// Changes single elements of an array and leaves the others, and the comments between them, as they are.
struct ArrayEdit {
    let plan: EditPlan
    /// The array as written, brackets included.
    let array: Range<Int>
    /// Its elements as written.
    let elements: [Range<Int>]

    init(plan: EditPlan, array: Range<Int>, nodes: [Int]) {
        (self.plan, self.array) = (plan, array)
        elements = nodes.compactMap { plan.layout.nodes[$0].value }
    }

    private var bytes: [UInt8] { plan.source.bytes }
    private var isMultiline: Bool { bytes[array].contains(0x0A) }

    /// The changes that lead from the old elements to the new ones, which share a beginning and an end.
    func changing(_ old: [JSON], to new: [JSON]) throws(Unwritable) -> [Splice] {
        let shorter = min(old.count, new.count)
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.reversed(), new.reversed()).prefix(shorter - head).prefix { $0 == $1 }.count
        let both = shorter - tail
        var splices: [Splice] = []
        for index in head..<max(head, both) where old[index] != new[index] {
            splices.append(Splice(range: elements[index], text: try tomlText(new[index])))
        }
        if old.count > new.count { return splices + removing(both..<old.count - tail) }
        guard new.count > old.count else { return splices }
        var texts: [String] = []
        for value in new[both..<new.count - tail] { texts.append(try tomlText(value)) }
        return splices + inserting(texts, at: both)
    }

    private func inserting(_ texts: [String], at index: Int) -> [Splice] {
        guard index > 0 else {
            guard let first = elements.first else {
                return [Splice(range: array, text: "[" + texts.joined(separator: ", ") + "]")]
            }
            let indent = isMultiline ? plan.indentation(before: first.lowerBound) : nil
            let between = indent.map { "," + plan.lineBreak + $0 } ?? ", "
            let start = first.lowerBound
            return [Splice(range: start..<start, text: texts.map { $0 + between }.joined())]
        }
        let before = elements[index - 1]
        let end = before.upperBound
        guard isMultiline, let indent = plan.indentation(before: before.lowerBound) else {
            return [Splice(range: end..<end, text: texts.map { ", " + $0 }.joined())]
        }
        return newLines(texts, behind: before, indent)
    }

    /// New lines behind the line of an element, which may end in a comment.
    private func newLines(_ texts: [String], behind before: Range<Int>, _ indent: String) -> [Splice] {
        let end = before.upperBound
        let line = plan.source.lineRange(plan.source.line(at: end - 1), withBreak: false)
        let rest = bytes[end..<line.upperBound].filter { $0 != 0x20 && $0 != 0x09 }
        let hasComma = rest.first == UInt8(ascii: ",")
        let behind = hasComma ? rest.dropFirst().first : rest.first
        guard behind == nil || behind == UInt8(ascii: "#") else {
            return [Splice(range: end..<end, text: texts.map { ", " + $0 }.joined())]
        }
        let lead = plan.lineBreak + indent
        let text =
            hasComma
            ? texts.map { lead + $0 + "," }.joined()
            : texts.map { lead + $0 }.joined(separator: ",")
        let comma = Splice(range: end..<end, text: hasComma ? "" : ",")
        return [comma, Splice(range: line.upperBound..<line.upperBound, text: text)]
    }

    private func removing(_ range: Range<Int>) -> [Splice] {
        let ownLines = range.compactMap { ownLine(of: elements[$0]) }
        if ownLines.count == range.count { return ownLines.map { Splice(range: $0, text: "") } }
        let start = elements[range.lowerBound].lowerBound
        let end = elements[range.upperBound - 1].upperBound
        if range.upperBound < elements.count {
            return [Splice(range: start..<elements[range.upperBound].lowerBound, text: "")]
        }
        if range.lowerBound > 0 {
            return [Splice(range: elements[range.lowerBound - 1].upperBound..<end, text: "")]
        }
        return [Splice(range: array, text: "[]")]
    }

    /// The lines of an element that shares them with nothing but its comma and comment.
    private func ownLine(of element: Range<Int>) -> Range<Int>? {
        guard isMultiline, plan.indentation(before: element.lowerBound) != nil else { return nil }
        let lines = plan.source.lines(of: element)
        var rest = bytes[element.upperBound..<lines.upperBound].filter { $0 != 0x20 && $0 != 0x09 }
        if rest.first == UInt8(ascii: ",") { rest.removeFirst() }
        let first = rest.first
        return first == 0x0A || first == 0x0D || first == UInt8(ascii: "#") ? lines : nil
    }

    /// All elements anew, each on a line of its own.
    func rewritten(_ new: [JSON]) throws(Unwritable) -> String {
        let outer = plan.source.lineRange(plan.source.line(at: array.lowerBound))
        let indent = bytes[outer].prefix { $0 == 0x20 || $0 == 0x09 }
        let base = String(decoding: indent, as: UTF8.self)
        let inner = elements.first.flatMap { plan.indentation(before: $0.lowerBound) } ?? base + "    "
        var text = "["
        for value in new { text += plan.lineBreak + inner + (try tomlText(value)) + "," }
        return text + plan.lineBreak + base + "]"
    }
}
