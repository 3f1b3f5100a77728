extension BuiltIns {
    /// DMN 1.5, 10.3.4.4: one value of many.
    static let aggregates = [
        BuiltIn("min", "list*") { call in extreme(call, .less) },
        BuiltIn("max", "list*") { call in extreme(call, .greater) },
        BuiltIn("sum", "list*") { call in
            withNumbers(call) { $0.isEmpty ? nil : folded($0, from: .zero) { $0.adding($1) } }
        },
        BuiltIn("product", "list*") { call in
            guard let numbers = numbers(call) else { return .null }
            guard !numbers.isEmpty else { return call.fail("there is nothing to multiply") }
            return FEELValue(folded(numbers, from: .one) { $0.multiplied(by: $1) })
        },
        BuiltIn("mean", "list*") { call in withNumbers(call, mean) },
        BuiltIn("median", "list*") { call in withNumbers(call, median) },
        BuiltIn("stddev", "list*") { call in
            guard let numbers = numbers(call) else { return .null }
            guard numbers.count > 1 else { return call.fail("it takes two numbers or more") }
            return FEELValue(deviation(numbers))
        },
        BuiltIn("mode", "list*") { call in
            guard let numbers = numbers(call) else { return .null }
            return .list(mostFrequent(numbers).map(FEELValue.number))
        },
    ]

    private static func numbers(_ call: BuiltInCall) -> [FEELNumber]? {
        call.list(0, of: "numbers", \.number)
    }

    private static func withNumbers(_ call: BuiltInCall, _ body: ([FEELNumber]) -> FEELNumber?) -> FEELValue {
        numbers(call).map { FEELValue(body($0)) } ?? .null
    }

    private static func folded(
        _ numbers: [FEELNumber], from start: FEELNumber, _ step: (FEELNumber, FEELNumber) -> FEELNumber?
    ) -> FEELNumber? {
        var result = start
        for number in numbers {
            guard let next = step(result, number) else { return nil }
            result = next
        }
        return result
    }

    private static func mean(_ numbers: [FEELNumber]) -> FEELNumber? {
        guard !numbers.isEmpty else { return nil }
        return folded(numbers, from: .zero) { $0.adding($1) }?.divided(by: FEELNumber(numbers.count))
    }

    private static func median(_ numbers: [FEELNumber]) -> FEELNumber? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        let middle = sorted.count / 2
        if sorted.count % 2 == 1 { return sorted[middle] }
        return mean([sorted[middle - 1], sorted[middle]])
    }

    /// That of a sample: the squares are divided by one less than there are numbers.
    private static func deviation(_ numbers: [FEELNumber]) -> FEELNumber? {
        guard let mean = mean(numbers) else { return nil }
        let squares = folded(numbers, from: .zero) { total, number in
            guard let distance = number.subtracting(mean) else { return nil }
            return distance.multiplied(by: distance).flatMap(total.adding)
        }
        return squares?.divided(by: FEELNumber(numbers.count - 1))?.squareRoot
    }

    /// All numbers that occur most often, ascending.
    private static func mostFrequent(_ numbers: [FEELNumber]) -> [FEELNumber] {
        let counts = numbers.reduce(into: [FEELNumber: Int]()) { $0[$1, default: 0] += 1 }
        let most = counts.values.max()
        return counts.filter { $0.value == most }.keys.sorted()
    }

    private static func extreme(_ call: BuiltInCall, _ sign: ComparisonSign) -> FEELValue {
        guard let elements = call.list(0), var best = elements.first else { return .null }
        for element in elements {
            guard let isBetter = call.evaluation.compare(element, sign, best) else {
                return call.fail("\(element.typeName) does not compare with \(best.typeName)")
            }
            if isBetter { best = element }
        }
        return best
    }
}
