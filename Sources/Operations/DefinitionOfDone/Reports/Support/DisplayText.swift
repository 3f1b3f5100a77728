/// How text lies on a terminal: which columns it fills, and what of it would do more than stand there.
extension String {
    /// The columns that a terminal gives this text: two for wide characters and emoji, none for combining marks.
    package var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

    /// The same text on one line and without effect on a terminal.
    ///
    /// White space becomes single spaces. A control character, or one that changes the direction of writing, stands
    /// there as its escape (`\x1b`, `\u202e`), so a message can neither colour, overwrite nor reorder what is around it.
    package var neutralised: String {
        var text = ""
        var isSpace = false
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace {
                isSpace = true
                continue
            }
            if isSpace, !text.isEmpty { text += " " }
            isSpace = false
            if scalar.hasEffect { text += scalar.escape } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    /// The same lines, each kept, with tabs as spaces and every other control character as its escape.
    package var neutralisedLines: [String] {
        split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            var text = ""
            for scalar in line.unicodeScalars {
                if scalar == "\t" {
                    text += "    "
                } else if scalar.hasEffect {
                    text += scalar.escape
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
            return text
        }
    }

    /// The longest start that fits, with `…` (or `...`) where something was left out.
    package func truncated(to width: Int, unicode: Bool = true) -> String {
        guard displayWidth > width else { return self }
        let mark = unicode ? "…" : "..."
        var (text, used) = ("", mark.displayWidth)
        for character in self {
            used += character.displayWidth
            if used > width { break }
            text.append(character)
        }
        return text + mark
    }

    /// Lines of at most so many columns, broken at spaces; a word that is longer has a line of its own.
    package func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var (line, used) = ("", 0)
        for word in split(separator: " ") {
            let word = String(word)
            let columns = word.displayWidth
            if !line.isEmpty, used + 1 + columns > width {
                lines.append(line)
                (line, used) = ("", 0)
            }
            (line, used) = line.isEmpty ? (word, columns) : (line + " " + word, used + 1 + columns)
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// The text with what `replacement` gives in the place of a scalar.
    ///
    /// Escaping goes by scalars and never by characters: a combining mark behind a `<` makes another character of the
    /// two, and `\r\n` is one, but whoever reads the text takes each for itself.
    func mappingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
        var text = ""
        for scalar in unicodeScalars {
            if let other = replacement(scalar) { text += other } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}

extension Character {
    fileprivate var displayWidth: Int {
        if unicodeScalars.contains("\u{FE0F}") { return 2 }
        return unicodeScalars.reduce(0) { max($0, $1.displayWidth) }
    }
}

extension Unicode.Scalar {
    /// Whether it would act on a terminal or on the order of the text instead of standing there.
    fileprivate var hasEffect: Bool {
        // Noncharacters: no text, and not allowed in XML.
        if value & 0xFFFE == 0xFFFE || 0xFDD0...0xFDEF ~= value { return true }
        return switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
        // Joiners are a part of emoji and of many scripts; the directional controls are what reorders text.
        case .format:
            0x202A...0x202E ~= value || 0x2066...0x2069 ~= value || value == 0xFEFF || value == 0x61C
                || 0x200E...0x200F ~= value
        default: false
        }
    }

    fileprivate var escape: String {
        let digits = String(value, radix: 16)
        let (mark, count) = value < 0x100 ? ("x", 2) : ("u", 4)
        return "\\" + mark + String(repeating: "0", count: max(0, count - digits.count)) + digits
    }

    fileprivate var displayWidth: Int {
        if value < 0x7F { return value < 0x20 ? 0 : 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        return properties.isEmojiPresentation || wideRanges.contains { $0 ~= value } ? 2 : 1
    }
}

/// East Asian Width W and F (Unicode Standard Annex 11), by block.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1B000...0x1B2FB, 0x20000...0x3FFFD,
]
