import StructuredData
import Testing

@Suite("JSON, RFC 8259 and RFC 8785")
struct JSONTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let canonical: String
        var testDescription: String { text }
    }

    /// Numbers of RFC 8785, appendix B, and its sample of section 3.2.4.
    @Test(arguments: [
        Row(text: "4.50", canonical: "4.5"), Row(text: "2e-3", canonical: "0.002"),
        Row(text: "1E30", canonical: "1e+30"), Row(text: "-0", canonical: "0"),
        Row(text: "-0.0", canonical: "0"),
        Row(text: "5e-324", canonical: "5e-324"),
        Row(text: "1.7976931348623157e308", canonical: "1.7976931348623157e+308"),
        Row(text: "1e21", canonical: "1e+21"), Row(text: "1e20", canonical: "100000000000000000000"),
        Row(text: "333333333.33333329", canonical: "333333333.3333333"),
        Row(text: "1e-27", canonical: "1e-27"),
        Row(text: "0.000001", canonical: "0.000001"), Row(text: "0.0000001", canonical: "1e-7"),
        Row(text: "9.5", canonical: "9.5"), Row(text: "10.0", canonical: "10"),
        Row(text: "123456.789", canonical: "123456.789"),
        Row(text: "295147905179352830000", canonical: "295147905179352830000"),
        Row(text: #"{"b":1,"a":[ true , null ]}"#, canonical: #"{"a":[true,null],"b":1}"#),
        Row(
            text: #""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#,
            canonical: "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\""),
        Row(
            text: #"{"\ufb33":1,"\ud83d\ude02":2,"\u20ac":3}"#, canonical: "{\"€\":3,\"😂\":2,\"\u{fb33}\":1}"),
    ]) func canonicalForm(_ row: Row) throws {
        let value = try JSON(parsing: row.text)
        #expect(value.canonical == row.canonical)
        #expect(try JSON(parsing: value.pretty).canonical == row.canonical)
    }

    /// Whole numbers are read as they stand, up to the ends of 64 bits; all others are numbers.
    @Test(
        arguments: [
            ("0", .integer(0)), ("-0", .number(0)), ("7", .integer(7)), ("-12", .integer(-12)),
            ("123456789012345678", .integer(123_456_789_012_345_678)),
            ("-123456789012345678", .integer(-123_456_789_012_345_678)),
            ("1234567890123456789", .integer(1_234_567_890_123_456_789)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1e2", .number(100)),
            ("1E2", .number(100)),
            ("10.0", .number(10)), ("-3.5", .number(-3.5)),
        ] as [(String, JSON)]) func wholeNumbers(text: String, value: JSON) throws
    {
        #expect(try JSON(parsing: text) == value)
        #expect(try JSON(parsing: "[\(text),\(text)]") == [value, value])
    }

    @Test(arguments: [
        ("", 0), ("{", 1), (#"{"a":1,"a":2}"#, 7), ("[1,]", 3), ("01", 0), ("1.", 0), ("\"\t\"", 1),
        (#""\x""#, 1),
        (#""\ud800""#, 1), ("nul", 3), ("-", 0), ("-01", 0), ("[1] 2", 4), (#"{"a" 1}"#, 5), ("1e400", 0),
        ("[1,\n 2,,]", 7),
        (#"{"a":1,}"#, 7),
    ]) func faultIsPlaced(text: String, offset: Int) {
        #expect { try JSON(parsing: text) } throws: { ($0 as? JSONError)?.offset == offset }
    }

    @Test func badUTF8AndDepthAreRefused() {
        #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 100_000)) }
    }

    @Test func lineAndColumn() {
        #expect { try JSON(parsing: "{\n  \"a\": ?\n}") } throws: {
            ($0 as? JSONError).map { [$0.line, $0.column] } == [2, 8]
        }
    }

    @Test(arguments: [("", true), ("/a/1/b~1c", true), ("/a/2", false), ("a", false), ("/m~0n", true)])
    func pointers(pointer: String, found: Bool) throws {
        let value = try JSON(parsing: #"{"a": [0, {"b/c": 1}], "m~n": 2}"#)
        #expect((value.value(at: pointer) != nil) == found)
    }
}
