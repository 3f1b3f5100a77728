import Diagnostics
import Testing

@testable import FEEL

/// A generator whose numbers are the same in every run.
private struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        // SplitMix64.
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("FEEL with nonsense") struct FuzzTests {
    private static let words =
        [
            "1", "2.5", "\"a\"", "x", "numbers", "person", "item", "?", "null", "true", "false", "(", ")",
            "[", "]",
            "{", "}", ",", ":", ".", "..", "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "@",
            "@\"P1D\"", "@\"2024-02-29\"", "if", "then", "else", "for", "in", "return", "some", "every",
            "satisfies", "and", "or", "between", "instance of", "function", "list<", "number", "not",
            "partial",
            "a", "b", "é", "😀", "//", "/*", "*/", "\"", "\\u00", "->", "'", "#",
        ] + [
            "count", "sort", "replace", "range", "string", "date", "context put", "abs", "before", "sublist",
        ]

    /// Reads and evaluates with a small budget; only thrown errors may come of it.
    private func run(_ text: String) -> Bool {
        var environment = testScope
        environment.limits = FEELLimits(steps: 5000, depth: 200)
        do throws(FEELError) {
            let outcome = try FEELExpression(parsing: text, names: testNames).outcome(in: environment)
            return outcome.value.description.utf8.count >= 0
        } catch {
            let diagnostic = error.diagnostic
            return !diagnostic.message.isEmpty && error.place.map { !$0.caretText.isEmpty } ?? true
        }
    }

    @Test(arguments: 0..<8) func wordsInAnyOrder(_ seed: UInt64) {
        var chance = Chance(state: seed)
        for _ in 0..<400 {
            let count = Int.random(in: 1...14, using: &chance)
            let words = (0..<count).map { _ in Self.words.randomElement(using: &chance) ?? "" }
            let text = words.joined(separator: Bool.random(using: &chance) ? " " : "")
            #expect(run(text), "\(text)")
        }
    }

    @Test(arguments: 100..<104) func bytesInAnyOrder(_ seed: UInt64) {
        var chance = Chance(state: seed)
        for _ in 0..<400 {
            let count = Int.random(in: 0...40, using: &chance)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
            #expect(run(String(decoding: bytes, as: UTF8.self)))
        }
    }

    /// Expressions of the tables with a token exchanged, dropped or doubled.
    @Test(arguments: CaseTableTests.files) func almostExpressions(_ file: String) {
        var chance = Chance(state: 7)
        for row in CaseRow.rows(of: file) {
            var scalars = Array(row.expression)
            for _ in 0..<4 where !scalars.isEmpty {
                let index = Int.random(in: 0..<scalars.count, using: &chance)
                switch Int.random(in: 0..<3, using: &chance) {
                case 0: scalars.remove(at: index)
                case 1: scalars.insert(scalars[index], at: index)
                default:
                    scalars[index] = Array("()[]{}.,:+-*/<>=\"@?1a ").randomElement(using: &chance) ?? " "
                }
                #expect(run(String(scalars)), "\(row.place): \(String(scalars))")
            }
        }
    }

    @Test func patternsInAnyOrder() {
        var chance = Chance(state: 11)
        let pieces = Array("ab()[]{}*+?|^$.\\d1,-&piLs")
        for _ in 0..<4000 {
            let count = Int.random(in: 1...12, using: &chance)
            let pattern = String((0..<count).map { _ in pieces.randomElement(using: &chance) ?? "a" })
            guard let flags = RegexFlags(""), let program = RegexProgram(pattern, flags: flags) else {
                continue
            }
            var matcher = RegexMatcher(program, Array("aab1b-a".unicodeScalars), limit: 20_000)
            let match = matcher.firstMatch(from: 0)
            #expect(match == nil || (match?.range.upperBound ?? 0) <= 7)
        }
    }

    @Test(arguments: [
        String(repeating: "(", count: 3000), String(repeating: "[", count: 3000),
        String(repeating: "-", count: 3000), String(repeating: "{a:", count: 3000),
        String(repeating: "1+", count: 3000) + "1", "x" + String(repeating: ".a", count: 3000),
        "x" + String(repeating: "[1]", count: 3000), String(repeating: "if ", count: 3000),
        String(repeating: "[1..1[", count: 2000), String(repeating: "x in (", count: 3000),
        String(repeating: "function(a) ", count: 3000), String(repeating: "not(", count: 3000),
        "x instance of " + String(repeating: "list<", count: 3000),
        String(repeating: "\"a\"", count: 3000),
    ])
    func nestingHasALimit(_ text: String) {
        #expect(throws: FEELError.self) { try FEELExpression(parsing: text, names: testNames) }
    }
}
