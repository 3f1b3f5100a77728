import Diagnostics
import StructuredData
import TOML
import Testing

@Suite("Values, TOML 1.0.0")
struct TOMLDocumentTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let value: JSON
        var testDescription: String { text }
    }

    /// Cases of the specification, section by section.
    static let rows = [
        // Keys.
        Row(text: "bare_key = 1\nbare-key = 2\n1234 = 3", value: ["bare_key": 1, "bare-key": 2, "1234": 3]),
        Row(text: #""127.0.0.1" = 1"#, value: ["127.0.0.1": 1]),
        Row(text: #""ʎǝʞ" = 'v'"#, value: ["ʎǝʞ": "v"]),
        Row(text: #"'quoted "value"' = 1"#, value: [#"quoted "value""#: 1]),
        Row(text: #""" = "blank""#, value: ["": "blank"]),
        Row(text: #"site."google.com" = true"#, value: ["site": ["google.com": true]]),
        Row(text: "fruit . color = 1\nfruit.\tname = 2", value: ["fruit": ["color": 1, "name": 2]]),
        Row(text: "3.14159 = \"pi\"", value: ["3": ["14159": "pi"]]),
        Row(text: #""a\u00E9\"\\" = 1"#, value: ["aé\"\\": 1]),
        // Strings.
        Row(
            text: #"s = "I'm a string. \"You can quote me\". Name\tJos\u00E9\nLocation\tSF.""#,
            value: ["s": "I'm a string. \"You can quote me\". Name\tJosé\nLocation\tSF."]),
        Row(text: "s = \"\"\"\nRoses are red\nViolets\"\"\"", value: ["s": "Roses are red\nViolets"]),
        Row(text: "s = \"\"\"a \\\n\n   b\"\"\"", value: ["s": "a b"]),
        Row(text: "s = \"\"\"\"This,\" she said\"\"\"\"", value: ["s": "\"This,\" she said\""]),
        Row(text: "s = '''''two quotes'''''", value: ["s": "''two quotes''"]),
        Row(text: #"s = 'C:\Users\nodejs'"#, value: ["s": #"C:\Users\nodejs"#]),
        Row(text: "s = '''\nThe first newline\nis trimmed'''", value: ["s": "The first newline\nis trimmed"]),
        Row(text: #"s = "\b\f\r\u0000\u001f\U0001F600\u007f""#, value: ["s": "\u{8}\u{C}\r\0\u{1F}😀\u{7F}"]),
        Row(text: "s = \"tab\there\"", value: ["s": "tab\there"]),
        Row(text: "s = \"\"\"a\r\nb\"\"\"\r\n", value: ["s": "a\nb"]),
        // Integers.
        Row(text: "i = +99\nj = -17\nk = 0\nl = -0", value: ["i": 99, "j": -17, "k": 0, "l": 0]),
        Row(text: "i = 1_000\nj = 53_49_221", value: ["i": 1000, "j": 5_349_221]),
        Row(
            text: "a = 0xDEADBEEF\nb = 0xdead_beef\nc = 0o755\nd = 0b11010110",
            value: ["a": 0xDEAD_BEEF, "b": 0xDEAD_BEEF, "c": 0o755, "d": 0b1101_0110]),
        Row(
            text: "a = 9223372036854775807\nb = -9223372036854775808",
            value: ["a": 9_223_372_036_854_775_807, "b": .integer(.min)]),
        // Floats.
        Row(text: "f = 1.0\ng = -0.01\nh = 5e+22", value: ["f": 1.0, "g": -0.01, "h": 5e22]),
        Row(text: "f = 6.626e-34\ng = 224_617.445_991_228", value: ["f": 6.626e-34, "g": 224617.445991228]),
        Row(
            text: "f = 1e06\ng = 0.1\nh = 1.7976931348623157e308",
            value: ["f": 1e6, "g": 0.1, "h": 1.7976931348623157e308]),
        Row(
            text: "f = 5e-324\ng = 0.30000000000000004",
            value: ["f": .number(.leastNonzeroMagnitude), "g": 0.30000000000000004]),
        Row(
            text: "f = inf\ng = +inf\nh = -inf\ni = nan\nj = -nan",
            value: ["f": "Infinity", "g": "Infinity", "h": "-Infinity", "i": "NaN", "j": "NaN"]),
        // Booleans, dates and times.
        Row(text: "a = true\nb = false", value: ["a": true, "b": false]),
        Row(text: "d = 1979-05-27T07:32:00Z", value: ["d": "1979-05-27T07:32:00Z"]),
        Row(text: "d = 1979-05-27T00:32:00-07:00", value: ["d": "1979-05-27T00:32:00-07:00"]),
        Row(text: "d = 1979-05-27T00:32:00+00:30", value: ["d": "1979-05-27T00:32:00+00:30"]),
        Row(text: "d = 1979-05-27T00:32:00-00:30", value: ["d": "1979-05-27T00:32:00-00:30"]),
        Row(text: "d = 1979-05-27T00:32:00.999999-07:00", value: ["d": "1979-05-27T00:32:00.999999-07:00"]),
        Row(text: "d = 1979-05-27 07:32:00z # c", value: ["d": "1979-05-27T07:32:00Z"]),
        Row(text: "d = 1979-05-27T07:32:00", value: ["d": "1979-05-27T07:32:00"]),
        Row(text: "d = 1979-05-27T00:32:00.5", value: ["d": "1979-05-27T00:32:00.5"]),
        Row(text: "d = 1979-05-27", value: ["d": "1979-05-27"]),
        Row(text: "d = 07:32:00\ne = 00:32:00.999999", value: ["d": "07:32:00", "e": "00:32:00.999999"]),
        Row(text: "d = 0001-01-01", value: ["d": "0001-01-01"]),
        // Arrays.
        Row(text: "a = [ 1, 2, 3 ]\nb = []", value: ["a": [1, 2, 3], "b": []]),
        Row(text: "a = [ [ 1, 2 ], [\"a\", 'b'] ]", value: ["a": [[1, 2], ["a", "b"]]]),
        Row(
            text: "a = [ 0.1, 1, \"x\", {b = 1}, 1979-05-27 ]",
            value: ["a": [0.1, 1, "x", ["b": 1], "1979-05-27"]]),
        Row(text: "a = [\n 1, # one\n\n 2, # two\n]", value: ["a": [1, 2]]),
        // Tables.
        Row(text: "[t]\n[u]\na = 1", value: ["t": [:], "u": ["a": 1]]),
        Row(text: "[ d.e.f ]\n[g .  h . 'l']", value: ["d": ["e": ["f": [:]]], "g": ["h": ["l": [:]]]]),
        Row(text: "[x.y.z.w]\n[x]\na = 1", value: ["x": ["a": 1, "y": ["z": ["w": [:]]]]]),
        Row(
            text: "[fruit]\napple.color = 1\n[fruit.pear]",
            value: ["fruit": ["apple": ["color": 1], "pear": [:]]]),
        // Inline tables.
        Row(text: "p = { x = 1, y.z = 2 }\nq = {}", value: ["p": ["x": 1, "y": ["z": 2]], "q": [:]]),
        // Arrays of tables.
        Row(
            text: "[[p]]\nname = 1\n[[p]]\n[[p]]\nname = 2",
            value: ["p": [["name": 1], [:], ["name": 2]]]),
        Row(
            text: "[[f]]\nn = 1\n[f.p]\nc = 1\n[[f.v]]\nn = 2\n[[f.v]]\nn = 3\n[[f]]\n[[f.v]]\nn = 4",
            value: ["f": [["n": 1, "p": ["c": 1], "v": [["n": 2], ["n": 3]]], ["v": [["n": 4]]]]]),
        // Nothing, comments, line ends, byte order mark.
        Row(text: "", value: [:]),
        Row(text: "# only a comment", value: [:]),
        Row(text: "\u{FEFF}a = 1\r\n\r\n[b] # c\r\nd = 2 # e\r\n", value: ["a": 1, "b": ["d": 2]]),
    ]

    @Test(arguments: rows) func value(_ row: Row) throws {
        #expect(try TOMLDocument(parsing: row.text, file: "t.toml").value == row.value)
    }
}
