import Testing

@testable import FEEL

@Suite("FEEL functions of the host") struct FEELFunctionTests {
    private func evaluate(_ text: String, _ function: FEELFunction) throws -> FEELOutcome {
        let variables: FEELContext = ["rate of": .function(function)]
        let expression = try FEELExpression(parsing: text, names: FEELNames(of: variables))
        return try expression.outcome(in: FEELEnvironment(variables: variables))
    }

    private let double = FEELFunction(
        parameters: [FEELField(name: "n", type: .number)], result: .number
    ) { (values) throws(FEELError) in
        guard case .number(let number) = values[0] else { return .null }
        return number.adding(number).map(FEELValue.number) ?? .null
    }

    @Test func hostFunctionsAreCalledByPositionAndName() throws {
        #expect(try evaluate("rate of(21)", double).value == 42)
        #expect(try evaluate("rate of(n: 21)", double).value == 42)
        #expect(try evaluate("rate of([21])", double).value == 42)
        #expect(try evaluate("for i in 1..2 return rate of(i)", double).value == [2, 4])
    }

    @Test func argumentsThatDoNotFitGiveNull() throws {
        for text in ["rate of(\"x\")", "rate of()", "rate of(1, 2)", "rate of(m: 1)"] {
            let outcome = try evaluate(text, double)
            #expect(outcome.value == .null)
            #expect(!outcome.reports.isEmpty)
        }
    }

    @Test func resultsAreConverted() throws {
        let wrong = FEELFunction(parameters: [], result: .number) { (_) throws(FEELError) in "x" }
        #expect(try evaluate("rate of()", wrong).value == .null)
        let single = FEELFunction(parameters: [], result: .number) { (_) throws(FEELError) in [7] }
        #expect(try evaluate("rate of()", single).value == 7)
    }

    @Test func failuresOfTheHostAreThrown() throws {
        let failing = FEELFunction(parameters: []) { (_) throws(FEELError) in throw .host("no connection") }
        #expect(throws: FEELError.host("no connection")) { try evaluate("rate of()", failing) }
    }

    @Test func expressionsSeeTheirParametersAndVariables() throws {
        let names = FEELNames(variables: ["n", "base"])
        let function = FEELFunction(
            parameters: [FEELField(name: "n")],
            expression: try FEELExpression(parsing: "n + base", names: names),
            variables: ["base": 100])
        #expect(try evaluate("rate of(1)", function).value == 101)
    }

    @Test func typesOfTheHostAreKnownByName() throws {
        var environment = FEELEnvironment()
        environment.types = [
            "tOrder": .context([FEELField(name: "total", type: .number)]), "tOrders": .list(.named("tOrder")),
        ]
        let rows: [(String, FEELValue)] = [
            ("{total: 1} instance of tOrder", true), ("{total: \"x\"} instance of tOrder", false),
            ("[{total: 1}] instance of tOrders", true), ("[{}] instance of tOrders", false),
            ("{} instance of tUnknown", false), ("(function(o: tOrder) o.total)({total: 5})", 5),
        ]
        for (text, expected) in rows {
            #expect(try FEELExpression(parsing: text).evaluate(in: environment) == expected, "\(text)")
        }
    }
}
