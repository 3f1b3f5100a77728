extension BuiltIns {
    /// DMN 1.5, 10.3.4.4: what makes lists of lists.
    static let listEdits = [
        BuiltIn("append", "list, item+") { call in
            guard let elements = call.list(0) else { return .null }
            // Named, the item stands for itself.
            let items = call.isNamed ? [call[1]] : call[1].list ?? []
            return .list(elements + items)
        },
        BuiltIn("concatenate", "list+") { call in concatenated(call).map(FEELValue.list) ?? .null },
        BuiltIn("union", "list+") { call in concatenated(call).map { .list(distinct($0, call)) } ?? .null },
        BuiltIn("insert before", "list, position, newItem") { call in
            edited(call) { elements, index in elements.insert(call[2], at: index) }
        },
        BuiltIn("remove", "list, position") { call in
            edited(call) { elements, index in elements.remove(at: index) }
        },
        BuiltIn("list replace", "list, position, newItem", "list, match, newItem") {
            (call) throws(FEELError) in
            if call[1].function != nil, !(call.isNamed && call.signature == 0) {
                return try replacedByMatch(call)
            }
            guard !(call.isNamed && call.signature == 1) else {
                return call.fail("`match` must be a function")
            }
            return edited(call) { elements, index in elements[index] = call[2] }
        },
    ]

    private static func concatenated(_ call: BuiltInCall) -> [FEELValue]? {
        guard let lists = call.list(0) else { return nil }
        var all: [FEELValue] = []
        for list in lists {
            guard !list.isNull else {
                _ = call.fail("a list is null")
                return nil
            }
            all += list.list ?? [list]
        }
        return all
    }

    /// The list after a change at the position of the second argument.
    private static func edited(
        _ call: BuiltInCall, _ change: (inout [FEELValue], Int) -> Void
    ) -> FEELValue {
        guard var elements = call.list(0), let position = call.integer(1) else { return .null }
        let index = position > 0 ? position - 1 : elements.count + position
        guard position != 0, elements.indices.contains(index) else {
            return call.fail("there is no position \(position)")
        }
        change(&elements, index)
        return .list(elements)
    }

    private static func replacedByMatch(_ call: BuiltInCall) throws(FEELError) -> FEELValue {
        guard let elements = call.list(0), let match = call.function(1) else { return .null }
        var result: [FEELValue] = []
        for element in elements {
            let answer = try call.evaluation.call(match, with: [element, call[2]], call.range)
            guard let isMatch = answer.boolean else { return call.fail("`match` did not give true or false") }
            result.append(isMatch ? call[2] : element)
        }
        return .list(result)
    }
}
