import Diagnostics
import Testing

@Suite struct SuggestionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let word: String
        let expected: String?
        var testDescription: String { "\(word) → \(expected ?? "nothing")" }
    }

    static let gates = [
        "coverage", "format", "lint", "lock", "performance", "tests", "types", "vulnerabilities",
    ]

    @Test(arguments: [
        Row(word: "coverge", expected: "coverage"),
        Row(word: "Coverage", expected: "coverage"),
        Row(word: "tset", expected: "tests"),
        Row(word: "lnit", expected: "lint"),
        Row(word: "vulnerability", expected: "vulnerabilities"),
        Row(word: "spaceship", expected: nil),
        Row(word: "", expected: nil),
    ]) func nearestGate(_ row: Row) { #expect(nearest(row.word, among: Self.gates) == row.expected) }

    @Test func equalDistancesGoByName() { #expect(nearest("b", among: ["c", "a"]) == "a") }
}
