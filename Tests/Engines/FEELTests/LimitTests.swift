import Testing

@testable import FEEL

@Suite("FEEL limits") struct LimitTests {
    @Test(arguments: [
        "count(for i in 1..10000000 return i)", "for i in 1..3000, j in 1..3000 return 1",
        "every i in 1..100000000 satisfies true",
        "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"^(a|aa)+$\")",
        "{d: for i in 1..80 return if i = 1 then \"aaaaaaaaaaaaaaaa\" else partial[-1] + partial[-1]}",
        "for i in 1..40 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    ])
    func stepsAreCounted(_ text: String) throws {
        let expression = try FEELExpression(parsing: text)
        let limits = FEELLimits(steps: 100_000)
        #expect(throws: FEELError.tooManySteps(limit: 100_000)) {
            try expression.evaluate(in: FEELEnvironment(limits: limits))
        }
    }

    @Test(arguments: [
        "{f: function(n) f(n + 1), r: f(1)}", "{f: function(n) [f(n)], r: f(1)}",
        "{f: function(g) g(g), r: f(f)}",
        "count(for i in 1..5000 return if i = 1 then [] else [partial[-1]])",
        "count(for i in 1..5000 return if i = 1 then {} else {a: partial[-1]})",
    ])
    func depthIsCounted(_ text: String) throws {
        let expression = try FEELExpression(parsing: text)
        #expect(throws: FEELError.tooDeep(limit: FEELLimits().depth)) { try expression.evaluate() }
    }

    @Test func functionsThatHoldEachOtherAreBounded() throws {
        let text = "count(for i in 1..5000 return function(x) partial[-1](x))"
        #expect(throws: FEELError.self) { try FEELExpression(parsing: text).evaluate() }
    }

    @Test func chainsWithinChainsAreBounded() {
        let chain = String(repeating: " + 1", count: 150) + ")"
        let text = String(repeating: "(", count: 30) + "1" + String(repeating: chain, count: 30)
        #expect(throws: FEELError.self) { try FEELExpression(parsing: text) }
    }

    @Test func moreDepthIsGivenWhereItIsAskedFor() throws {
        let text = "{sum to: function(n) if n = 0 then 0 else n + sum to(n - 1), r: sum to(100)}.r"
        let expression = try FEELExpression(parsing: text)
        #expect(throws: FEELError.self) { try expression.evaluate() }
        let deeper = FEELEnvironment(limits: FEELLimits(depth: 500))
        #expect(try expression.evaluate(in: deeper) == 5050)
    }

    @Test func recursionWithinTheLimitEnds() throws {
        let text = "{sum to: function(n) if n = 0 then 0 else n + sum to(n - 1), r: sum to(50)}.r"
        #expect(try FEELExpression(parsing: text).evaluate() == 1275)
    }

    @Test func theDeepestTextIsEvaluated() throws {
        let text = String(repeating: "(1 + ", count: 60) + "1" + String(repeating: ")", count: 60)
        #expect(try FEELExpression(parsing: text).evaluate() == 61)
        let chain = Array(repeating: "1", count: 200).joined(separator: " + ")
        #expect(try FEELExpression(parsing: chain).evaluate() == 200)
    }
}
