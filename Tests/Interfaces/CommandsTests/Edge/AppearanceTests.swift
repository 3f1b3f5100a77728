import DefinitionOfDone
import Testing

@testable import Commands

@Suite struct AppearanceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let choice: ColourChoice
        let isTerminal: Bool
        let environment: [String: String]
        let colour: Bool
        var testDescription: String { "\(choice) \(isTerminal) \(environment)" }
    }

    static let rows = [
        Row(choice: .auto, isTerminal: true, environment: [:], colour: true),
        Row(choice: .auto, isTerminal: false, environment: [:], colour: false),
        Row(choice: .always, isTerminal: false, environment: ["NO_COLOR": "1"], colour: true),
        Row(choice: .never, isTerminal: true, environment: ["CLICOLOR_FORCE": "1"], colour: false),
        Row(choice: .auto, isTerminal: true, environment: ["NO_COLOR": "1"], colour: false),
        Row(choice: .auto, isTerminal: true, environment: ["NO_COLOR": ""], colour: true),
        Row(choice: .auto, isTerminal: false, environment: ["CLICOLOR_FORCE": "1"], colour: true),
        Row(choice: .auto, isTerminal: false, environment: ["CLICOLOR_FORCE": "0"], colour: false),
        Row(choice: .auto, isTerminal: false, environment: ["FORCE_COLOR": "1"], colour: true),
        Row(choice: .auto, isTerminal: true, environment: ["FORCE_COLOR": "0"], colour: false),
        Row(
            choice: .auto, isTerminal: false, environment: ["NO_COLOR": "1", "FORCE_COLOR": "1"],
            colour: false),
        Row(choice: .auto, isTerminal: true, environment: ["TERM": "dumb"], colour: false),
    ]

    @Test(arguments: rows) func colour(_ row: Row) {
        let style = Appearance.style(row.choice, isTerminal: row.isTerminal, environment: row.environment)
        #expect(style.colour == row.colour)
    }

    @Test(arguments: [
        ("LANG", "C", false), ("LANG", "en_US.UTF-8", true), ("LC_ALL", "POSIX", false),
        ("LC_CTYPE", "de_DE.utf8", true),
        ("OTHER", "C", true),
    ])
    func signs(_ row: (name: String, value: String, unicode: Bool)) {
        let environment = [row.name: row.value]
        #expect(Appearance.style(.auto, isTerminal: true, environment: environment).unicode == row.unicode)
        #expect(Appearance.style(.auto, isTerminal: false, environment: environment).unicode)
    }

    @Test func linksOnlyWhereTheyAreUnderstood() {
        let kitty = ["KITTY_WINDOW_ID": "1"]
        #expect(Appearance.style(.auto, isTerminal: true, environment: kitty).hyperlinks)
        #expect(!Appearance.style(.always, isTerminal: false, environment: kitty).hyperlinks)
        #expect(!Appearance.style(.auto, isTerminal: true, environment: ["VTE_VERSION": "4999"]).hyperlinks)
    }
}
