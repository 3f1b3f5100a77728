extension BuiltIns {
    /// DMN 1.5, 10.3.4.1, without dates and times.
    static let conversions = [
        BuiltIn("string", "from") { call in
            if case .string = call[0] { return call[0] }
            return call.isNull(0) ? .null : .string(text(of: call[0]))
        },
        BuiltIn("number", "from", "from, grouping separator, decimal separator") { call in
            if call.signature == 0, call[0].number != nil { return call[0] }
            guard let text = call.string(0) else { return .null }
            guard let plain = call.signature == 0 ? text : withoutSeparators(text, call),
                let number = FEELNumber(plain), !plain.hasPrefix("+")
            else { return call.fail("`\(text)` is no number") }
            return .number(number)
        },
        BuiltIn("duration", "from") { call in
            switch call[0] {
            case .daysDuration, .monthsDuration: return call[0]
            default:
                guard let text = call.string(0) else { return .null }
                return FEELValue(duration: text) ?? call.fail("`\(text)` is no duration")
            }
        },
        BuiltIn("range", "from") { (call) throws(FEELError) in
            guard let text = call.string(0) else { return .null }
            return try range(from: text, call) ?? call.fail("`\(text)` is no range between two literals")
        },
    ]

    /// The text with a point for the decimal separator; `nil` when the separators are not of the known ones.
    private static func withoutSeparators(_ text: String, _ call: BuiltInCall) -> String? {
        let grouping = call.isNull(1) ? "" : call[1].string
        let decimal = call.isNull(2) ? "." : call[2].string
        guard let grouping, ["", " ", ",", "."].contains(grouping), let decimal,
            [",", "."].contains(decimal),
            grouping != decimal
        else { return nil }
        var plain = ""
        for character in text where String(character) != grouping {
            // A point that is neither separator makes the text no number.
            if character == ".", decimal != "." { return nil }
            plain.append(String(character) == decimal ? "." : character)
        }
        return plain
    }

    /// A range from its literal; ends are literals, or calls of the conversion functions with literals.
    private static func range(from text: String, _ call: BuiltInCall) throws(FEELError) -> FEELValue? {
        let parsed: FEELExpression?
        do throws(FEELError) { parsed = try FEELExpression(parsing: text) } catch { parsed = nil }
        guard let root = parsed?.root, case .range(let start, let low, let end, let high) = root.kind,
            isLiteral(start), isLiteral(end)
        else { return nil }
        let evaluation = call.evaluation
        let scope = Scope(.context(FEELContext()), parent: nil)
        let first = try evaluation.quietly { () throws(FEELError) in try evaluation.value(of: start, scope) }
        let last = try evaluation.quietly { () throws(FEELError) in try evaluation.value(of: end, scope) }
        guard evaluation.compare(first, .lessOrEqual, last) == true else { return nil }
        return .range(FEELRange(start: first, includesStart: low, end: last, includesEnd: high))
    }

    private static func isLiteral(_ node: Node) -> Bool {
        switch node.kind {
        case .literal, .zoned: true
        case .call(let function, .positional(let arguments)):
            if case .variable(let name) = function.kind {
                ["date", "time", "date and time", "duration"].contains(name)
                    && arguments.allSatisfy { if case .literal = $0.kind { true } else { false } }
            } else {
                false
            }
        default: false
        }
    }

    /// The text of a value as `string()` gives it: literals, strings in quotes where they are part of something.
    static func text(of value: FEELValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): value.description
        case .string(let value):
            "\"" + value.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
        case .date(let value): value.description
        case .time(let value): value.description
        case .dateTime(let value): value.description
        case .daysDuration(let value): value.description
        case .monthsDuration(let value): value.description
        case .range(let value): text(of: value)
        case .list(let elements): "[" + elements.map { text(of: $0) }.joined(separator: ", ") + "]"
        case .context(let context):
            "{" + context.entries.map { "\($0.key): \(text(of: $0.value))" }.joined(separator: ", ") + "}"
        case .function(let function):
            "function(" + function.parameters.map(\.name).joined(separator: ", ") + ")"
        }
    }

    private static func text(of range: FEELRange) -> String {
        switch range.form {
        case .equal: return "(=" + text(of: range.start) + ")"
        case .notEqual: return "(!=" + text(of: range.start) + ")"
        case .comparison where range.start.isNull:
            return (range.includesEnd ? "(<=" : "(<") + text(of: range.end) + ")"
        case .comparison: return (range.includesStart ? "(>=" : "(>") + text(of: range.start) + ")"
        case .ends:
            let (open, close) = (range.includesStart ? "[" : "(", range.includesEnd ? "]" : ")")
            return open + text(of: range.start) + ".." + text(of: range.end) + close
        }
    }
}

extension FEELValue: CustomStringConvertible {
    /// As FEEL writes it.
    public var description: String { BuiltIns.text(of: self) }
}
