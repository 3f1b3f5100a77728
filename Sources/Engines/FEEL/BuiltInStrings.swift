extension BuiltIns {
    /// DMN 1.5, 10.3.4.3, without regular expressions.
    ///
    /// Positions and lengths count Unicode code points.
    static let strings = [
        BuiltIn("string length", "string") { call in
            call.string(0).map { FEELValue($0.unicodeScalars.count) } ?? .null
        },
        BuiltIn("upper case", "string") { call in call.string(0).map { .string($0.uppercased()) } ?? .null },
        BuiltIn("lower case", "string") { call in call.string(0).map { .string($0.lowercased()) } ?? .null },
        BuiltIn("substring", "string, start position, length?") { call in substring(call) },
        BuiltIn("substring before", "string, match") { call in
            withMatch(call) { text, place in .string(place.map { String(text[..<$0.lowerBound]) } ?? "") }
        },
        BuiltIn("substring after", "string, match") { call in
            withMatch(call) { text, place in .string(place.map { String(text[$0.upperBound...]) } ?? "") }
        },
        BuiltIn("contains", "string, match") { call in withMatch(call) { .boolean($1 != nil) } },
        BuiltIn("starts with", "string, match") { call in
            guard let text = call.string(0), let match = call.string(1) else { return .null }
            return .boolean(text.utf8.starts(with: match.utf8))
        },
        BuiltIn("ends with", "string, match") { call in
            guard let text = call.string(0), let match = call.string(1) else { return .null }
            return .boolean(text.utf8.reversed().starts(with: match.utf8.reversed()))
        },
        BuiltIn("string join", "list, delimiter?") { (call) throws(FEELError) in try joined(call) },
    ]

    private static func withMatch(
        _ call: BuiltInCall, _ body: (String, Range<String.Index>?) -> FEELValue
    ) -> FEELValue {
        guard let text = call.string(0), let match = call.string(1) else { return .null }
        return body(text, place(of: match, in: text))
    }

    /// Where `match` stands first, by code points.
    private static func place(of match: String, in text: String) -> Range<String.Index>? {
        let (wanted, bytes) = (Array(match.utf8), Array(text.utf8))
        guard wanted.count <= bytes.count else { return nil }
        for start in 0...(bytes.count - wanted.count)
        where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
            let lower = text.utf8.index(text.startIndex, offsetBy: start)
            return lower..<text.utf8.index(lower, offsetBy: wanted.count)
        }
        return nil
    }

    private static func substring(_ call: BuiltInCall) -> FEELValue {
        guard let text = call.string(0), let position = call.integer(1) else { return .null }
        let scalars = Array(text.unicodeScalars)
        let start = position > 0 ? position - 1 : scalars.count + position
        guard position != 0, scalars.indices.contains(start) else {
            return call.fail("there is no position \(position)")
        }
        var rest = scalars[start...]
        if call.has(2), !call.isNull(2) {
            guard let length = call.integer(2) else { return .null }
            guard length >= 0 else { return call.fail("`length` must not be negative") }
            rest = rest.prefix(length)
        }
        return .string(String(String.UnicodeScalarView(rest)))
    }

    private static func joined(_ call: BuiltInCall) throws(FEELError) -> FEELValue {
        guard let elements = call.list(0, of: "strings", { $0.isNull ? "" : $0.string }) else { return .null }
        let delimiter: String
        if call.isNull(1) {
            delimiter = ""
        } else {
            guard let given = call.string(1) else { return .null }
            delimiter = given
        }
        let count = elements.reduce(delimiter.utf8.count * elements.count) { $0 + $1.utf8.count }
        try call.evaluation.spend(count / 16)
        let kept = zip(call.list(0) ?? [], elements).filter { !$0.0.isNull }.map(\.1)
        return .string(kept.joined(separator: delimiter))
    }
}
