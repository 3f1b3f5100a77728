/// Reads what stands between square brackets, and escapes.
struct RegexClassReader {
    private static let depthLimit = 20

    private let scalars: [Unicode.Scalar]
    private let flags: RegexFlags
    private(set) var position: Int
    private var depth = 0

    init(_ scalars: [Unicode.Scalar], _ position: Int, _ flags: RegexFlags) {
        (self.scalars, self.position, self.flags) = (scalars, position, flags)
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }
    private var next: Unicode.Scalar? { position + 1 < scalars.count ? scalars[position + 1] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    /// Behind the opening bracket: `[^a-z-[aeiou]]`.
    mutating func set() -> RegexSet? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { return nil }
        let isNegated = take("^")
        var parts: [RegexSet] = []
        while let first = current {
            if first == "]" {
                guard !parts.isEmpty else { return nil }
                position += 1
                return wrapped(parts, isNegated)
            }
            if first == "-", next == "[", !parts.isEmpty {
                position += 2
                guard let other = set(), take("]") else { return nil }
                return .difference(wrapped(parts, isNegated), other)
            }
            guard let part = part() else { return nil }
            parts.append(part)
        }
        return nil
    }

    private func wrapped(_ parts: [RegexSet], _ isNegated: Bool) -> RegexSet {
        isNegated ? .complement(.union(parts)) : .union(parts)
    }

    /// A code point, a range or an escape.
    private mutating func part() -> RegexSet? {
        guard let first = current, first != "[" else { return nil }
        let low: RegexSet
        if first == "\\" {
            position += 1
            guard let escaped = escape() else { return nil }
            low = escaped
        } else {
            position += 1
            low = .range(first.value...first.value)
        }
        guard case .range(let start) = low, start.count == 1, current == "-", let last = next, last != "]",
            last != "["
        else { return low }
        position += 1
        return range(from: start.lowerBound)
    }

    private mutating func range(from start: UInt32) -> RegexSet? {
        guard let last = current else { return nil }
        position += 1
        var end = last.value
        if last == "\\" {
            guard case .range(let escaped)? = escape(), escaped.count == 1 else { return nil }
            end = escaped.lowerBound
        }
        return start <= end ? .range(start...end) : nil
    }

    /// Behind the backslash.
    mutating func escape() -> RegexSet? {
        guard let letter = current else { return nil }
        position += 1
        switch letter {
        case "n": return single("\n")
        case "r": return single("\r")
        case "t": return single("\t")
        case "\\", "|", ".", "?", "*", "+", "(", ")", "{", "}", "-", "[", "]", "^", "$": return single(letter)
        case "s": return .space
        case "S": return .complement(.space)
        case "d": return .digit
        case "D": return .complement(.digit)
        case "w": return .word
        case "W": return .complement(.word)
        case "i": return .nameStart
        case "I": return .complement(.nameStart)
        case "c": return .name
        case "C": return .complement(.name)
        case "p": return property()
        case "P": return property().map(RegexSet.complement)
        default: return nil
        }
    }

    private func single(_ scalar: Unicode.Scalar) -> RegexSet { .range(scalar.value...scalar.value) }

    /// `{Lu}` or `{IsBasicLatin}`.
    private mutating func property() -> RegexSet? {
        guard take("{") else { return nil }
        var name = ""
        while let letter = current, letter != "}" {
            position += 1
            if flags.ignoresSpace, [" ", "\t", "\n", "\r"].contains(letter) { continue }
            name.unicodeScalars.append(letter)
        }
        guard take("}") else { return nil }
        if name.hasPrefix("Is") { return UnicodeBlocks.ranges[String(name.dropFirst(2))].map(RegexSet.range) }
        let isKnown =
            Unicode.Scalar.categoryNames.values.contains(name)
            || ["L", "M", "N", "P", "Z", "S", "C"].contains(name)
        return isKnown ? .category(name) : nil
    }
}
