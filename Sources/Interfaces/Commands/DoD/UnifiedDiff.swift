/// The change from one text to another in the unified format, as one hunk with three lines of context.
///
/// - Parameters:
///   - old: `nil` if the file is new.
///   - new: The text that it is to have.
///   - name: The file's path, as it is to be shown.
/// - Returns: Empty if nothing changes.
func unifiedDiff(_ old: String?, _ new: String, name: String) -> String {
    guard old != new else { return "" }
    let (a, b) = (DiffLines(old ?? ""), DiffLines(new))
    var prefix = zip(a.lines, b.lines).prefix { $0 == $1 }.count
    // A last line without its break is another line than the same one with it.
    if !a.endsInBreak || !b.endsInBreak {
        prefix = min(prefix, max(0, min(a.lines.count, b.lines.count) - 1))
    }
    let limit = min(a.lines.count, b.lines.count) - prefix
    var suffix = zip(a.lines.reversed(), b.lines.reversed()).prefix { $0 == $1 }.count
    suffix = a.endsInBreak && b.endsInBreak ? min(suffix, limit) : 0
    let (first, last) = (max(0, prefix - 3), min(3, suffix))
    let oldEnd = a.lines.count - suffix
    let newEnd = b.lines.count - suffix
    var lines = [
        "--- \(old == nil ? "/dev/null" : "a/" + name)", "+++ b/\(name)",
        "@@ -\(range(first, oldEnd + last)) +\(range(first, newEnd + last)) @@",
    ]
    lines += a.marked(" ", first..<prefix) + a.marked("-", prefix..<oldEnd) + b.marked("+", prefix..<newEnd)
    lines += a.marked(" ", oldEnd..<(oldEnd + last))
    return lines.joined(separator: "\n") + "\n"
}

/// `start,count`, counted from 1; an empty range names the line before it.
private func range(_ from: Int, _ to: Int) -> String { "\(to == from ? from : from + 1),\(to - from)" }

private struct DiffLines {
    let lines: [Substring]
    let endsInBreak: Bool

    init(_ text: String) {
        let bytes = text.utf8
        endsInBreak = bytes.isEmpty || bytes.last == 0x0A
        // By bytes: to Swift, CR and LF together are one character.
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
        if endsInBreak { lines.removeLast() }
        self.lines = lines
    }

    func marked(_ mark: String, _ range: Range<Int>) -> [String] {
        range.flatMap { index in
            let isCut = !endsInBreak && index == lines.count - 1
            return [mark + lines[index]] + (isCut ? ["\\ No newline at end of file"] : [])
        }
    }
}
