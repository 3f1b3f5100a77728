/// A function of the language (DMN 1.5, 10.3.4).
struct BuiltIn: Sendable {
    typealias Body = @Sendable (BuiltInCall) throws(FEELError) -> FEELValue

    let name: String
    let signatures: [Signature]
    let body: Body

    /// - Parameters:
    ///   - name: How expressions call it.
    ///   - signatures: Each the names of the parameters between commas; `?` behind one that may be missing, `*` behind a
    ///     list whose elements may be given as arguments instead, `+` behind a last one that takes all the rest.
    ///   - body: What it does with arguments that fit a signature.
    init(_ name: String, _ signatures: String..., body: @escaping Body) {
        (self.name, self.signatures, self.body) = (name, signatures.map(Signature.init), body)
    }

    struct Signature: Sendable {
        let names: [String]
        let required: Int
        /// The only parameter is a list or its elements.
        let takesElements: Bool
        /// The last parameter takes all the rest.
        let takesRest: Bool

        init(_ text: String) {
            let parts = text.split(separator: ",").map { part in part.drop { $0 == " " } }
            names = parts.map { part in
                String(part.last.map { "?*+".contains($0) } == true ? part.dropLast() : part)
            }
            required = parts.count { $0.last != "?" }
            takesElements = parts.last?.last == "*"
            takesRest = parts.last?.last == "+"
        }

        /// The arguments in order, `nil` for those that are missing; `nil` when they do not fit.
        func bound(_ given: Evaluation.Given) -> [FEELValue?]? {
            switch given {
            case .positional(let values):
                if takesElements {
                    guard !values.isEmpty else { return nil }
                    return values.count == 1 ? values : [.list(values)]
                }
                if takesRest {
                    guard values.count >= names.count else { return nil }
                    return values[..<(names.count - 1)] + [.list(Array(values[(names.count - 1)...]))]
                }
                guard required <= values.count, values.count <= names.count else { return nil }
                return values + Array(repeating: nil, count: names.count - values.count)
            case .named(let named):
                guard named.allSatisfy({ names.contains($0.name) }) else { return nil }
                let values = names.map { name in named.first { $0.name == name }?.value }
                return values.prefix(required).allSatisfy { $0 != nil } ? values : nil
            }
        }
    }
}

/// The functions by name.
enum BuiltIns {
    static let table: [String: BuiltIn] = {
        let families = [
            conversions, temporalConversions, logic, strings, patterns, lists, listEdits, aggregates, numbers,
            roundings, temporals, ranges, contexts,
        ]
        return Dictionary(families.joined().map { ($0.name, $0) }) { _, last in last }
    }()

    /// For the parser: some names have spaces.
    static let names = NameTable(table.keys)
}

/// A call of a built-in function: its arguments, and the means to read and refuse them.
struct BuiltInCall {
    let evaluation: Evaluation
    let name: String
    /// Which of the signatures fits.
    let signature: Int
    let parameters: [String]
    /// Whether the arguments came with names, which then say what they are.
    let isNamed: Bool
    private let arguments: [FEELValue?]
    let range: Range<Int>

    init(
        _ evaluation: Evaluation, _ builtIn: BuiltIn, _ signature: Int, isNamed: Bool,
        _ arguments: [FEELValue?], _ range: Range<Int>
    ) {
        (self.evaluation, name, self.signature) = (evaluation, builtIn.name, signature)
        (self.isNamed, self.arguments, self.range) = (isNamed, arguments, range)
        parameters = builtIn.signatures[signature].names
    }

    /// Whether the argument was given, be it as null.
    func has(_ index: Int) -> Bool { index < arguments.count && arguments[index] != nil }

    /// Whether the argument is missing or null.
    func isNull(_ index: Int) -> Bool { self[index].isNull }

    subscript(index: Int) -> FEELValue { index < arguments.count ? arguments[index] ?? .null : .null }

    /// Null with a report.
    func fail(_ message: @autoclosure () -> String) -> FEELValue {
        evaluation.null("`\(name)`: \(message())", range)
    }

    /// The argument out of a list of one, if `pick` takes it; else `nil` and a report.
    func argument<Value>(_ index: Int, _ expected: String, _ pick: (FEELValue) -> Value?) -> Value? {
        let value = self[index]
        if let picked = pick(value) { return picked }
        if case .list(let elements) = value, elements.count == 1, let picked = pick(elements[0]) {
            return picked
        }
        _ = fail("`\(parameters[index])` must be \(expected), not \(value.typeName)")
        return nil
    }

    func number(_ index: Int) -> FEELNumber? { argument(index, "a number", \.number) }

    /// A whole number towards zero.
    func integer(_ index: Int) -> Int? { argument(index, "a whole number") { $0.number?.wholeInteger } }

    func string(_ index: Int) -> String? { argument(index, "a string", \.string) }

    @inline(never)
    func context(_ index: Int) -> FEELContext? { argument(index, "a context", \.context) }

    func function(_ index: Int) -> FEELFunction? { argument(index, "a function", \.function) }

    /// A list; anything but null stands for a list of itself.
    @inline(never)
    func list(_ index: Int) -> [FEELValue]? {
        switch self[index] {
        case .list(let elements): return elements
        case .null:
            _ = fail("`\(parameters[index])` must be a list, not null")
            return nil
        case let value: return [value]
        }
    }

    /// A list whose elements are all taken by `pick`.
    func list<Value>(_ index: Int, of expected: String, _ pick: (FEELValue) -> Value?) -> [Value]? {
        guard let elements = list(index) else { return nil }
        var picked: [Value] = []
        picked.reserveCapacity(elements.count)
        for element in elements {
            guard let value = pick(element) else {
                _ = fail("the elements must be \(expected), one is \(element.typeName)")
                return nil
            }
            picked.append(value)
        }
        return picked
    }
}

extension Evaluation {
    @inline(never)
    func call(_ builtIn: BuiltIn, _ given: Given, _ range: Range<Int>) throws(FEELError) -> FEELValue {
        let isNamed = if case .named = given { true } else { false }
        for (index, signature) in builtIn.signatures.enumerated() {
            guard let arguments = signature.bound(given) else { continue }
            // What a function looks at costs, whatever it does with it.
            try spend(arguments.reduce(1) { $0 + ($1?.size ?? 0) })
            return try builtIn.body(BuiltInCall(self, builtIn, index, isNamed: isNamed, arguments, range))
        }
        let forms = builtIn.signatures.map { "`\(builtIn.name)(\($0.names.joined(separator: ", ")))`" }
        return null("the arguments do not fit \(forms.joined(separator: " or "))", range)
    }
}

extension FEELValue {
    /// How much there is to look at.
    fileprivate var size: Int {
        switch self {
        case .list(let elements): elements.count
        case .string(let text): text.utf8.count / 16
        case .context(let context): context.count
        default: 0
        }
    }
}
