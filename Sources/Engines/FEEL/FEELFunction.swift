/// A function value: written in an expression, built in, or given by the host.
public final class FEELFunction: Sendable {
    /// What a host computes; errors that FEEL knows are reported by returning null.
    public typealias Host = @Sendable ([FEELValue]) throws(FEELError) -> FEELValue

    enum Body: Sendable {
        /// An expression with the scope in which it was written; `name` is what it can call itself by.
        case expression(Node, Scope, name: String?)
        case builtIn(BuiltIn)
        case host(Host)
    }

    /// The parameters in order; those of built-in functions are not listed.
    public let parameters: [FEELField]
    /// What it gives, as far as that was declared.
    public let result: FEELType
    let body: Body

    init(parameters: [FEELField], result: FEELType = .any, body: Body) {
        (self.parameters, self.result, self.body) = (parameters, result, body)
    }

    /// A function of the host.
    ///
    /// - Parameters:
    ///   - parameters: Names for named arguments, types that arguments are checked and converted to.
    ///   - result: What the value is checked and converted to.
    ///   - body: Called with as many arguments as there are parameters.
    public convenience init(
        parameters: [FEELField], result: FEELType = .any, host body: @escaping Host
    ) {
        self.init(parameters: parameters, result: result, body: .host(body))
    }

    /// A function whose body is an expression, as a business knowledge model has it.
    ///
    /// - Parameters:
    ///   - parameters: The names that the expression may use besides those of `variables`.
    ///   - result: What the value is checked and converted to.
    ///   - expression: The body.
    ///   - variables: What else the expression sees.
    public convenience init(
        parameters: [FEELField], result: FEELType = .any, expression: FEELExpression,
        variables: FEELContext = FEELContext()
    ) {
        self.init(
            parameters: parameters, result: result,
            body: .expression(expression.root, Scope(.context(variables), parent: nil), name: nil))
    }
}

/// The names that an expression sees, innermost first.
///
/// Immutable, so that functions can keep theirs.
final class Scope: Sendable {
    enum Binding: Sendable {
        case variable(String, FEELValue)
        case context(FEELContext)
        /// What a filter tests: `item`, and the entries of it if it is a context.
        case item(FEELValue)
        /// What a unary test tests: `?`.
        case input(FEELValue)
    }

    let binding: Binding
    let parent: Scope?

    init(_ binding: Binding, parent: Scope?) { (self.binding, self.parent) = (binding, parent) }

    /// The value of a name; `nil` when nothing is called so.
    func value(of name: String) -> FEELValue? {
        var scope: Scope? = self
        while let current = scope {
            if let found = current.ownValue(of: name) { return found }
            scope = current.parent
        }
        return nil
    }

    private func ownValue(of name: String) -> FEELValue? {
        switch binding {
        case .variable(let own, let value): return own == name ? value : nil
        case .context(let context): return context[name]
        case .input(let value): return name == "?" ? value : nil
        case .item(let value):
            // An entry that is called `item` hides the item itself (DMN 1.5, 10.3.2.5).
            if case .context(let context) = value, let entry = context[name] { return entry }
            return name == "item" ? value : nil
        }
    }

    /// What the scope holds, but for the variables of the host.
    var values: [FEELValue] {
        var found: [FEELValue] = []
        var scope: Scope? = self
        while let current = scope, current.parent != nil {
            switch current.binding {
            case .variable(_, let value), .item(let value), .input(let value): found.append(value)
            case .context(let context): found.append(.context(context))
            }
            scope = current.parent
        }
        return found
    }

    /// Every name in sight, for suggestions.
    var names: [String] {
        var found: [String] = []
        var scope: Scope? = self
        while let current = scope {
            switch current.binding {
            case .variable(let name, _): found.append(name)
            case .context(let context), .item(.context(let context)): found += context.keys
            case .item, .input: break
            }
            scope = current.parent
        }
        return found
    }
}
