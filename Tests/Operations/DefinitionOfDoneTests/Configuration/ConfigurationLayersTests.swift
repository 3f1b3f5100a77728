import Files
import Testing

@testable import DefinitionOfDone

@Suite struct ConfigurationLayersTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let refusal: String
        init(_ text: String, _ refusal: String) { (self.text, self.refusal) = (text, refusal) }
        var testDescription: String { refusal }
    }

    static let duration = "a duration such as \"90s\" or \"20min\""
    static let wrong = [
        Row("dod = 3", "uvmgr.toml:1:7 config.wrong-type: `dod` must be a table"),
        Row("[dood]", "uvmgr.toml:1:2 config.unknown-key: unknown key `dood` in `` (did you mean `dod`?)"),
        Row(
            "[dod]\npolcy = \"strict\"",
            "uvmgr.toml:2:1 config.unknown-key: unknown key `polcy` in `dod` (did you mean `policy`?)"),
        Row("[dod]\npolicy = 5", "uvmgr.toml:2:10 config.wrong-type: `dod.policy` must be a string"),
        Row("[dod]\npolicy = \"\"", "uvmgr.toml:2:10 config.wrong-type: `dod.policy` must be a string"),
        Row(
            "[dod]\npolicy = [\"strict\"]", "uvmgr.toml:2:10 config.wrong-type: `dod.policy` must be a string"
        ),
        Row("[dod]\ntimeout = 20", "uvmgr.toml:2:11 config.wrong-type: `dod.timeout` must be \(duration)"),
        Row(
            "[dod]\ntimeout = \"-5s\"", "uvmgr.toml:2:11 config.wrong-type: `dod.timeout` must be \(duration)"
        ),
        Row(
            "[dod]\ngate-timeout = \"1 day\"",
            "uvmgr.toml:2:16 config.wrong-type: `dod.gate-timeout` must be \(duration)"),
        Row(
            "[dod]\nparallel = \"4\"",
            "uvmgr.toml:2:12 config.wrong-type: `dod.parallel` must be a whole number of at least 1"),
        Row(
            "[dod]\nparallel = 1.5",
            "uvmgr.toml:2:12 config.wrong-type: `dod.parallel` must be a whole number of at least 1"),
        Row(
            "[dod]\nparallel = 0",
            "uvmgr.toml:2:12 config.wrong-type: `dod.parallel` must be a whole number of at least 1"),
        Row(
            "[dod]\nunknown-severity = \"hihg\"",
            "uvmgr.toml:2:20 config.wrong-type: `dod.unknown-severity` must be one of critical, high, medium, low, ignore"
        ),
        Row("[dod]\nsince = 1234567", "uvmgr.toml:2:9 config.wrong-type: `dod.since` must be a string"),
        Row(
            "[dod]\ngates = \"all\"", "uvmgr.toml:2:9 config.wrong-type: `dod.gates` must be a table of gates"
        ),
        Row(
            "[dod]\nwaivers = {}",
            "uvmgr.toml:2:11 config.wrong-type: `dod.waivers` must be an array of tables"),
    ]

    @Test(arguments: wrong) func refuses(_ row: Row) throws {
        #expect(try refusal { _ = try settings(row.text) } == row.refusal)
    }

    @Test func pointsIntoPyproject() throws {
        let shop = try Workshop([
            "project/pyproject.toml": "[project]\nname = \"é\"\n\n[tool.uvmgr.dod]\n  time-out = \"3s\"\n"
        ])
        #expect(
            try refusal { _ = try settings(in: shop) }
                == "pyproject.toml:5:3 config.unknown-key: unknown key `time-out` in `tool.uvmgr.dod` "
                + "(did you mean `timeout`?)")
    }

    @Test func bothFilesAreOneTooMany() throws {
        let shop = try Workshop([
            "project/pyproject.toml": "[tool.uvmgr.dod]\npolicy = \"strict\"\n",
            "project/uvmgr.toml": "[dod]\npolicy = \"strict\"\n",
        ])
        #expect(
            try refusal { _ = try settings(in: shop) }.contains("has both `uvmgr.toml` and `[tool.uvmgr]`"))
        // A `pyproject.toml` that says nothing of uvmgr is no second one.
        try shop.write("project/pyproject.toml", "[project]\nname = \"x\"\n")
        #expect(try refusal { _ = try settings(in: shop) } == "accepted")
    }

    @Test func aBrokenDocumentSaysWhere() throws {
        let told = try refusal { _ = try settings("[dod]\npolicy = \n") }
        #expect(told.hasPrefix("uvmgr.toml:2:"), "\(told)")
    }

    @Test func pathsInMessages() {
        let rows = [
            ("/a/b/c.toml", "/a/b", "c.toml"), ("/a/bc.toml", "/a/b", "/a/bc.toml"), ("/c", "/", "c"),
            ("/a/b", "/a/b", "/a/b"),
        ]
        for (path, folder, shown) in rows { #expect(path.shown(from: folder) == shown) }
        #expect("x".path(in: "/a") == "/a/x")
        #expect("/x".path(in: "/a") == "/x")
    }
}
