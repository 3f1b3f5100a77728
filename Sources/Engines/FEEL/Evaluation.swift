import Diagnostics

/// One evaluation: its budget and what it reported.
///
/// Expressions are evaluated by the extensions, a file for each kind.
final class Evaluation {
    private static let reportLimit = 100

    let environment: FEELEnvironment
    private let text: String
    private(set) var reports: [FEELReport] = []
    /// Whether `?` was read; see `holds(_:for:_:)`.
    var inputWasRead = false
    private var steps = 0
    private var depth = 0
    private var isQuiet = false

    init(_ environment: FEELEnvironment, text: String) {
        (self.environment, self.text) = (environment, text)
    }

    /// The value of an expression.
    func value(of node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        try spend(1)
        switch node.kind {
        case .literal(let value): return value
        case .variable(let name): return variable(name, node, scope)
        default: return try deeper { () throws(FEELError) in try compound(node, scope) }
        }
    }

    private func compound(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        switch node.kind {
        case .literal, .variable: .null
        case .zoned(let value, let zone): zoned(value, zone, node)
        case .comparison(let sign, let left, let right): try comparison(sign, left, right, node, scope)
        case .arithmetic(let sign, let left, let right): try arithmetic(sign, left, right, node, scope)
        case .negation(let operand): negated(try value(of: operand, scope), node)
        case .conjunction(let left, let right): try conjunction(left, right, scope)
        case .disjunction(let left, let right): try disjunction(left, right, scope)
        case .between(let operand, let low, let high): try between(operand, low, high, node, scope)
        case .membership(let operand, let tests): try membership(operand, tests, scope)
        case .instance(let operand, let type): .boolean(conforms(try value(of: operand, scope), to: type))
        case .conditional(let condition, let yes, let no):
            // Anything but true, null as well, takes the other way.
            try value(of: try value(of: condition, scope).boolean == true ? yes : no, scope)
        default: try structure(node, scope)
        }
    }

    private func structure(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        switch node.kind {
        case .list(let elements): try list(elements, scope)
        case .context(let entries): try context(entries, scope)
        case .lambda(let parameters, let body):
            .function(FEELFunction(parameters: parameters, body: .expression(body, scope, name: nil)))
        case .range(let start, let includesStart, let end, let includesEnd):
            try range(start, includesStart, end, includesEnd, node, scope)
        case .comparisonRange(let sign, let operand):
            .range(FEELRange(sign, try value(of: operand, scope)))
        case .iteration(let iterators, let body, let usesPartial):
            try iteration(iterators, body, usesPartial, node, scope)
        case .quantified(let isEvery, let iterators, let body):
            try quantified(isEvery, iterators, body, node, scope)
        case .path(let operand, let name): path(try value(of: operand, scope), name, node)
        case .filter(let operand, let test): try filter(try value(of: operand, scope), test, scope)
        case .call(let function, let arguments): try call(function, arguments, node, scope)
        default: .null
        }
    }

    private func variable(_ name: String, _ node: Node, _ scope: Scope) -> FEELValue {
        if let found = scope.value(of: name) {
            if name == "?" { inputWasRead = true }
            return found
        }
        if let builtIn = BuiltIns.table[name] {
            return .function(FEELFunction(parameters: [], body: .builtIn(builtIn)))
        }
        let nearest = suggestion(for: name, among: scope.names + BuiltIns.table.keys)
        let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
        return null("nothing is called `\(name)`\(hint)", node.range)
    }

    // MARK: Budget

    /// Takes steps from the budget.
    func spend(_ count: Int) throws(FEELError) {
        steps += count
        guard steps <= environment.limits.steps else { throw .tooManySteps(limit: environment.limits.steps) }
    }

    /// Steps that are left.
    var remainingSteps: Int { max(0, environment.limits.steps - steps) }

    /// Runs `body` one level deeper.
    func deeper<Result>(_ body: () throws(FEELError) -> Result) throws(FEELError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= environment.limits.depth else { throw .tooDeep(limit: environment.limits.depth) }
        return try body()
    }

    // MARK: Reports

    /// Null, with a report of why.
    func null(_ message: @autoclosure () -> String, _ range: Range<Int>) -> FEELValue {
        if !isQuiet, reports.count < Self.reportLimit {
            reports.append(FEELReport(message: message(), place: FEELPlace(text, range)))
        }
        return .null
    }

    /// Runs `body` without keeping its reports.
    func quietly<Result>(_ body: () throws(FEELError) -> Result) throws(FEELError) -> Result {
        let before = isQuiet
        isQuiet = true
        defer { isQuiet = before }
        return try body()
    }
}

/// The name that was perhaps meant: the nearest in spelling, from long lists only those with the same first letter.
func suggestion(for name: String, among names: some Sequence<String>) -> String? {
    nearest(name, among: names.filter { $0 != name && abs($0.utf8.count - name.utf8.count) <= 4 })
}
