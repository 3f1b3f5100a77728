import Capabilities
import Diagnostics
import Foundation
import Projects
import Testing

@Suite("What discovery refuses")
struct ProjectErrorTests {
    static let files = DiskFiles()

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let files: [String: String]
        var start = ""
        var project: String?
        var package: String?
        let place: String?
        let message: String
        var hint: String?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Row(
            name: "no project", files: ["a.txt": ""], place: nil, message: "there is no Python project in",
            hint: "`--project DIR`"),
        Row(
            name: "only tool settings", files: ["setup.cfg": "[flake8]\n"], place: nil,
            message: "there is no Python project in"),
        Row(
            name: "broken TOML", files: ["pyproject.toml": "[project]\nname = \n"],
            place: "/pyproject.toml:2:8",
            message: "not a TOML document"),
        Row(
            name: "a name that is none", files: ["pyproject.toml": "[project]\nname = \"a b\"\n"],
            place: "/pyproject.toml:2:10", message: "`a b` is not a valid package name"),
        Row(
            name: "a dependency that is none",
            files: ["pyproject.toml": "[project]\nname = \"a\"\ndependencies = [\n  \"b>=two\",\n]\n"],
            place: "/pyproject.toml:4:7", message: "`two` at column 4 is not a version"),
        Row(
            name: "a type that is wrong", files: ["pyproject.toml": "[project]\nname = 3\n"],
            place: "/pyproject.toml:2:8", message: "`project.name` must be a string"),
        Row(
            name: "groups in a circle",
            files: [
                "pyproject.toml":
                    "[dependency-groups]\na = [{include-group = \"b\"}]\nb = [{include-group = \"a\"}]\n"
            ], place: "/pyproject.toml:3:6", message: "include each other: `a` → `b` → `a`"),
        Row(
            name: "an unknown group",
            files: ["pyproject.toml": "[dependency-groups]\ntest = []\na = [{include-group = \"tset\"}]\n"],
            place: "/pyproject.toml:3:6", message: "there is no dependency group `tset`",
            hint: "did you mean `test`?"),
        Row(
            name: "a missing include", files: ["requirements.txt": "a\n-r gone.txt\n"],
            place: "requirements.txt:2",
            message: "there is no `gone.txt` to include"),
        Row(
            name: "a bad requirement", files: ["requirements.txt": "a\nb=1\n"],
            place: "/requirements.txt:2:2",
            message: "there is no operator `=`"),
        Row(
            name: "an explicit folder without project", files: ["pyproject.toml": "", "sub/a.py": ""],
            project: "/sub",
            place: nil, message: "has no `pyproject.toml`"),
        Row(
            name: "an explicit folder that is not there", files: ["pyproject.toml": ""], project: "/gone",
            place: nil, message: "there is no"),
        Row(
            name: "an explicit file", files: ["pyproject.toml": ""], project: "/pyproject.toml", place: nil,
            message: "is not a folder"),
        Row(
            name: "a package outside a workspace", files: ["pyproject.toml": ""], package: "x", place: nil,
            message: "is no part of a uv workspace"),
        Row(
            name: "an unknown member",
            files: [
                "pyproject.toml": "[tool.uv.workspace]\nmembers = [\"m/*\"]\n",
                "m/alpha/pyproject.toml": "[project]\nname = \"alpha\"\n",
            ], package: "alhpa", place: nil, message: "no member `alhpa`", hint: "did you mean `alpha`?"),
        Row(
            name: "not UTF-8 is shown by its path", files: ["pyproject.toml/x": ""], project: "", place: nil,
            message: "has no `pyproject.toml`"),
    ]) func refused(_ row: Row) throws {
        try withTree([:]) { root in
            for (path, text) in row.files { try Self.files.write(Array(text.utf8), to: "\(root)/\(path)") }
            #expect {
                try discover(
                    startingAt: root + row.start, project: row.project.map { root + $0 },
                    package: row.package,
                    home: root, files: Self.files)
            } throws: { error in
                guard let diagnostic = (error as? ProjectError)?.diagnostic else { return false }
                let place = diagnostic.place?.description
                return place == row.place.map { $0.hasPrefix("/") ? root + $0 : $0 }
                    && diagnostic.message.contains(row.message) && diagnostic.exit == .usage
                    && (row.hint.map { diagnostic.hint?.contains($0) == true } ?? true)
            }
        }
    }

    @Test func notUTF8() throws {
        try withTree([:]) { root in
            try Self.files.write([0x5B, 0xFF, 0x5D], to: root + "/pyproject.toml")
            #expect(throws: ProjectError.file(.notUTF8(path: root + "/pyproject.toml"))) {
                try discover(startingAt: root, files: Self.files)
            }
        }
    }

    /// The superuser reads everything, so there is nothing to see.
    @Test(.enabled(if: getuid() != 0)) func unreadable() throws {
        try withTree(["pyproject.toml": ""]) { root in
            #expect(chmod(root + "/pyproject.toml", 0) == 0)
            #expect(throws: ProjectError.file(.denied(path: root + "/pyproject.toml"))) {
                try discover(startingAt: root, files: Self.files)
            }
        }
    }

    /// Beside a `pyproject.toml` a bad requirements file is noted, not fatal.
    @Test func aHintThatIsBroken() throws {
        try withTree([
            "pyproject.toml": "[project]\nname = \"x\"\n", "requirements.txt": "a b c\n",
            "tox.ini": "x = 1\n",
        ]) { root in
            let found = try discover(startingAt: root, files: Self.files)
            #expect(found.notes.map { $0.place?.file } == [root + "/tox.ini", root + "/requirements.txt"])
        }
    }
}
