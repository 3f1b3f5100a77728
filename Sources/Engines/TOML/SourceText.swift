import Diagnostics

/// The bytes of a file, and where its lines start.
struct SourceText: Sendable {
    let file: String
    let bytes: [UInt8]
    /// Offset of the first byte behind a byte order mark.
    let start: Int
    private let lineStarts: [Int]

    init(_ text: String, file: String) {
        self.file = file
        bytes = Array(text.utf8)
        start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var starts = [start]
        for offset in bytes.indices where bytes[offset] == 0x0A { starts.append(offset + 1) }
        lineStarts = starts
    }

    /// The line ending that the file uses: that of its first line.
    var lineBreak: String {
        guard let first = bytes.firstIndex(of: 0x0A), first > 0 else { return "\n" }
        return bytes[first - 1] == 0x0D ? "\r\n" : "\n"
    }

    /// The text of a range of bytes.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Index of the line that holds a byte, from 0.
    func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The bytes of a line, from 0, with its line break or without.
    func lineRange(_ line: Int, withBreak: Bool = true) -> Range<Int> {
        let first = lineStarts[line]
        var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
        guard !withBreak else { return first..<end }
        if end > first, bytes[end - 1] == 0x0A { end -= 1 }
        if end > first, bytes[end - 1] == 0x0D { end -= 1 }
        return first..<end
    }

    /// The lines that a range of bytes touches, with their line breaks.
    func lines(of range: Range<Int>) -> Range<Int> {
        let last = max(range.lowerBound, range.upperBound - 1)
        return lineRange(line(at: range.lowerBound)).lowerBound..<lineRange(line(at: last)).upperBound
    }

    /// The place of a range of bytes; of one over several lines, what is on the first.
    func place(_ range: Range<Int>) -> SourcePlace {
        let line = line(at: range.lowerBound)
        let whole = lineRange(line, withBreak: false)
        let end = max(range.lowerBound, min(range.upperBound, whole.upperBound))
        return SourcePlace(
            file: file, line: line + 1, column: scalars(whole.lowerBound..<range.lowerBound) + 1,
            length: scalars(range.lowerBound..<end))
    }

    /// The line that a place names, without its line break.
    func excerpt(line: Int) -> String? {
        guard 1...lineStarts.count ~= line else { return nil }
        return text(lineRange(line - 1, withBreak: false))
    }

    /// How many scalars start in a range.
    private func scalars(_ range: Range<Int>) -> Int {
        bytes[range].count { $0 & 0xC0 != 0x80 }
    }
}
