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
    @inline(never)
    func value(of node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        try spend(1)
        switch node.kind {
        case .literal(let value): return value
        case .variable(let name): return variable(name, node, scope)
        default:
            try enter()
            defer { leave() }
            return try Self.rule(for: node.kind)(self, node, scope)
        }
    }

    private typealias Rule = (Evaluation, Node, Scope) throws(FEELError) -> FEELValue

    /// The function for a kind.
    ///
    /// Each takes its node apart by itself and none is inlined: if they were called from here, every level of nesting
    /// would cost the stack of all kinds together.
    @inline(never)
    private static func rule(for kind: Node.Kind) -> Rule {
        switch kind {
        case .literal(let value): { (_, _, _) in value }
        case .variable(let name): { $0.variable(name, $1, $2) }
        case .zoned: { (evaluation, node, _) in evaluation.zoned(node) }
        case .lambda: { $0.lambda($1, $2) }
        case .comparison:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.comparison(node, scope) }
        case .arithmetic:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.arithmetic(node, scope) }
        case .negation:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.negation(node, scope) }
        case .conjunction:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.conjunction(node, scope) }
        case .disjunction:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.disjunction(node, scope) }
        case .between: { (evaluation, node, scope) throws(FEELError) in try evaluation.between(node, scope) }
        case .membership:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.membership(node, scope) }
        case .instance:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.instance(node, scope) }
        case .conditional:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.conditional(node, scope) }
        case .list: { (evaluation, node, scope) throws(FEELError) in try evaluation.list(node, scope) }
        case .context: { (evaluation, node, scope) throws(FEELError) in try evaluation.context(node, scope) }
        case .range: { (evaluation, node, scope) throws(FEELError) in try evaluation.range(node, scope) }
        case .comparisonRange:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.comparisonRange(node, scope) }
        case .iteration:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.iteration(node, scope) }
        case .quantified:
            { (evaluation, node, scope) throws(FEELError) in try evaluation.quantified(node, scope) }
        case .path: { (evaluation, node, scope) throws(FEELError) in try evaluation.path(node, scope) }
        case .filter: { (evaluation, node, scope) throws(FEELError) in try evaluation.filter(node, scope) }
        case .call: { (evaluation, node, scope) throws(FEELError) in try evaluation.call(node, scope) }
        }
    }

    @inline(never)
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
        try enter()
        defer { leave() }
        return try body()
    }

    private func enter() throws(FEELError) {
        guard depth < environment.limits.depth else { throw .tooDeep(limit: environment.limits.depth) }
        depth += 1
    }

    private func leave() { depth -= 1 }

    // MARK: Reports

    /// Null, with a report of why.
    @inline(never)
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
