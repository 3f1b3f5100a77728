/// The names that an expression may use, which the parser needs because FEEL names contain spaces and signs.
///
/// `monthly income - costs` is one name or a difference, depending on what is in scope (DMN 1.5, 10.3.1.3).
public struct FEELNames: Hashable, Sendable {
    /// Variables and functions.
    public var variables: [String]
    /// Entries that contexts may have.
    public var members: [String]
    /// Whether there are no others: then a name that is not known is an error of parsing.
    public var isComplete: Bool

    public init(variables: [String] = [], members: [String] = [], isComplete: Bool = false) {
        (self.variables, self.members, self.isComplete) = (variables, members, isComplete)
    }

    /// The variables of a context, with the entries of what is in it, at any depth.
    public init(of context: FEELContext, isComplete: Bool = false) {
        var members: [String] = []
        Self.collect(.context(context), into: &members)
        self.init(variables: context.keys, members: members, isComplete: isComplete)
    }

    private static func collect(_ value: FEELValue, into members: inout [String]) {
        switch value {
        case .context(let context):
            members += context.keys
            for entry in context.entries { collect(entry.value, into: &members) }
        case .list(let elements): for element in elements { collect(element, into: &members) }
        default: break
        }
    }
}

/// Finds the longest name that a row of tokens begins with.
struct NameTable: Sendable {
    private struct Name: Sendable {
        let words: [String]
        let spelling: String
    }

    private var byFirstWord: [String: [Name]] = [:]
    /// The first words of what was added, in order, to take it back.
    private var log: [String] = []

    init(_ names: some Sequence<String> = []) { for name in names { add(name) } }

    /// How much was added.
    var mark: Int { log.count }

    mutating func add(_ spelling: String) {
        guard let words = Self.words(of: spelling), let first = words.first else { return }
        byFirstWord[first, default: []].append(Name(words: words, spelling: spelling))
        log.append(first)
    }

    /// The tokens of a name; `nil` for a text that cannot be cut into tokens, and so cannot stand in an expression.
    private static func words(of spelling: String) -> [String]? {
        // Most names are one word, and need no lexer.
        let isPlain = spelling.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || $0 == 95
        }
        if isPlain { return spelling.isEmpty ? nil : [spelling] }
        var lexer = Lexer(spelling)
        return try? lexer.tokens().dropLast().map(\.text)
    }

    /// Forgets what was added since `mark`.
    mutating func reset(to mark: Int) {
        while log.count > mark { byFirstWord[log.removeLast()]?.removeLast() }
    }

    /// The longest name at the head of `tokens`, the latest among equals.
    func longest(at tokens: ArraySlice<Token>) -> (spelling: String, count: Int)? {
        guard let first = tokens.first, let candidates = byFirstWord[first.text] else { return nil }
        var best: Name?
        for name in candidates.reversed() where name.words.count > best?.words.count ?? 0 {
            if zip(name.words, tokens).allSatisfy({ $0 == $1.text }), name.words.count <= tokens.count {
                best = name
            }
        }
        return best.map { ($0.spelling, $0.words.count) }
    }

    /// Everything that can be found.
    var spellings: [String] { byFirstWord.values.flatMap { $0.map(\.spelling) } }
}
