/// Calls of functions.
extension Evaluation {
    @inline(never)
    func call(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .call(let callee, let arguments) = node.kind else { return .null }
        // A variable called `date` does not take away the function: it cannot be called anyhow.
        if case .variable(let name) = callee.kind, scope.value(of: name)?.function == nil,
            let builtIn = BuiltIns.table[name]
        {
            return try call(builtIn, try evaluated(arguments, scope), node.range)
        }
        let function = try value(of: callee, scope)
        guard case .function(let function) = function else {
            // What is not there was reported by its name.
            return function.isNull && reports.last?.place.offset == callee.range.lowerBound
                ? .null : null("\(function.typeName) is no function", callee.range)
        }
        return try call(function, try evaluated(arguments, scope), node.range)
    }

    /// Arguments in order, with their names if they have some.
    enum Given {
        case positional([FEELValue])
        case named([(name: String, value: FEELValue)])
    }

    @inline(never)
    private func evaluated(_ arguments: Node.Arguments, _ scope: Scope) throws(FEELError) -> Given {
        switch arguments {
        case .positional(let nodes):
            var values: [FEELValue] = []
            for node in nodes { values.append(try value(of: node, scope)) }
            return .positional(values)
        case .named(let entries):
            var values: [(name: String, value: FEELValue)] = []
            for entry in entries { values.append((entry.key, try value(of: entry.node, scope))) }
            return .named(values)
        }
    }

    @inline(never)
    private func call(
        _ function: FEELFunction, _ given: Given, _ range: Range<Int>
    ) throws(FEELError) -> FEELValue {
        if case .builtIn(let builtIn) = function.body { return try call(builtIn, given, range) }
        guard let values = bound(given, to: function.parameters, range) else { return .null }
        let result = try deeper { () throws(FEELError) in try run(function, values) }
        if let converted = converted(result, to: function.result) { return converted }
        return null("the function gives \(result.typeName) instead of \(function.result)", range)
    }

    /// Calls a function with its arguments in order; used by built-in functions that take functions.
    @inline(never)
    func call(
        _ function: FEELFunction, with values: [FEELValue], _ range: Range<Int>
    ) throws(FEELError) -> FEELValue {
        try spend(1)
        return try call(function, .positional(values), range)
    }

    @inline(never)
    private func run(_ function: FEELFunction, _ values: [FEELValue]) throws(FEELError) -> FEELValue {
        switch function.body {
        case .builtIn: return .null
        case .host(let body): return try body(values)
        case .expression(let node, let outer, let name):
            var scope = outer
            if let name { scope = Scope(.variable(name, .function(function)), parent: scope) }
            for (parameter, value) in zip(function.parameters, values) {
                scope = Scope(.variable(parameter.name, value), parent: scope)
            }
            return try value(of: node, scope)
        }
    }

    /// The arguments in the order of the parameters, converted to their types; `nil` and a report when they do not fit.
    @inline(never)
    private func bound(_ given: Given, to parameters: [FEELField], _ range: Range<Int>) -> [FEELValue]? {
        var values: [FEELValue] = []
        switch given {
        case .positional(let positional):
            guard positional.count == parameters.count else {
                _ = null("the function takes \(parameters.count) arguments, not \(positional.count)", range)
                return nil
            }
            values = positional
        case .named(let named):
            for (name, _) in named where !parameters.contains(where: { $0.name == name }) {
                _ = null("the function has no parameter `\(name)`", range)
                return nil
            }
            values = parameters.map { parameter in named.first { $0.name == parameter.name }?.value ?? .null }
        }
        for (index, parameter) in parameters.enumerated() {
            guard let converted = converted(values[index], to: parameter.type) else {
                let found = values[index].typeName
                _ = null("the parameter `\(parameter.name)` is \(parameter.type), not \(found)", range)
                return nil
            }
            values[index] = converted
        }
        return values
    }
}
