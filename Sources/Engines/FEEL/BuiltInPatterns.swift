extension BuiltIns {
    /// DMN 1.5, 10.3.4.3: regular expressions, as XPath has them.
    static let patterns = [
        BuiltIn("matches", "input, pattern, flags?") { (call) throws(FEELError) in
            guard let text = call.string(0), let program = call.program(1, flags: 2) else { return .null }
            return .boolean(try call.matches(of: program, in: text, limit: 1).isEmpty == false)
        },
        BuiltIn("replace", "input, pattern, replacement, flags?") { (call) throws(FEELError) in
            try replaced(call)
        },
        BuiltIn("split", "string, delimiter") { (call) throws(FEELError) in
            guard let text = call.string(0), let program = call.program(1, flags: 2) else { return .null }
            let scalars = Array(text.unicodeScalars)
            var parts: [FEELValue] = []
            var start = 0
            for match in try call.matches(of: program, in: text) where !match.range.isEmpty {
                parts.append(.string(String(scalars[start..<match.range.lowerBound])))
                start = match.range.upperBound
            }
            return .list(parts + [.string(String(scalars[start...]))])
        },
    ]

    private static func replaced(_ call: BuiltInCall) throws(FEELError) -> FEELValue {
        guard let text = call.string(0), let program = call.program(1, flags: 3),
            let replacement = call.string(2)
        else { return .null }
        let parsed =
            program.flags.isLiteral
            ? [.text(Array(replacement.unicodeScalars))]
            : RegexReplacement.parts(of: replacement, groups: program.groupCount)
        guard let parts = parsed else { return call.fail("`\(replacement)` is no replacement") }
        let scalars = Array(text.unicodeScalars)
        var result: [Unicode.Scalar] = []
        var start = 0
        for match in try call.matches(of: program, in: text) {
            result += scalars[start..<match.range.lowerBound]
            let before = result.count
            for part in parts { part.append(to: &result, match, scalars) }
            try call.evaluation.spend((result.count - before) / 16)
            start = match.range.upperBound
        }
        return .string(String(result + scalars[start...]))
    }
}

/// A piece of a replacement: text, or `$N`.
enum RegexReplacement {
    case text([Unicode.Scalar])
    case group(Int)

    /// `nil` when a `$` or a backslash stands alone.
    static func parts(of text: String, groups: Int) -> [RegexReplacement]? {
        var parts: [RegexReplacement] = []
        var rest = Array(text.unicodeScalars)[...]
        while let first = rest.popFirst() {
            switch first {
            case "\\":
                guard let next = rest.popFirst(), next == "\\" || next == "$" else { return nil }
                parts.append(.text([next]))
            case "$":
                guard let number = groupNumber(&rest, groups) else { return nil }
                parts.append(.group(number))
            default: parts.append(.text([first]))
            }
        }
        return parts
    }

    /// As many digits as name a group; one at least.
    private static func groupNumber(_ rest: inout ArraySlice<Unicode.Scalar>, _ groups: Int) -> Int? {
        guard let first = rest.first, first.isASCIIDigit else { return nil }
        var number = Int(first.value - 48)
        rest.removeFirst()
        while let next = rest.first, next.isASCIIDigit, number * 10 + Int(next.value - 48) <= groups {
            number = number * 10 + Int(next.value - 48)
            rest.removeFirst()
        }
        return number
    }

    func append(to result: inout [Unicode.Scalar], _ match: RegexMatcher.Match, _ text: [Unicode.Scalar]) {
        switch self {
        case .text(let scalars): result += scalars
        case .group(let number):
            guard number < match.groups.count, let range = match.groups[number] else { return }
            result += text[range]
        }
    }
}

extension String {
    fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}

extension BuiltInCall {
    /// The pattern in an argument, read; `nil` and a report when it is none.
    func program(_ index: Int, flags: Int) -> RegexProgram? {
        guard let pattern = string(index) else { return nil }
        var letters = ""
        if !isNull(flags) {
            guard let given = string(flags) else { return nil }
            letters = given
        }
        guard let flags = RegexFlags(letters) else {
            _ = fail("`\(letters)` are no flags")
            return nil
        }
        guard let program = RegexProgram(pattern, flags: flags) else {
            _ = fail("`\(pattern)` is no regular expression")
            return nil
        }
        return program
    }

    /// The matches from left to right, each behind the one before.
    func matches(
        of program: RegexProgram, in text: String, limit: Int = .max
    ) throws(FEELError) -> [RegexMatcher.Match] {
        let scalars = Array(text.unicodeScalars)
        var matcher = RegexMatcher(program, scalars, limit: evaluation.remainingSteps)
        var found: [RegexMatcher.Match] = []
        var position = 0
        while found.count < limit, let match = matcher.firstMatch(from: position) {
            found.append(match)
            position = match.range.isEmpty ? match.range.upperBound + 1 : match.range.upperBound
        }
        if matcher.isExhausted { throw .tooManySteps(limit: evaluation.environment.limits.steps) }
        try evaluation.spend(matcher.steps)
        return found
    }
}
