import Testing

@testable import DefinitionOfDone

@Suite struct DisplayTextTests {
    @Test(
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한글", 4), ("ﾊﾝ", 2), ("👩‍👩‍👧", 2),
            ("✓", 1), ("⚠️", 2), ("🇩🇪", 2), ("Ａ", 2), ("\u{200B}", 0),
        ])
    func width(_ text: String, _ columns: Int) { #expect(text.displayWidth == columns) }

    @Test(
        arguments: [
            ("a\nb\r\n\tc", "a b c"), ("  a  ", "a"), ("\u{1B}[31mx", #"\x1b[31mx"#),
            ("\u{9B}1m", #"\x9b1m"#),
            ("a\u{202E}b", #"a\u202eb"#), ("\u{2028}a", "a"), ("\u{0}", #"\x00"#), ("👩‍👩‍👧", "👩‍👩‍👧"),
            ("\u{FFFF}", #"\uffff"#), ("\u{1FFFE}", #"\u1fffe"#),
        ])
    func neutralised(_ text: String, _ expected: String) { #expect(text.neutralised == expected) }

    @Test func linesAreKept() {
        #expect("a\r\n\tb\u{7}\n".neutralisedLines == ["a", "    b\\x07", ""])
    }

    @Test func truncationCountsColumns() {
        #expect("日本語".truncated(to: 5) == "日本…")
        #expect("日本語".truncated(to: 6) == "日本語")
        #expect("abcdef".truncated(to: 5, unicode: false) == "ab...")
    }

    @Test func wrappingBreaksAtSpaces() {
        #expect("one two three".wrapped(to: 7) == ["one two", "three"])
        #expect("日本 語 a".wrapped(to: 5) == ["日本", "語 a"])
        #expect("a verylongword b".wrapped(to: 4) == ["a", "verylongword", "b"])
        #expect("".wrapped(to: 4) == [])
    }
}
