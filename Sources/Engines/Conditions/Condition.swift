/// A sentence that must hold over what a gate measured and found.
///
/// Two conditions are equal when they say the same, however they were written.
///
/// - SeeAlso: `docs/conditions.md`, the grammar in plain words.
public struct Condition: Sendable {
    /// The parts in the order written, at least one; all must hold.
    public let conjuncts: [Conjunct]

    /// What `not worse` is compared with when the sentence does not say.
    public static let defaultBaseline = "main"

    /// The sentence as written, and where each conjunct stands in it.
    let text: String
    let places: [ConjunctPlaces]

    /// Reads a sentence such as `>= 80% and diff >= 90%`; keywords, units and kinds in upper or lower case.
    ///
    /// - Throws: ``ConditionError`` with the place of the first fault.
    /// - Complexity: O(*n*).
    public init(parsing text: String) throws(ConditionError) {
        var parser = ConditionParser(text)
        try self.init(&parser)
    }

    private init(_ parser: inout ConditionParser) throws(ConditionError) {
        let parsed = try parser.conjuncts()
        (conjuncts, places) = (parsed.map(\.conjunct), parsed.map(\.places))
        text = parser.text
    }

    /// Reads `GATE CONDITION`, as the command line has it: `coverage >= 85%`.
    ///
    /// - Parameters:
    ///   - text: The whole sentence.
    ///   - gates: The names and aliases that may come first; upper and lower case differ.
    /// - Returns: The name as written, and what is said about it.
    /// - Throws: ``ConditionError`` with places in the whole of `text`.
    public static func parseGateSentence(
        _ text: String, gates: [String]
    ) throws(ConditionError) -> (gate: String, condition: Condition) {
        var parser = ConditionParser(text)
        guard let first = parser.peek(), case .word(let gate) = first.content else {
            throw parser.error(.missingGate, at: parser.peek()?.range ?? parser.end)
        }
        guard gates.contains(gate) else {
            throw parser.error(.unknownGate(gate, known: gates.sorted()), at: first.range)
        }
        parser.position += 1
        guard parser.peek() != nil else { throw parser.error(.missingCondition(gate: gate), at: parser.end) }
        return (gate, try Condition(&parser))
    }

    /// The baselines that it compares with, each once, in the order written.
    public var baselines: [String] {
        conjuncts.reduce(into: []) { names, conjunct in
            guard case .trend(let trend) = conjunct, !names.contains(trend.baseline) else { return }
            names.append(trend.baseline)
        }
    }

    /// Whether it asks for new findings, so that it can only be told where a baseline's findings are known.
    public var asksForNewFindings: Bool {
        conjuncts.contains { conjunct in
            switch conjunct {
            case .absence(let selection), .limit(_, let selection): selection.isNew
            case .comparison, .trend: false
            }
        }
    }
}

extension Condition: Hashable {
    public static func == (a: Condition, b: Condition) -> Bool { a.conjuncts == b.conjuncts }
    public func hash(into hasher: inout Hasher) { hasher.combine(conjuncts) }
}

extension Condition: CustomStringConvertible {
    /// The canonical sentence; parsing it gives an equal condition.
    public var description: String { conjuncts.map(\.description).joined(separator: " and ") }
}
