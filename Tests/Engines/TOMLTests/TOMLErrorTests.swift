import Diagnostics
import TOML
import Testing

@Suite("Documents that TOML 1.0.0 refuses")
struct TOMLErrorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let line: Int
        init(_ text: String, _ line: Int = 1) { (self.text, self.line) = (text, line) }
        var testDescription: String { text.isEmpty ? "empty" : text }
    }

    static let rows = [
        // Keys and pairs.
        Row("key ="), Row("key = # INVALID"), Row("= 1"), Row("a = 1 b = 2"), Row("key"), Row("a b = 1"),
        Row("\"\"\"k\"\"\" = 1"), Row("a = 1\na = 2", 2), Row("a = 1\n\"a\" = 2", 2), Row("a. = 1"),
        Row(".a = 1"),
        Row("a = 1\na.b = 2", 2), Row("a.b = 1\na.b.c = 2", 2), Row("é = 1"), Row("a..b = 1"),
        Row("a\n= 1"), Row("a =\n1"),
        // Strings.
        Row("a = \"x"), Row("a = 'x"), Row("a = \"x\ny\""), Row(#"a = "\q""#), Row(#"a = "\uD800""#),
        Row(#"a = "\u12""#), Row(#"a = "\U00110000""#), Row("a = \"\"\"x", 1), Row("a = 'x\u{1}'"),
        Row("a = \"\u{7F}\""), Row("a = \"\0\""), Row("a = '''x''''''"), Row("a = \"x\"y"), Row("a = x"),
        Row(#"a = """\q""""#),
        // Numbers.
        Row("a = 01"), Row("a = 1__0"), Row("a = _1"), Row("a = 1_"), Row("a = 9223372036854775808"),
        Row("a = -9223372036854775809"), Row("a = .7"), Row("a = 7."), Row("a = 3.e+20"), Row("a = 1e"),
        Row("a = +0xFF"), Row("a = 0XFF"), Row("a = 0b2"), Row("a = 0o8"), Row("a = ++1"), Row("a = 1.0_"),
        Row("a = 03.14"), Row("a = Inf"), Row("a = NaN"), Row("a = 0x"), Row("a = 1e1_"), Row("a = 1_.0"),
        // Booleans, dates.
        Row("a = True"), Row("a = truee"), Row("a = 1979-02-30"), Row("a = 1979-13-01"), Row("a = 25:00:00"),
        Row("a = 1979-05-27T07:32"), Row("a = 1979-5-27"), Row("a = 07:32"), Row("a = 1979-05-27T24:00:00Z"),
        Row("a = 1900-02-29"), Row("a = 1979-05-27T07:32:00+25:00"), Row("a = 1979-05-27T"),
        Row("a = 07:60:00"), Row("a = 1979-05-27T07:32:00."),
        // Arrays and inline tables.
        Row("a = [1 2]"), Row("a = [1,,2]"), Row("a = [,]"), Row("a = [1"), Row("a = [1,\n2", 2),
        Row("a = { b = 1, }"), Row("a = { b = 1\n}"), Row("a = { b = 1 c = 2 }"), Row("a = { b = 1, b = 2 }"),
        Row("a = { b.c = 1, b = 2 }"), Row("a = { , b = 1}"), Row("a = {}\n[a.b]", 2),
        Row("a = {}\na.b = 1", 2),
        Row("a = { b = {} }\na.b.c = 1", 2), Row("a = {b = 1"),
        // Tables.
        Row("[a]\n[a]", 2), Row("[a"), Row("[]"), Row("[a]]"), Row("[a] b = 1"), Row("[a.]"), Row("[.a]"),
        Row("a = 1\n[a]", 2), Row("a = 1\n[a.b]", 2), Row("[a]\nb = 1\n[a.b]", 3), Row("[a.b]\n[a]\n[a]", 3),
        Row("[fruit]\napple.color = 1\n[fruit.apple]", 3), Row("[fruit]\napple.a.b = 1\n[fruit.apple.a]", 3),
        Row("[a.b]\nc = 1\n[a]\nb.d = 2", 4), Row("[a\n]"), Row("[\na]"),
        // Arrays of tables.
        Row("[[a]"), Row("[[a] ]"), Row("[ [a]]"), Row("a = []\n[[a]]", 2), Row("[a]\n[[a]]", 2),
        Row("[[a]]\n[a]", 2),
        Row("[[a.b]]\n[a.b]", 2), Row("[a.b]\n[[a]]", 2), Row("[fruit]\np.q = 1\n[[fruit.p]]", 3),
        Row("a = [{}]\n[a.b]", 2), Row("a = [{}]\n[[a.b]]", 2),
        // Comments, control characters, line ends.
        Row("# a\u{1}"), Row("# \u{7F}"), Row("# a\rb"), Row("a = 1\rb = 2"), Row("a = 1\n\0", 2),
        Row("a = 1 \u{B} "),
        Row("a = \u{A0}1"), Row("a = 1\n\u{FEFF}", 2),
    ]

    @Test(arguments: rows) func refused(_ row: Row) {
        #expect {
            _ = try TOMLDocument(parsing: row.text, file: "t.toml")
        } throws: { error in
            guard let diagnostic = (error as? TOMLError)?.diagnostic else { return false }
            return diagnostic.code == "toml.malformed" && diagnostic.place?.line == row.line
                && diagnostic.place?.file == "t.toml" && diagnostic.excerpt != nil
        }
    }

    @Test func placeAndWording() {
        #expect {
            _ = try TOMLDocument(parsing: "[a]\nβ.x = 1\n", file: "t.toml")
        } throws: {
            ($0 as? TOMLError)?.diagnostic.excerpt == "β.x = 1"
        }
        let place = SourcePlace(file: "t.toml", line: 2, column: 8)
        let error = TOMLError.malformed(
            place: place, excerpt: "b = 12 1", reason: "expected the end of the line")
        #expect(throws: error) { try TOMLDocument(parsing: "a = 1\nb = 12 1", file: "t.toml") }
    }

    /// What would exhaust the stack of a recursive reader.
    @Test(arguments: [
        "a = " + String(repeating: "[", count: 100_000), String(repeating: "a.", count: 100_000) + "a = 1",
        "[" + String(repeating: "a.", count: 100_000) + "a]", String(repeating: "a={", count: 100_000),
    ]) func hostileDepth(text: String) {
        #expect {
            try TOMLDocument(parsing: text, file: "t.toml")
        } throws: {
            ($0 as? TOMLError)?.diagnostic.message.contains("nested deeper than 200 levels") == true
        }
    }
}
