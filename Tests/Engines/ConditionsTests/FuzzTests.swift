import Conditions
import Diagnostics
import Testing

/// SplitMix64: the same sentences on every run.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Array {
    fileprivate func pick(_ generator: inout SeededGenerator) -> Element {
        self[Int.random(in: 0..<count, using: &generator)]
    }
}

@Suite struct FuzzTests {
    static let units = [
        "", "%", "ns", "us", "µs", "ms", "s", "min", "h", "B", "KiB", "MiB", "GiB", "KB", "MB", "GB", "/s",
    ]
    static let nouns = [
        "CVEs", "vulnerability", "findings", "Secrets", "error", "warnings", "failures", "licence",
    ]
    static let metrics = ["", "branch ", "p99 ", "a.b-c.d ", "no ", "é_1 "]
    static let baselines = [
        "main", "last", "v1.2", "HEAD~1", "x/y-z", "0190a5f2-7c1e-7a3b-9f00-1234567890ab", "new",
    ]
    static let facts = ConditionFacts(
        measurements: [
            "branch": Quantity(value: 0.8, dimension: .ratio), "p99": Quantity(value: .nan, dimension: .time),
            "no": Quantity(value: 1e300, dimension: .bytes), "main": Quantity(value: 5, dimension: .count),
        ], main: "main", findings: FindingEvaluationTests.findings("vc v? gm ehn xlw"),
        baselines: ["main": ["main": Quantity(value: 4, dimension: .count)]], lowerIsBetter: ["main": true])

    private func amount(_ generator: inout SeededGenerator) -> String {
        let whole = Int.random(in: 0...999_999_999, using: &generator)
        let fraction =
            Bool.random(using: &generator) ? ".\(Int.random(in: 0...99_999, using: &generator))" : ""
        return "\(whole)\(fraction)" + [" ", ""].pick(&generator) + Self.units.pick(&generator)
    }

    private func selection(_ generator: inout SeededGenerator) -> String {
        let names = Severity.allCases.map(\.name).shuffled(using: &generator)
        let some = names.prefix(Int.random(in: 1...5, using: &generator)).joined(separator: " OR ") + " "
        let severities = ["", some, "\(names[0]) or higher "].pick(&generator)
        return ["", "new "].pick(&generator) + severities + Self.nouns.pick(&generator)
    }

    private func conjunct(_ generator: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0:
            let operators = [">=", ">", "<=", "<", "==", "!=", "≥", "≤", "≠"]
            return Self.metrics.pick(&generator) + operators.pick(&generator)
                + ["", " ", " -"].pick(&generator)
                + amount(&generator)
        case 1: return "no \(selection(&generator))"
        case 2: return "at most \(Int.random(in: 0...99_999, using: &generator)) \(selection(&generator))"
        default:
            let allowance = Bool.random(using: &generator) ? " by more than \(amount(&generator))" : ""
            let baseline = Bool.random(using: &generator) ? " than \(Self.baselines.pick(&generator))" : ""
            return ["", "p99 ", "x.y "].pick(&generator) + "not worse\(allowance)\(baseline)"
        }
    }

    /// Whatever parses must print, parse again to the same, and survive being checked and evaluated.
    private func exercise(_ condition: Condition) throws {
        #expect(try Condition(parsing: condition.description) == condition, "\(condition)")
        let outcome = condition.evaluate(Self.facts)
        #expect(outcome.parts.count == condition.conjuncts.count)
        do {
            try condition.check(
                against: ["branch": .ratio, "main": .count], main: "main", kinds: ["vulnerabilities"])
        } catch { expectInside(error) }
    }

    private func expectInside(_ error: ConditionError) {
        #expect(error.offset >= 0 && error.length >= 1)
        #expect(error.offset <= error.text.unicodeScalars.count)
        #expect(!error.message.isEmpty && !error.hint.isEmpty)
        #expect(error.diagnostic(file: "f", line: 1, column: 5).place?.column ?? 0 >= 1)
    }

    @Test(arguments: 0..<20) func sentencesRoundTrip(_ seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        for _ in 0..<100 {
            let count = Int.random(in: 1...4, using: &generator)
            let text = (0..<count).map { _ in conjunct(&generator) }.joined(separator: " and ")
            try exercise(Condition(parsing: text))
        }
    }

    @Test(arguments: 0..<20) func garbageNeverTraps(_ seed: UInt64) throws {
        var generator = SeededGenerator(state: seed ^ 0xFF)
        let scraps =
            Self.units + Self.nouns + Self.metrics + Self.baselines + [
                "no", "at", "most", "not", "worse", "by", "more", "than", "or", "and", "higher", "new",
                "high", "80%",
                "3", "0.5", ">=", "<", "=", "==", "-", ".", ",", "/", "\n", "\u{0}", "é", "e\u{301}", "👩‍👩‍👧",
                "\u{202E}", "999999999999999999999",
                "1.", "\"", "`", "\r\n",
            ]
        for _ in 0..<200 {
            let count = Int.random(in: 0...9, using: &generator)
            let text = (0..<count).map { _ in scraps.pick(&generator) }
                .joined(separator: ["", " "].pick(&generator))
            do { try exercise(Condition(parsing: text)) } catch let error as ConditionError {
                expectInside(error)
            }
            do {
                _ = try Condition.parseGateSentence(text, gates: ["no", "high"])
            } catch { expectInside(error) }
        }
    }

    @Test func aVeryLongSentence() throws {
        let text = Array(repeating: ">= 80% and no new high or critical CVEs", count: 5_000).joined(
            separator: " and ")
        #expect(try Condition(parsing: text).conjuncts.count == 10_000)
        let word = String(repeating: "a", count: 100_000)
        let digits = String(repeating: "9", count: 100_000)
        for hostile in [
            word, "no \(word)", "> 5 \(word)", "> \(digits)", "at most \(digits) CVEs",
            "not worse than 5\(digits)s",
        ] {
            #expect(throws: ConditionError.self) { try Condition(parsing: hostile + " !") }
        }
    }
}
