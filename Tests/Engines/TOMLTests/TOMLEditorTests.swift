import Diagnostics
import StructuredData
import TOML
import Testing

@Suite("Editing a document")
struct TOMLEditorTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let before: String
        let path: [String]
        /// `nil` removes.
        let value: JSON?
        let after: String
        var testDescription: String { "\(path.joined(separator: ".")) in \(before)" }
    }

    static func set(_ before: String, _ path: [String], _ value: JSON, _ after: String) -> Row {
        Row(before: before, path: path, value: value, after: after)
    }

    static func remove(_ before: String, _ path: [String], _ after: String) -> Row {
        Row(before: before, path: path, value: nil, after: after)
    }

    static let replacing = [
        set("# c\n[a]\nb = 1 # keep\n", ["a", "b"], 2, "# c\n[a]\nb = 2 # keep\n"),
        set("a.b.c = 'x'   # k", ["a", "b", "c"], "y\n", "a.b.c = \"y\\n\"   # k"),
        set("a = {b = 1, c = {d = 2}} # k\n", ["a", "c", "d"], 2.5, "a = {b = 1, c = {d = 2.5}} # k\n"),
        set("a = \"\"\"\nx\n\"\"\" # k\nb = 1\n", ["a"], true, "a = true # k\nb = 1\n"),
        set("a = 1979-05-27 # k\n", ["a"], "2027-03-01", "a = 2027-03-01 # k\n"),
        set("a = 1979-05-27\n", ["a"], "2027-13-01", "a = \"2027-13-01\"\n"),
        set("a = '1979-05-27'\n", ["a"], "2027-03-01", "a = \"2027-03-01\"\n"),
        set("a = 1\n", ["a"], .number(-.infinity), "a = -inf\n"),
        set("a = 1\n", ["a"], ["y": [1, [:]], "x y": "z"], "a = { \"x y\" = \"z\", y = [1, {}] }\n"),
        set("\u{FEFF}a = 1\r\nb = 2\r\n", ["a"], 3, "\u{FEFF}a = 3\r\nb = 2\r\n"),
        set(
            "[t]\na = 1 # one\nb = 2 # two\n[u]\n", ["t"], ["a": 1, "c": 3], "[t]\na = 1 # one\nc = 3\n[u]\n"),
        set("[t]\na = 1\n\n[u]\nb = 1\n", ["t"], 5, "t = 5\n\n[u]\nb = 1\n"),
        set("[[t]]\na = 1\n\n[u]\nb = 1\n", ["t"], [["a": 2]], "t = [{ a = 2 }]\n\n[u]\nb = 1\n"),
    ]

    static let inserting = [
        set("", ["a"], 1, "a = 1\n"),
        set("a = 1", ["b"], 2, "a = 1\nb = 2"),
        set("a = 1\n\n# about t\n[t]\n", ["b"], 2, "a = 1\nb = 2\n\n# about t\n[t]\n"),
        set("# file\n\n# about t\n[t]\n", ["b"], 2, "# file\n\nb = 2\n\n# about t\n[t]\n"),
        set(
            "[t]\na = 1 # k\n\n# about u\n[u]\n", ["t", "b"], 2, "[t]\na = 1 # k\nb = 2\n\n# about u\n[u]\n"),
        set("[t]\n\n[u]\nx = 1\n", ["t", "b"], 2, "[t]\nb = 2\n\n[u]\nx = 1\n"),
        set("  [t]\n  a = [\n    1,\n  ]\n", ["t", "b"], 2, "  [t]\n  a = [\n    1,\n  ]\n  b = 2\n"),
        set("[t]\r\na = 1", ["t", "b"], 2, "[t]\r\na = 1\r\nb = 2"),
        set("a = {b = 1 } # k\n", ["a", "c"], 2, "a = {b = 1, c = 2 } # k\n"),
        set("a = {}\n", ["a", "c", "d e"], 2, "a = { c.\"d e\" = 2 }\n"),
        set("[t]\na.b = 1\nc = 2\n", ["t", "a", "d"], 3, "[t]\na.b = 1\na.d = 3\nc = 2\n"),
        set("[t]\na.b.c = 1\n", ["t", "a", "b", "d", "e"], 3, "[t]\na.b.c = 1\na.b.d.e = 3\n"),
        set("a = 1\n", ["t", "u"], 2, "a = 1\n\n[t]\nu = 2\n"),
        set("a = 1", ["t", "u"], 2, "a = 1\n\n[t]\nu = 2"),
        set("a = 1\n", ["t", "u"], ["x": 1, "y": 2], "a = 1\n\n[t.u]\nx = 1\ny = 2\n"),
        set("a = 1\n", ["t"], ["x": 1], "a = 1\n\n[t]\nx = 1\n"),
        set("[tool.a]\nx = 1\n", ["tool", "y"], 1, "[tool.a]\nx = 1\n\n[tool]\ny = 1\n"),
        set("[tool.a]\nx = 1\n\n", ["tool", "b", "y"], 1, "[tool.a]\nx = 1\n\n[tool.b]\ny = 1\n"),
        set("[t]\nx = 1\n", ["t", "y"], ["z": 1], "[t]\nx = 1\ny = { z = 1 }\n"),
        set("# only\n", ["a b"], "\u{7F}\u{1}\"", "# only\n\"a b\" = \"\\u007F\\u0001\\\"\"\n"),
    ]

    static let arrays = [
        set("a = [1, 2] # k\n", ["a"], [1, 2, 3], "a = [1, 2, 3] # k\n"),
        set("a = [1, 2,] # k\n", ["a"], [1, 2, 3], "a = [1, 2, 3,] # k\n"),
        set("a = [1, 2]\n", ["a"], [0, 1, 2], "a = [0, 1, 2]\n"),
        set("a = [1, 2, 3]\n", ["a"], [1, 3], "a = [1, 3]\n"),
        set("a = [1, 2, 3]\n", ["a"], [1], "a = [1]\n"),
        set("a = [1, 2]\n", ["a"], [], "a = []\n"),
        set("a = [ ]\n", ["a"], [1], "a = [1]\n"),
        set(
            "a = [\n  1, # one\n  2, # two\n]\n", ["a"], [1, 2, 3], "a = [\n  1, # one\n  2, # two\n  3,\n]\n"
        ),
        set(
            "a = [\n  1, # one\n  2 # two\n]\n", ["a"], [1, 2, 3, 4],
            "a = [\n  1, # one\n  2, # two\n  3,\n  4\n]\n"),
        set("a = [\n  # c\n  1, # one\n  2, # two\n]\n", ["a"], [2], "a = [\n  # c\n  2, # two\n]\n"),
        set("a = [\n  1, # one\n  2, # two\n]\n", ["a"], [5, 2], "a = [\n  5, # one\n  2, # two\n]\n"),
        set("a = [\r\n  1,\r\n]\r\n", ["a"], [0, 1], "a = [\r\n  0,\r\n  1,\r\n]\r\n"),
        set("a = [1,\n     2]\n", ["a"], [1, 2, 3], "a = [1,\n     2, 3]\n"),
        set("a = [\n  1, 2,\n  3,\n]\n", ["a"], [1, 9, 2, 3], "a = [\n  1, 9, 2,\n  3,\n]\n"),
        set("a = [\n  1,\n  2,\n]\n", ["a"], [3, 4, 5], "a = [\n  3,\n  4,\n  5,\n]\n"),
        set("a = [\n  1,\n]\n", ["a"], [], "a = [\n]\n"),
        set("a = [1, 1, 1]\n", ["a"], [1, 1], "a = [1, 1]\n"),
    ]

    static let removing = [
        remove("a = 1 # c\nb = 2\n", ["a"], "b = 2\n"),
        remove("a = 1\nb = 2", ["b"], "a = 1"),
        remove("# x\na = [\n 1,\n] # c\n# y\n", ["a"], "# x\n# y\n"),
        remove("a.b.c = 1\na.d = 2\nx = 1\n", ["a"], "x = 1\n"),
        remove("a.b.c = 1\nx = 1\n", ["a", "b", "c"], "x = 1\n"),
        remove("a = { b = 1, c = 2 , d = 3 } # k\n", ["a", "b"], "a = { c = 2 , d = 3 } # k\n"),
        remove("a = { b = 1, c = 2 , d = 3 }\n", ["a", "c"], "a = { b = 1, d = 3 }\n"),
        remove("a = { b = 1, c = 2 , d = 3 }\n", ["a", "d"], "a = { b = 1, c = 2 }\n"),
        remove("a = { b = 1 }\n", ["a", "b"], "a = {}\n"),
        remove("a = { b.c = 1, d = 2, b.e = 3 }\n", ["a", "b"], "a = { d = 2 }\n"),
        remove("a = 1\n\n[t]\nx = 1\n\n[u]\n", ["t"], "a = 1\n\n[u]\n"),
        remove("[t]\nx = 1\n\n[t.u]\ny = 1\n\n[v]\n[t.w]\n", ["t"], "\n[v]\n"),
        remove(
            "a = 1\n\n# about t\n[t] # c\nx = 1\n# end of t\n\n# about u\n[u]\n", ["t"],
            "a = 1\n\n# about t\n# end of t\n\n# about u\n[u]\n"),
        remove("[[p]]\na = 1\n[q]\n[[p]]\nb = 1\n", ["p"], "[q]\n"),
        remove("[tool.a]\nx = 1\n[project]\nn = 1\n[tool.b]\n", ["tool"], "[project]\nn = 1\n"),
        remove("\u{FEFF}a = 1\r\nb = 2\r\n", ["a"], "\u{FEFF}b = 2\r\n"),
        remove("a = 1", ["a"], ""),
    ]

    @Test(arguments: replacing + inserting + arrays + removing) func edit(_ row: Row) throws {
        var editor = try TOMLEditor(text: row.before, file: "t.toml")
        if let value = row.value { try editor.set(row.path, to: value) } else { try editor.remove(row.path) }
        #expect(editor.text == row.after)
        #expect(Array(editor.text.utf8) == Array(row.after.utf8))
    }

    @Test func appendedTable() throws {
        var editor = try TOMLEditor(text: "[tool.a]\nx = 1\n", file: "t.toml")
        try editor.appendTable(
            ["tool", "uvmgr", "x y"],
            [("policy", "standard", "the default"), ("jobs", 4, nil), ("un usual", ["a"], "täglich")])
        let text =
            "[tool.a]\nx = 1\n\n[tool.uvmgr.\"x y\"]\npolicy = \"standard\"  # the default\njobs = 4\n\"un usual\" = [\"a\"]  # täglich\n"
        #expect(editor.text == text)
        try editor.appendTable(["tool"], [])
        #expect(editor.text == text + "\n[tool]\n")
        try editor.remove(["tool", "uvmgr"])
        #expect(editor.text == "[tool.a]\nx = 1\n\n[tool]\n")
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let code: String
        let edit: @Sendable (inout TOMLEditor) throws -> Void
        var testDescription: String { "\(code) in \(text)" }
    }

    static let refusals = [
        Refusal(text: "a = 1", code: "toml.missing") { try $0.remove(["b"]) },
        Refusal(text: "a = 1", code: "toml.missing") { try $0.remove(["a", "b"]) },
        Refusal(text: "a = 1", code: "toml.missing") { try $0.remove([]) },
        Refusal(text: "a = 1", code: "toml.unwritable") { try $0.set(["a"], to: .null) },
        Refusal(text: "a = 1", code: "toml.unwritable") { try $0.set(["b"], to: [1, .null]) },
        Refusal(text: "a = 1", code: "toml.unwritable") { try $0.set(["b", "c"], to: ["d": .null]) },
        Refusal(text: "a = 1", code: "toml.unwritable") { try $0.set([], to: 1) },
        Refusal(text: "a = 1", code: "toml.not-a-table") { try $0.set(["a", "b"], to: 1) },
        Refusal(text: "a = [{b = 1}]", code: "toml.not-a-table") { try $0.set(["a", "b"], to: 1) },
        Refusal(text: "[[a]]\nb = 1", code: "toml.not-a-table") { try $0.set(["a", "b"], to: 1) },
        Refusal(text: "a = 1", code: "toml.not-a-table") { try $0.appendTable(["a", "b"], []) },
        Refusal(text: "a = 1", code: "toml.exists") { try $0.appendTable(["a"], []) },
        Refusal(text: "[a]\nb.c = 1", code: "toml.exists") { try $0.appendTable(["a", "b"], []) },
        Refusal(text: "[a]", code: "toml.exists") { try $0.appendTable(["a"], []) },
        Refusal(text: "", code: "toml.unwritable") { try $0.appendTable([], []) },
        Refusal(text: "", code: "toml.unwritable") {
            try $0.appendTable(["t"], [("a", 1, nil), ("a", 2, nil)])
        },
        Refusal(text: "", code: "toml.unwritable") { try $0.appendTable(["t"], [("a", 1, "x\ny = 1")]) },
        Refusal(text: "[t.a]", code: "toml.unwritable") { try $0.appendTable(["t"], [("a", 1, nil)]) },
        Refusal(text: "a = {}", code: "toml.unsafe-edit") { try $0.appendTable(["a", "b"], []) },
    ]

    @Test(arguments: refusals) func refused(_ refusal: Refusal) throws {
        var editor = try TOMLEditor(text: refusal.text, file: "t.toml")
        #expect {
            try refusal.edit(&editor)
        } throws: {
            ($0 as? TOMLError)?.diagnostic.code == refusal.code
        }
        #expect(editor.text == refusal.text)
    }

    @Test func brokenTextIsRefused() {
        #expect(throws: TOMLError.self) { try TOMLEditor(text: "a = ", file: "t.toml") }
    }
}
