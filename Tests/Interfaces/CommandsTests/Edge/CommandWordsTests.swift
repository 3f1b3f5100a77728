import Testing

@testable import Commands

@Suite struct CommandWordsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let typed: String
        let path: String
        let arguments: String
        var testDescription: String { typed }
    }

    static let rows = [
        Row(typed: "dod validate", path: "dod validate", arguments: "dod validate"),
        Row(typed: "dod validate --only lint", path: "dod validate", arguments: "dod validate --only lint"),
        Row(typed: "-C a dod validate -q", path: "dod validate", arguments: "dod validate -C a -q"),
        Row(typed: "-Ca dod runs", path: "dod runs", arguments: "dod runs -C a"),
        Row(typed: "-vqC a dod runs", path: "dod runs", arguments: "dod runs -vq -C a"),
        Row(typed: "dod --format=json runs", path: "dod runs", arguments: "dod runs --format=json"),
        Row(typed: "-vv --color never doctor", path: "doctor", arguments: "doctor -vv --color never"),
        Row(typed: "--project dod dod runs", path: "dod runs", arguments: "dod runs --project dod"),
        Row(typed: "dod policy show x", path: "dod policy show", arguments: "dod policy show x"),
        Row(typed: "--help", path: "", arguments: "--help"),
        Row(typed: "dod --help validate", path: "dod", arguments: "dod --help validate"),
        Row(typed: "help dod runs", path: "help", arguments: "help dod runs"),
    ]

    @Test(arguments: rows) func taken(_ row: Row) throws {
        let words = try CommandWords(row.typed.split(separator: " ").map(String.init), root: Root.self)
        #expect(words.path.joined(separator: " ") == row.path)
        #expect(words.arguments.joined(separator: " ") == row.arguments)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let typed: String
        let error: CommandError
        var testDescription: String { typed }
    }

    static let refusals = [
        Refusal(
            typed: "",
            error: .missingCommand(
                after: [],
                known: ["dod", "workflow", "audit", "attest", "project", "config", "doctor", "completions"])),
        Refusal(typed: "dod policy", error: .missingCommand(after: ["dod", "policy"], known: ["show"])),
        Refusal(typed: "doctr", error: .unknownCommand("doctr", after: [], nearest: "doctor")),
        Refusal(
            typed: "dod valdate",
            error: .unknownCommand("valdate", after: ["dod"], nearest: "validate")),
        // The verb without its noun.
        Refusal(
            typed: "validate", error: .unknownCommand("validate", after: [], nearest: "uvmgr dod validate")),
        Refusal(typed: "dod zzzzzz", error: .unknownCommand("zzzzzz", after: ["dod"], nearest: nil)),
        Refusal(typed: "help dod nothing", error: .unknownCommand("nothing", after: ["dod"], nearest: nil)),
        Refusal(typed: "--packge x dod runs", error: .unknownOption("--packge", nearest: "--package")),
        Refusal(typed: "--policy strict dod validate", error: .unknownOption("--policy", nearest: nil)),
        Refusal(typed: "-x dod", error: .unknownOption("-x", nearest: nil)),
        Refusal(typed: "--project", error: .missingValue(option: "--project")),
        Refusal(typed: "-vC", error: .missingValue(option: "-C")),
    ]

    @Test(arguments: refusals) func refused(_ row: Refusal) {
        #expect(throws: row.error) {
            try CommandWords(row.typed.split(separator: " ").map(String.init), root: Root.self)
        }
    }
}
