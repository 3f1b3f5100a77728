import Testing

@testable import DefinitionOfDone

@Suite struct TextStyleTests {
    @Test func withoutColoursTextIsAsItIs() {
        #expect(TextStyle().paint("a", .red) == "a")
        #expect(TextStyle(colour: true).paint("a", .red) == "\u{1B}[31ma\u{1B}[0m")
        #expect(TextStyle(colour: true).paint("", .red) == "")
    }

    @Test func linksLeadToAbsolutePathsOnly() {
        let style = TextStyle(hyperlinks: true)
        #expect(style.link("a", to: "relative") == "a")
        #expect(style.link("a", to: nil) == "a")
        #expect(TextStyle().link("a", to: "/a") == "a")
        #expect(
            style.link("a", to: "/x y/ü;\n")
                == "\u{1B}]8;;file:///x%20y/%C3%BC%3B%0A\u{1B}\\a\u{1B}]8;;\u{1B}\\")
    }

    @Test func signsFallBackToASCII() {
        #expect(TextStyle().sign("✓", "+") == "✓")
        #expect(TextStyle(unicode: false).sign("✓", "+") == "+")
    }
}
