import Testing

@testable import DefinitionOfDone

@Suite struct MarkdownTextTests {
    @Test(
        arguments: [
            ("a|b", #"a\|b"#), (#"a\|b"#, #"a&#92;\|b"#), ("`x`", #"\`x\`"#), ("<b>&", "&lt;b&gt;&amp;"),
            ("@octocat #12", "@&#8203;octocat #&#8203;12"), ("*_~[x]$!", #"\*\_\~\[x\]\$\!"#),
            ("a\nb", "a b"),
            ("<\u{301}|\u{301}", "&lt;\u{301}\\|\u{301}"),
        ])
    func escaped(_ text: String, _ expected: String) { #expect(text.markdownEscaped == expected) }

    @Test(arguments: [("lint", "`lint`"), ("a`b", #"a\`b"#), ("a|b", #"a\|b"#), ("", "")])
    func code(_ text: String, _ expected: String) { #expect(text.markdownCode == expected) }

    @Test func aFenceIsLongerThanAnyInTheText() {
        #expect("a".markdownFenced == "```text\na\n```")
        #expect("````".markdownFenced == "`````text\n````\n`````")
    }

    @Test func htmlIsText() { #expect("<b a=\"c\">@x".htmlEscaped == "&lt;b a=&quot;c&quot;&gt;@&#8203;x") }
}
