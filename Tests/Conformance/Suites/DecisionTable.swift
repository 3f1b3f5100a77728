import FEEL

/// Decision tables, so that the compatibility kit's own tables try the unary tests.
extension DecisionModel {
    func table(_ element: XMLNode, _ scope: FEELContext) throws -> FEELValue {
        let inputs = element.all("input")
        let values = try inputs.map { input in
            let expression = input.first("inputExpression")
            let value = try evaluate(expression?.expressionText ?? "", scope)
            return convert(value, to: Self.type(named: expression?["typeRef"]))
        }
        for (input, value) in zip(inputs, values) {
            guard let allowed = input.first("inputValues")?.expressionText else { continue }
            guard try holds(allowed, value, scope) else {
                reportCount += 1
                return .null
            }
        }
        let hits = try element.all("rule").filter { rule in
            try zip(rule.all("inputEntry"), values).allSatisfy { entry, value in
                try holds(entry.expressionText ?? "-", value, scope)
            }
        }
        return try result(of: element, try hits.map { try output(of: $0, element, scope) }, scope)
    }

    private func holds(_ text: String, _ value: FEELValue, _ scope: FEELContext) throws -> Bool {
        let tests = try UnaryTests(parsing: text, names: names(scope))
        return try tests.evaluate(input: value, in: environment(scope)) == .boolean(true)
    }

    /// The outputs of a rule, in the order of their columns.
    private func output(of rule: XMLNode, _ table: XMLNode, _ scope: FEELContext) throws -> [FEELValue] {
        try zip(rule.all("outputEntry"), table.all("output")).map { entry, column in
            convert(try evaluate(entry.expressionText ?? "", scope), to: Self.type(named: column["typeRef"]))
        }
    }

    private func named(_ outputs: [FEELValue], _ table: XMLNode) -> FEELValue {
        if outputs.count == 1, let only = outputs.first { return only }
        return .context(FEELContext(zip(table.all("output").map { $0["name"] ?? "" }, outputs)))
    }

    private func result(
        of table: XMLNode, _ hits: [[FEELValue]], _ scope: FEELContext
    ) throws -> FEELValue {
        guard !hits.isEmpty else { return try defaultResult(of: table, scope) }
        let all = hits.map { named($0, table) }
        guard let first = all.first else { return .null }
        switch table["hitPolicy"] ?? "UNIQUE" {
        case "UNIQUE" where hits.count > 1, "ANY" where Set(all).count > 1:
            reportCount += 1
            return .null
        case "UNIQUE", "ANY", "FIRST": return first
        case "PRIORITY": return named(try ordered(hits, table, scope)[0], table)
        case "OUTPUT ORDER": return .list(try ordered(hits, table, scope).map { named($0, table) })
        case "RULE ORDER": return .list(all)
        default: return try aggregate(all, table["aggregation"])
        }
    }

    private func aggregate(_ values: [FEELValue], _ aggregation: String?) throws -> FEELValue {
        guard let aggregation else { return .list(values) }
        return try evaluate("\(aggregation.lowercased())(values)", ["values": .list(values)])
    }

    private func defaultResult(of table: XMLNode, _ scope: FEELContext) throws -> FEELValue {
        let entries = table.all("output").map { $0.first("defaultOutputEntry")?.expressionText }
        let isList = ["OUTPUT ORDER", "RULE ORDER", "COLLECT"].contains(table["hitPolicy"] ?? "")
        guard entries.contains(where: { $0 != nil }) else {
            return isList && table["aggregation"] == nil ? .list([]) : .null
        }
        return named(try entries.map { try evaluate($0 ?? "null", scope) }, table)
    }

    /// By the places of the outputs among the output values, column by column.
    private func ordered(
        _ hits: [[FEELValue]], _ table: XMLNode, _ scope: FEELContext
    ) throws -> [[FEELValue]] {
        let orders = try table.all("output").map { column -> [FEELValue] in
            try evaluate("[\(column.first("outputValues")?.expressionText ?? "")]", scope).list ?? []
        }
        func rank(_ outputs: [FEELValue]) -> [Int] {
            zip(outputs, orders).map { output, order in order.firstIndex(of: output) ?? order.count }
        }
        return hits.sorted { rank($0).lexicographicallyPrecedes(rank($1)) }
    }
}
