extension BuiltIns {
    /// DMN 1.5, 10.3.4.4: what looks into lists.
    ///
    /// Positions count from 1, negative ones from the end.
    static let lists = [
        BuiltIn("list contains", "list, element") { call in
            guard let elements = call.list(0) else { return .null }
            return .boolean(elements.contains { call.isSame($0, call[1]) })
        },
        BuiltIn("count", "list*") { call in call.list(0).map { FEELValue($0.count) } ?? .null },
        BuiltIn("index of", "list, match") { call in
            guard let elements = call.list(0) else { return .null }
            let found = elements.indices.filter { call.isSame(elements[$0], call[1]) }
            return .list(found.map { FEELValue($0 + 1) })
        },
        BuiltIn("sublist", "list, start position, length?") { call in sublist(call) },
        BuiltIn("reverse", "list") { call in call.list(0).map { .list($0.reversed()) } ?? .null },
        BuiltIn("distinct values", "list") { call in call.list(0).map { .list(distinct($0, call)) } ?? .null
        },
        BuiltIn("flatten", "list") { (call) throws(FEELError) in
            guard let elements = call.list(0) else { return .null }
            var flat: [FEELValue] = []
            try flatten(elements, into: &flat, call)
            return .list(flat)
        },
        BuiltIn("all", "list*") { call in truth(call, isAll: true) },
        BuiltIn("any", "list*") { call in truth(call, isAll: false) },
        BuiltIn("sort", "list, precedes?") { (call) throws(FEELError) in try sorted(call) },
    ]

    private static func sublist(_ call: BuiltInCall) -> FEELValue {
        guard let elements = call.list(0), let position = call.integer(1) else { return .null }
        let start = position > 0 ? position - 1 : elements.count + position
        guard position != 0, elements.indices.contains(start) else {
            return call.fail("there is no position \(position)")
        }
        guard call.has(2), !call.isNull(2) else { return .list(Array(elements[start...])) }
        guard let length = call.integer(2) else { return .null }
        guard length >= 0, length <= elements.count - start else {
            return call.fail("there are no \(length) elements from position \(position)")
        }
        return .list(Array(elements[start..<(start + length)]))
    }

    /// The first of elements that are equal.
    static func distinct(_ elements: [FEELValue], _ call: BuiltInCall) -> [FEELValue] {
        var seen: Set<FEELValue> = []
        var kept: [FEELValue] = []
        for element in elements {
            // Values that hash by what they are need no search; moments in different zones may be equal.
            let isHashable = element.zone == nil && element.list == nil && element.context == nil
            if isHashable {
                if seen.insert(element).inserted { kept.append(element) }
            } else if !kept.contains(where: { call.isSame($0, element) }) {
                kept.append(element)
            }
        }
        return kept
    }

    private static func flatten(
        _ elements: [FEELValue], into flat: inout [FEELValue], _ call: BuiltInCall
    ) throws(FEELError) {
        try call.evaluation.spend(elements.count)
        for element in elements {
            if case .list(let inner) = element {
                try call.evaluation.deeper { () throws(FEELError) in
                    try flatten(inner, into: &flat, call)
                }
            } else {
                flat.append(element)
            }
        }
    }

    private static func truth(_ call: BuiltInCall, isAll: Bool) -> FEELValue {
        guard let elements = call.list(0) else { return .null }
        var answer: Bool? = isAll
        for element in elements {
            guard element.isNull || element.boolean != nil else {
                return call.fail("the elements must be boolean, one is \(element.typeName)")
            }
            answer = isAll ? Ternary.and(answer, element.boolean) : Ternary.or(answer, element.boolean)
        }
        return FEELValue(answer)
    }

    private static func sorted(_ call: BuiltInCall) throws(FEELError) -> FEELValue {
        guard let elements = call.list(0) else { return .null }
        guard call.has(1), !call.isNull(1) else {
            let comparable = elements.allSatisfy {
                call.evaluation.compare($0, .lessOrEqual, elements[0]) != nil
            }
            guard comparable else { return call.fail("the elements do not compare with each other") }
            return .list(
                try mergeSorted(elements) { (a, b) throws(FEELError) in
                    call.evaluation.compare(a, .less, b) == true
                })
        }
        guard let precedes = call.function(1) else { return .null }
        var isOrder = true
        let sorted = try mergeSorted(elements) { (a, b) throws(FEELError) in
            let answer = try call.evaluation.call(precedes, with: [a, b], call.range).boolean
            isOrder = isOrder && answer != nil
            return answer == true
        }
        return isOrder ? .list(sorted) : call.fail("`precedes` did not give true or false")
    }

    /// Stable, and at peace with functions that are no order.
    private static func mergeSorted(
        _ elements: [FEELValue], _ precedes: (FEELValue, FEELValue) throws(FEELError) -> Bool
    ) throws(FEELError) -> [FEELValue] {
        guard elements.count > 1 else { return elements }
        let middle = elements.count / 2
        let left = try mergeSorted(Array(elements[..<middle]), precedes)
        let right = try mergeSorted(Array(elements[middle...]), precedes)
        var merged: [FEELValue] = []
        merged.reserveCapacity(elements.count)
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if try precedes(right[j], left[i]) {
                merged.append(right[j])
                j += 1
            } else {
                merged.append(left[i])
                i += 1
            }
        }
        return merged + left[i...] + right[j...]
    }
}

extension BuiltInCall {
    /// Whether two elements are equal; those of different kinds are not.
    func isSame(_ a: FEELValue, _ b: FEELValue) -> Bool { evaluation.equals(a, b) == true }
}
