import Conditions
import Diagnostics
import Testing

@Suite struct ConditionErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let offset, length: Int
        let message, hint: String
        init(_ text: String, _ offset: Int, _ length: Int, _ message: String, _ hint: String) {
            (self.text, self.offset, self.length) = (text, offset, length)
            (self.message, self.hint) = (message, hint)
        }
        var testDescription: String { "`\(text)`: \(message)" }
    }

    static let start = "write for example `>= 80%`, `no critical CVEs`, `at most 3 warnings` or `not worse`"
    static let kinds = "`findings`, `errors`, `warnings`, `failures`, `CVEs`, `secrets`, `licenses`"
    static let between = "put `and` between two conditions, or remove what follows"

    static let comparisons = [
        Row("", 0, 1, "the condition is empty", start),
        Row("  \t", 0, 3, "the condition is empty", start),
        Row("%", 0, 1, "a condition does not begin with `%`", start),
        Row("-5", 0, 1, "a condition does not begin with `-`", start),
        Row("80%", 0, 2, "no comparison stands before the number", "write for example `>= 80%`"),
        Row(
            "branch 80%", 7, 2, "no comparison between `branch` and `80%`",
            "write for example `branch >= 80%`"),
        Row(
            "branch 80 %", 7, 2, "no comparison between `branch` and `80%`",
            "write for example `branch >= 80%`"),
        Row("branch", 0, 6, "no comparison follows `branch`", "write for example `branch >= 80%`"),
        Row(
            "coverage above 80%", 0, 8, "no comparison follows `coverage`",
            "write for example `coverage >= 80%`"),
        Row("noo CVEs", 0, 3, "no comparison follows `noo`", "did you mean `no`?"),
        Row("= 80%", 0, 1, "`=` is not a comparison", "write `==`"),
        Row("p99 => 1s", 4, 2, "`=>` is not a comparison", "write `>=`"),
        Row("p99 =< 1s", 4, 2, "`=<` is not a comparison", "write `<=`"),
        Row("p99 <> 1s", 4, 2, "`<>` is not a comparison", "write `!=`"),
        Row("p99 ! 1s", 4, 1, "`!` is not a comparison", "write `!=`"),
        Row("p99 === 1s", 4, 3, "`===` is not a comparison", "write `==`"),
        Row("p99 <=> 1s", 4, 3, "`<=>` is not a comparison", "use one of `>=`, `>`, `<=`, `<`, `==`, `!=`"),
        Row(">=", 2, 1, "a number is missing after `>=`", "write for example `80%`, `1s` or `3`"),
        Row(">= and", 3, 3, "a number is missing after `>=`", "write for example `80%`, `1s` or `3`"),
        Row(">= .8", 3, 1, "a number is missing after `>=`", "write for example `80%`, `1s` or `3`"),
        Row(">= - 8", 3, 1, "a number is missing after `>=`", "write for example `80%`, `1s` or `3`"),
        Row("< 5 mss", 4, 3, "unknown unit `mss`", "did you mean `ms`?"),
        Row("< 5 sec", 4, 3, "unknown unit `sec`", "write `s`"),
        Row("< 5 m", 4, 1, "unknown unit `m`", "write `min`"),
        Row(">= 80 percent", 6, 7, "unknown unit `percent`", "write `%`"),
        Row("> 5 rps", 4, 3, "unknown unit `rps`", "write `/s`"),
        Row("> 5/sec", 3, 4, "unknown unit `/sec`", "write `/s`"),
        Row(
            "> 5/", 3, 1, "unknown unit `/`",
            "the units are `%`, `ns`, `us`, `ms`, `s`, `min`, `h`, `B`, `KiB`, `MiB`, `GiB`, `KB`, `MB`, `GB`, `/s`"
        ),
        Row("< 5KIBB", 3, 4, "unknown unit `KIBB`", "did you mean `KiB`?"),
        Row("> 1e3", 3, 2, "unknown unit `e3`", "write the number in full, without an exponent"),
        Row("> 1234567890123456789", 2, 19, "a number has at most 18 significant digits", "shorten it"),
        Row(
            "<= 5 errors", 5, 6, "`errors` is not a unit",
            "count findings with `no errors` or `at most 5 errors`"),
        Row(
            "<= 5 critical CVEs", 5, 8, "`critical` is not a unit",
            "count findings with `no critical CVEs` or `at most 5 critical CVEs`"),
        Row(">= 80% branch >= 90%", 7, 6, "the condition ends before `branch`", between),
        Row(">= 80 branch >= 90", 6, 6, "the condition ends before `branch`", between),
        Row(
            ">= 80% or p99 < 1s", 7, 2, "the condition ends before `or`",
            "all parts of a condition must hold: join them with `and`"),
        Row(
            ">= 0,8", 4, 1, "the condition ends before `,`",
            "join conditions with `and`; write decimals with a point"),
        Row(">= 80%;", 6, 1, "the condition ends before `;`", "join conditions with `and`"),
        Row(">= 80% && diff >= 90%", 7, 1, "the condition ends before `&`", "join conditions with `and`"),
        Row(
            ">= 80% than main", 7, 4, "the condition ends before `than`", "a baseline belongs to `not worse`"),
        Row(">= 80% and", 7, 3, "nothing follows `and`", "write a condition behind it, or remove it"),
        Row(">= 80% and and", 11, 3, "no comparison follows `and`", "write for example `and >= 80%`"),
        Row(">= 80% 90%", 7, 2, "the condition ends before `90`", between),
        Row("💥 >= 80%", 0, 1, "a condition does not begin with `💥`", start),
    ]

    static let findings = [
        Row("no", 2, 1, "a kind of finding is missing after `no`", "name one of \(kinds)"),
        Row("no 3", 3, 1, "a kind of finding is missing after `no`", "name one of \(kinds)"),
        Row("no new", 6, 1, "a kind of finding is missing after `new`", "name one of \(kinds)"),
        Row("no critical", 11, 1, "a kind of finding is missing after `critical`", "name one of \(kinds)"),
        Row(
            "no high or higher", 17, 1, "a kind of finding is missing after `higher`", "name one of \(kinds)"),
        Row(
            "no critical and >= 80%", 12, 3, "a kind of finding is missing after `critical`",
            "name one of \(kinds)"),
        Row("no issues", 3, 6, "unknown kind of finding `issues`", "write `findings`"),
        Row("no vulns", 3, 5, "unknown kind of finding `vulns`", "write `CVEs`"),
        Row("no wranings", 3, 8, "unknown kind of finding `wranings`", "did you mean `warnings`?"),
        Row("no critical CVSs", 12, 4, "unknown kind of finding `CVSs`", "did you mean `CVEs`?"),
        Row("no xylophones", 3, 10, "unknown kind of finding `xylophones`", "the kinds are \(kinds)"),
        Row("no hgih CVEs", 3, 4, "unknown severity `hgih`", "did you mean `high`?"),
        Row("no critcal or high CVEs", 3, 7, "unknown severity `critcal`", "did you mean `critical`?"),
        Row("no critical or hi CVEs", 15, 2, "unknown severity `hi`", "did you mean `high`?"),
        Row("no moderate CVEs", 3, 8, "unknown severity `moderate`", "write `medium`"),
        Row(
            "no unknown CVEs", 3, 7, "unknown severity `unknown`",
            "how unknown severities count is set by `unknown-severity`"),
        Row(
            "no zzzzzz CVEs", 3, 6, "unknown severity `zzzzzz`",
            "the severities are `info`, `low`, `medium`, `high`, `critical`"),
        Row("no high or", 8, 2, "nothing follows `or`", "name another severity, or write `or higher`"),
        Row("no high or high CVEs", 11, 4, "`high` stands twice", "write `high` once, or `high or higher`"),
        Row(
            "no high or critical or higher CVEs", 23, 6, "`or higher` follows a single severity",
            "write the lowest of them and `or higher`"),
        Row("no high or above CVEs", 11, 5, "`or above` is not part of the language", "write `or higher`"),
        Row(
            "no critical, high CVEs", 11, 1, "severities are not joined by `,`",
            "join severities with `or`: `critical or high`"),
        Row(
            "no critical and high CVEs", 12, 3, "severities are not joined by `and`",
            "join severities with `or`: `critical or high`"),
        Row(
            "no critical new CVEs", 12, 3, "`new` stands behind a severity",
            "write `new` first: `no new critical CVEs`"),
        Row(
            "no more than 3 CVEs", 3, 4, "`no more` does not begin a condition",
            "write `at most 3 CVEs`, or `not worse by more than 5%`"),
        Row("no CVEs found", 8, 5, "the condition ends before `found`", between),
        Row(
            "at least 80%", 3, 5, "`most` is missing after `at`",
            "write `at most 3 warnings`; for a least value write `>= 80%`"),
        Row(
            "at", 2, 1, "`most` is missing after `at`",
            "write `at most 3 warnings`; for a least value write `>= 80%`"),
        Row("at most", 7, 1, "a number is missing after `at most`", "write for example `80%`, `1s` or `3`"),
        Row(
            "at most -3 CVEs", 8, 1, "a number is missing after `at most`",
            "write for example `80%`, `1s` or `3`"),
        Row("at most 2.5 CVEs", 8, 3, "`2.5` is not a whole number", "findings are counted: write `2`"),
        Row("at most 80 %", 8, 4, "`at most` counts findings, and `80%` is not a count", "write `<= 80%`"),
        Row("at most 1s", 8, 2, "`at most` counts findings, and `1s` is not a count", "write `<= 1s`"),
        Row("at most 3", 9, 1, "a kind of finding is missing after `3`", "name one of \(kinds)"),
        Row(
            "at most 9999999999999999999 CVEs", 8, 19, "a number has at most 18 significant digits",
            "shorten it"),
    ]

    static let trends = [
        Row(
            "not", 3, 1, "`worse` is missing after `not`",
            "write `not worse`; for findings write `no new CVEs`"),
        Row(
            "not new CVEs", 4, 3, "`worse` is missing after `not`",
            "write `not worse`; for findings write `no new CVEs`"),
        Row("not worse by 5%", 13, 1, "`more` is missing after `by`", "write `not worse by more than 5%`"),
        Row(
            "not worse by more 5%", 18, 1, "`than` is missing after `more`",
            "write `not worse by more than 5%`"),
        Row(
            "not worse by more than", 22, 1, "a number is missing after `by more than`",
            "write for example `80%`, `1s` or `3`"),
        Row(
            "not worse by more than -5%", 23, 3, "`-5%` is less than nothing",
            "write how much worse is still good enough, without a sign"),
        Row(
            "not worse than", 14, 1, "nothing follows `than`",
            "name what to compare with: `main`, `last`, a ref or a run"),
        Row(
            "not worse than and >= 3", 15, 3, "nothing follows `than`",
            "name what to compare with: `main`, `last`, a ref or a run"),
        Row(
            "not worse than 5%", 15, 2, "`5%` is an amount, not a baseline",
            "write `not worse by more than 5%`"),
        Row(
            "not worse than 20ms", 15, 4, "`20ms` is an amount, not a baseline",
            "write `not worse by more than 20ms`"),
        Row(
            "not worse than main, last", 15, 5, "`main,` is not the name of a baseline",
            "name `main`, `last`, a ref or a run"),
        Row("not worse than last run", 20, 3, "the condition ends before `run`", between),
    ]

    @Test(arguments: comparisons + findings + trends) func refuse(_ row: Row) throws {
        let error = try #require(throws: ConditionError.self) { try Condition(parsing: row.text) }
        #expect(error.message == row.message)
        #expect((error.offset, error.length) == (row.offset, row.length))
        #expect(error.hint == row.hint)
        #expect(error.text == row.text)
    }

    @Test func theTablesHaveTheirRows() {
        let count = [Self.comparisons, Self.findings, Self.trends].map(\.count).reduce(0, +)
        #expect(count >= 80)
    }

    @Test func aloneItShowsTheSentence() throws {
        let error = try #require(throws: ConditionError.self) { try Condition(parsing: "p99 < 5 mss") }
        let place = SourcePlace(file: "<condition>", line: 1, column: 9, length: 3)
        #expect(
            error.diagnostic
                == Diagnostic(
                    code: "condition.unknown-unit", message: "unknown unit `mss`", place: place,
                    excerpt: "p99 < 5 mss", hint: "did you mean `ms`?", exit: .usage))
    }

    @Test func inAFileItPointsIntoTheSentence() throws {
        let error = try #require(throws: ConditionError.self) { try Condition(parsing: "p99 < 5 mss") }
        let found = error.diagnostic(file: "pyproject.toml", line: 7, column: 16)
        #expect(found.place == SourcePlace(file: "pyproject.toml", line: 7, column: 24, length: 3))
        #expect(found.excerpt == "               p99 < 5 mss")
        let line = "performance = \"p99 < 5 mss\""
        let withLine = error.diagnostic(file: "pyproject.toml", line: 7, column: 16, sourceLine: line)
        #expect(withLine.excerpt == line)
        #expect(withLine.place == found.place)
    }

    @Test func aSentenceOfSeveralLines() throws {
        let error = try #require(throws: ConditionError.self) {
            try Condition(parsing: ">= 80%\nand diff >= 9x\nand no CVEs")
        }
        let found = error.diagnostic(file: "a.toml", line: 3, column: 9)
        #expect(found.place == SourcePlace(file: "a.toml", line: 4, column: 14, length: 1))
        #expect(found.excerpt == "and diff >= 9x")
    }
}
