import StructuredData
import Testing

@testable import YAML

@Suite("Core schema") struct CoreSchemaTests {
    static let scalars: [(String, JSON)] = [
        ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nul", "nul"),
        ("true", true), ("False", false), ("TRUE", true), ("yes", "yes"), ("on", "on"), ("tRUE", "tRUE"),
        ("0", 0), ("-17", -17), ("+5", 5), ("017", 17), ("0o17", 15), ("0xFf", 255), ("0o8", "0o8"),
        ("0x", "0x"), ("-0x1", "-0x1"), ("9223372036854775807", 9_223_372_036_854_775_807),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("1.5", 1.5), (".5", 0.5), ("1.", .number(1)), ("-1e3", .number(-1000)), ("1e", "1e"), (".", "."),
        ("1.2.0", "1.2.0"), ("12:30", "12:30"), ("2026-01-05T09:00:00Z", "2026-01-05T09:00:00Z"),
        ("PT2H", "PT2H"), ("1_000", "1_000"), ("-", "-"), ("+", "+"), ("..5", "..5"), ("1e5x", "1e5x"),
    ]

    @Test(arguments: scalars) func plainScalars(_ text: String, _ value: JSON) {
        #expect(CoreSchema.value(text) == value)
    }

    @Test(arguments: [".inf", "-.Inf", "+.INF", ".nan", ".NaN", "1e999", "0xFFFFFFFFFFFFFFFFF"])
    func whatJSONHasNoFormFor(_ text: String) { #expect(CoreSchema.value(text) == nil) }

    @Test func theTableIsThere() { #expect(Self.scalars.count > 30) }
}
