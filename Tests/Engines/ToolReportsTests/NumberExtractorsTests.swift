import Testing
import ToolReports

@Suite("Numbers for custom gates")
struct NumberExtractorsTests {
    @Test(arguments: [("/a/0/b~1c", 1.5), ("/n", 7), ("/m~0n", -2e3), ("/", 9)]) func pointer(
        pointer: String, value: Double
    ) throws {
        let text = #"{"a": [{"b/c": 1.5}], "n": 7, "m~n": -2e3, "": 9}"#
        #expect(try number(at: pointer, in: bytes(text)) == value)
    }

    @Test func pointerToTheRoot() throws { #expect(try number(at: "", in: bytes(" 42\n")) == 42) }

    @Test(arguments: [
        ("/a/c/d", "/a/c"), ("/x", "/x"), ("/l/2", "/l/2"), ("/l/-1", "/l/-1"), ("a", "a"),
        ("/a/b/c", "/a/b/c"),
    ])
    func pointerNotFound(pointer: String, missing: String) {
        let error = ToolReportError.pointerNotFound(pointer: pointer, missing: missing)
        #expect(throws: error) { try number(at: pointer, in: bytes(#"{"a": {"b": 1}, "l": [1, 2]}"#)) }
    }

    @Test(arguments: [
        ("", "empty"), ("{", "malformed"), (#"{"a": "1"}"#, "not-a-number"),
        (#"{"a": null}"#, "not-a-number"), (#"{"a": [1]}"#, "not-a-number"),
    ])
    func pointerRefused(text: String, code: String) {
        #expect(performing: { try number(at: "/a", in: bytes(text)) }, throws: hasCode(code))
    }

    @Test(
        arguments: [
            (#"TOTAL.* (\d+)%"#, nil, 83), (#"(?<value>[\d.]+) ms"#, "value", 12.5),
            (#"^score: (-?\d+)$"#, nil, -3),
            (#"\d+"#, nil, 83), (#"(TOTAL) (?<n>\d+)"#, "n", 83), (#"(?:ä|b)(\d)"#, nil, 4),
            (#"e=(.*)$"#, nil, 1e-3),
        ] as [(String, String?, Double)]) func regex(pattern: String, group: String?, value: Double) throws
    {
        let text = "TOTAL 83%\nmean 12.5 ms\nscore: -3\nä4\ne=1e-3\n"
        #expect(try number(matching: pattern, group: group, in: bytes(text)) == value)
    }

    @Test(
        arguments: [
            ("z(\\d+)", nil, "no-match"), ("(", nil, "bad-pattern"), ("", nil, "bad-pattern"),
            ("[a", nil, "bad-pattern"),
            ("(a+)+b", nil, "bad-pattern"), ("(?:a|aa)*b", nil, "bad-pattern"),
            ("((a)*b)*", nil, "bad-pattern"), ("(?:a{2,})+", nil, "bad-pattern"),
            ("(a*){20,}", nil, "bad-pattern"), ("(?:(?:a|b)c)+", nil, "bad-pattern"),
            ("(\\w+)", nil, "not-a-number"), ("(\\d+)", "n", "no-such-group"),
            ("(y)?total", nil, "no-such-group"), ("(total)", nil, "not-a-number"),
            ("0x[0-9]+", nil, "not-a-number"), ("inf", nil, "not-a-number"),
        ] as [(String, String?, String)]) func regexRefused(pattern: String, group: String?, code: String)
    {
        let text = "total 0x10 inf 83"
        #expect(
            performing: { try number(matching: pattern, group: group, in: bytes(text)) },
            throws: hasCode(code))
    }

    @Test(arguments: [
        "([a+*|]+) (\\d)", "\\(a+\\)+", "(?>a+)+ ", "(a{1,3}){2}", "(ab)+", "(a++)+", "\\Q(a+)+\\E|x",
    ])
    func tamePatternsAreTried(pattern: String) {
        #expect(performing: { try number(matching: pattern, in: bytes("0")) }, throws: hasCode("no-match"))
    }

    @Test func inputIsBounded() {
        let long = [UInt8](repeating: 0x61, count: regexInputLimit + 1)
        #expect(throws: ToolReportError.tooLarge(.regex, limit: regexInputLimit)) {
            try number(matching: "b", in: long)
        }
        #expect(performing: { try number(matching: "b", in: []) }, throws: hasCode("empty"))
        #expect(performing: { try number(matching: "b", in: [0xFF]) }, throws: hasCode("malformed"))
    }
}
