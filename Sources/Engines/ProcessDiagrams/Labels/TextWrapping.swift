/// Text broken into lines.
struct WrappedText: Hashable, Sendable {
    var lines: [String]
    /// The size of the font in pixels.
    var size: Double

    var lineHeight: Double { (size * 1.2).rounded(.up) }
    var width: Double { lines.reduce(0) { max($0, FontMetrics.width($1, size: size)) } }
    var height: Double { Double(lines.count) * lineHeight }
    var box: Size { Size(width, height) }
}

/// Breaks text at blanks, within words only where a word is wider than a line.
enum TextWrapping {
    /// What text may hold at most; more is cut, the whole is in the title.
    static let longest = 2000

    /// Lines of at most `width` pixels; an ellipsis ends the last one when `limit` is not enough.
    static func wrap(_ text: String, width: Double, size: Double = 12, lines limit: Int = 12) -> WrappedText {
        var result: [String] = []
        for paragraph in String(text.prefix(longest)).split(whereSeparator: \.isNewline) {
            append(paragraph, width: width, size: size, to: &result)
            if result.count > limit { break }
        }
        if result.count > limit {
            result.removeSubrange(limit...)
            result[limit - 1] = ellipsis(result[limit - 1], width: width, size: size)
        }
        return WrappedText(lines: result, size: size)
    }

    /// Wraps in the largest size from 12 to 8 at which all fits without breaking a word.
    static func fit(_ text: String, width: Double, height: Double) -> WrappedText {
        for size in [12.0, 11, 10, 9, 8] {
            let limit = max(1, Int(height / (size * 1.2).rounded(.up)))
            let words = text.prefix(longest).split(whereSeparator: \.isWhitespace)
            let isWhole = words.allSatisfy { FontMetrics.width($0, size: size) <= width }
            let wrapped = wrap(text, width: width, size: size, lines: 200)
            if isWhole || size == 8, wrapped.lines.count <= limit { return wrapped }
        }
        for size in [11.0, 9] {
            let limit = max(1, Int(height / (size * 1.2).rounded(.up)))
            let wrapped = wrap(text, width: width, size: size, lines: 200)
            if wrapped.lines.count <= limit { return wrapped }
        }
        return wrap(text, width: width, size: 9, lines: max(1, Int(height / 11)))
    }

    private static func append(_ text: Substring, width: Double, size: Double, to lines: inout [String]) {
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            let candidate = line.isEmpty ? String(word) : line + " " + word
            if FontMetrics.width(candidate, size: size) <= width {
                line = candidate
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = broken(word, width: width, size: size, into: &lines)
        }
        if !line.isEmpty { lines.append(line) }
    }

    /// Appends the full lines of a word too wide for one; returns what is left of it.
    private static func broken(_ word: Substring, width: Double, size: Double, into lines: inout [String])
        -> String
    {
        guard FontMetrics.width(word, size: size) > width else { return String(word) }
        var line = ""
        for character in word {
            if !line.isEmpty, FontMetrics.width(line + String(character), size: size) > width {
                let rest = tail(of: line, before: character)
                lines.append(String(line.dropLast(rest.count)))
                line = rest
            }
            line.append(character)
        }
        return line
    }

    /// What of a full line goes to the next one, so that a word breaks behind a hyphen or before a capital letter.
    private static func tail(of line: String, before next: Character) -> String {
        let letters = Array(line)
        var index = letters.count
        while index > 2 {
            let (before, after) = (letters[index - 1], index < letters.count ? letters[index] : next)
            if "-_/.".contains(before) || (before.isLowercase && after.isUppercase) {
                return String(letters[index...])
            }
            index -= 1
        }
        return ""
    }

    private static func ellipsis(_ line: String, width: Double, size: Double) -> String {
        var line = line
        while !line.isEmpty, FontMetrics.width(line + "…", size: size) > width { line.removeLast() }
        return line + "…"
    }
}
