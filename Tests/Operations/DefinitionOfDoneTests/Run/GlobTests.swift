import Testing

@testable import DefinitionOfDone

@Suite struct GlobTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern, path: String
        let matches: Bool
        init(_ pattern: String, _ path: String, _ matches: Bool) {
            (self.pattern, self.path, self.matches) = (pattern, path, matches)
        }
        var testDescription: String { "\(pattern) \(path)" }
    }

    static let rows = [
        Row("*.py", "a.py", true), Row("*.py", "src/deep/a.py", true), Row("*.py", "a.pyc", false),
        Row("/*.py", "a.py", true), Row("/*.py", "src/a.py", false), Row("src/*.py", "src/a.py", true),
        Row("src/*.py", "src/deep/a.py", false), Row("src/**", "src/deep/a.py", true),
        Row("src/**", "src", true),
        Row("src/**/*.py", "src/a.py", true), Row("src/**/*.py", "src/a/b/c.py", true),
        Row("src/**/*.py", "lib/src/a.py", false), Row("**/pyproject.toml", "pyproject.toml", true),
        Row("**/pyproject.toml", "a/b/pyproject.toml", true), Row("**/tests/**", "a/tests/b/c", true),
        Row("**/tests/**", "a/test/b", false), Row("**", "any/thing", true), Row("**/**/a", "a", true),
        Row("a?c", "abc", true), Row("a?c", "ac", false), Row("a?c", "aéc", true), Row("*", "x", true),
        Row("[a-c]x", "bx", true), Row("[a-c]x", "dx", false), Row("[!a-c]x", "dx", true),
        Row("[!a-c]x", "ax", false),
        Row("[]]x", "]x", true), Row("[abc", "[abc", true), Row("[c-a]", "b", false), Row("[a-]", "-", true),
        Row("a*b*c", "aXbYc", true), Row("a*b*c", "aXbY", false), Row("a.b", "axb", false),
        Row("", "a", false),
        Row("漢*", "漢字.py", true), Row("a b", "a b", true), Row("a**b", "aXXb", true),
    ]

    @Test(arguments: rows) func matches(_ row: Row) {
        #expect(Glob(row.pattern).matches(row.path) == row.matches)
    }

    /// A pattern that backtracks at every star ends all the same.
    @Test func hostilePatterns() {
        let stars = String(repeating: "a*", count: 60) + "b"
        #expect(!Glob(stars).matches(String(repeating: "a", count: 2000)))
        #expect(!Glob("**/a/**/a/**/b").matches(Array(repeating: "a", count: 60).joined(separator: "/")))
    }

    @Test func selections() {
        let selection = FileSelection(["**"], excluding: ["tests/**", "uv.lock"])
        let rows = [
            ("src/a.py", true), ("tests/a.py", false), ("src/tests/a.py", true), ("uv.lock", false),
            ("a/uv.lock", false),
        ]
        for (path, isIn) in rows { #expect(selection.contains(path) == isIn, "\(path)") }
        #expect(!FileSelection([]).contains("a"))
    }
}
