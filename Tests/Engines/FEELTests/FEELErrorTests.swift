import Diagnostics
import Testing

@testable import FEEL

@Suite("FEEL errors") struct FEELErrorTests {
    struct Row: CustomStringConvertible {
        let text: String
        let message: String
        var hint: String?
        let carets: String
        var description: String { text }
    }

    private static let rows = [
        Row(text: "", message: "there is no expression", carets: "\n^"),
        Row(text: "1 +", message: "expected an expression, found the end", carets: "1 +\n   ^"),
        Row(
            text: "x == 1", message: "expected an operator or the end, found `==`",
            hint: "equality is written `=`",
            carets: "x == 1\n  ^^"),
        Row(text: "[1, 2", message: "expected `]`, found the end", carets: "[1, 2\n     ^"),
        Row(
            text: "if a then b", message: "expected `else`, found the end",
            carets: "if a then b\n           ^"),
        Row(
            text: "\"abc", message: "the string has no closing quote",
            hint: "close it with `\"`; a quote inside is written `\\\"`", carets: "\"abc\n^"),
        Row(text: "1 /* x", message: "the comment has no `*/`", carets: "1 /* x\n  ^^"),
        Row(
            text: "\"\\u00g\"", message: "`\\u00` is no character",
            hint: "write `\\u` with four or `\\U` with six hexadecimal digits", carets: "\"\\u00g\"\n ^^^^"),
        Row(text: "1e9999", message: "`1e9999` is out of the range of numbers", carets: "1e9999\n^^^^^^"),
        Row(
            text: "@\"2024-13-01\"", message: "`2024-13-01` is no date, time or duration",
            hint: "write for example `@\"2024-02-29\"`, `@\"10:30:00\"` or `@\"P1DT2H\"`",
            carets: "@\"2024-13-01\"\n^^^^^^^^^^^^^"),
        Row(text: "{a: 1,\n a: 2}", message: "`a` is given twice", carets: " a: 2}\n ^"),
        Row(
            text: "function(x) external {}", message: "external functions are not supported",
            hint: "write the body as an expression: `function(x) x + 1`",
            carets: "function(x) external {}\n            ^^^^^^^^"),
        Row(
            text: "amuont > 1", message: "nothing is called `amuont`", hint: "did you mean `amount`?",
            carets: "amuont > 1\n^^^^^^"),
        Row(
            text: "cuont([1])", message: "nothing is called `cuont`", hint: "did you mean `count`?",
            carets: "cuont([1])\n^^^^^"),
        Row(
            text: "amount > 1 ) ", message: "expected an operator or the end, found `)`",
            carets: "amount > 1 ) \n           ^"),
    ]

    @Test(arguments: rows) func faultsAreWordedAndPlaced(_ row: Row) throws {
        let names = FEELNames(variables: ["amount", "a", "b", "x"], isComplete: true)
        let error = try #require(throws: FEELError.self) {
            try FEELExpression(parsing: row.text, names: names)
        }
        #expect(error.diagnostic.message == row.message)
        #expect(error.diagnostic.hint == row.hint)
        #expect(error.place?.caretText == row.carets)
    }

    @Test func placesCountLinesAndColumns() throws {
        let error = try #require(throws: FEELError.self) { try FEELExpression(parsing: "1 +\n  é + *") }
        #expect(error.diagnostic(file: "order.dmn").place?.description == "order.dmn:2:7")
        #expect(error.diagnostic.excerpt == "  é + *")
        #expect(error.diagnostic.code == "feel.syntax")
    }

    @Test func unknownNamesAreErrorsOnlyWhereAllAreKnown() throws {
        #expect(throws: Never.self) { try FEELExpression(parsing: "y + 1") }
        let complete = FEELNames(variables: ["list"], isComplete: true)
        #expect(throws: FEELError.self) { try FEELExpression(parsing: "y + 1", names: complete) }
        // What a filter can see is known only when there is a list.
        #expect(throws: Never.self) { try FEELExpression(parsing: "list[y > 1]", names: complete) }
        #expect(throws: Never.self) { try FEELExpression(parsing: "for y in list return y", names: complete) }
        #expect(throws: Never.self) { try FEELExpression(parsing: "(function(y) y)(1)", names: complete) }
    }

    @Test func reportsSayWhyAndWhere() throws {
        let outcome = try FEELExpression(parsing: "1 + (2 / 0)").outcome()
        #expect(outcome.value == .null)
        #expect(
            outcome.reports.map(\.message) == [
                "`2 / 0` is a division by zero", "`+` does not take number and null",
            ])
        #expect(outcome.reports.first?.place.caretText == "1 + (2 / 0)\n    ^^^^^^^")
    }

    @Test func reportsSuggestWhatWasMeant() throws {
        let environment = FEELEnvironment(variables: ["amount": 1])
        let message = try FEELExpression(parsing: "amout").outcome(in: environment).reports.first?.message
        #expect(message == "nothing is called `amout`; did you mean `amount`?")
        let entry = try FEELExpression(parsing: "{total: 1}.totl").outcome().reports.first?.message
        #expect(entry == "the context has no entry `totl`; did you mean `total`?")
    }

    @Test func manyReportsAreNotKept() throws {
        let outcome = try FEELExpression(parsing: "for i in 1..500 return 1 / 0").outcome()
        #expect(outcome.reports.count == 100)
        #expect(outcome.value.list?.count == 500)
    }
}
