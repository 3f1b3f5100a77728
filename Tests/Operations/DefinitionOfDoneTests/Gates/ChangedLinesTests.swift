import Testing

@testable import DefinitionOfDone

@Suite struct ChangedLinesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let patch: String
        let lines: [String: Set<Int>]
    }

    static func patch(_ old: String, _ new: String, _ hunks: String...) -> String {
        "diff --git \(old) \(new)\nindex 1..2 100644\n--- \(old)\n+++ \(new)\n" + hunks.joined()
    }

    static let rows = [
        Row(testDescription: "nothing", patch: "", lines: [:]),
        Row(
            testDescription: "one line", patch: patch("a/x.py", "b/x.py", "@@ -3 +3 @@ def f():\n-a\n+b\n"),
            lines: ["x.py": [3]]),
        Row(
            testDescription: "several hunks",
            patch: patch(
                "a/x.py", "b/x.py", "@@ -3,2 +3,3 @@\n-a\n-b\n+c\n+d\n+e\n", "@@ -9,0 +11,2 @@\n+f\n+g\n"),
            lines: ["x.py": [3, 4, 5, 11, 12]]),
        Row(
            testDescription: "only deleted lines",
            patch: patch("a/x.py", "b/x.py", "@@ -3,2 +2,0 @@\n-a\n-b\n"),
            lines: [:]),
        Row(
            testDescription: "new file",
            patch:
                "diff --git a/n.py b/n.py\nnew file mode 100644\n--- /dev/null\n+++ b/n.py\n@@ -0,0 +1,2 @@\n+a\n+b\n",
            lines: ["n.py": [1, 2]]),
        Row(
            testDescription: "deleted file",
            patch:
                "diff --git a/n.py b/n.py\ndeleted file mode 100644\n--- a/n.py\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n",
            lines: [:]),
        Row(
            testDescription: "renamed",
            patch:
                "diff --git a/o.py b/n.py\nsimilarity index 90%\nrename from o.py\nrename to n.py\n--- a/o.py\n+++ b/n.py\n@@ -1 +1 @@\n-a\n+b\n",
            lines: ["n.py": [1]]),
        Row(
            testDescription: "no newline at the end",
            patch: patch(
                "a/x.py", "b/x.py",
                "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"),
            lines: ["x.py": [1]]),
        Row(
            testDescription: "a name with a space, which a tab ends",
            patch: patch("a/a b.py\t", "b/a b.py\t", "@@ -1 +1 @@\n-a\n+b\n"), lines: ["a b.py": [1]]),
        Row(
            testDescription: "a quoted name",
            patch: patch(
                "\"a/\\303\\251\\\"\\n\\\\.py\"", "\"b/\\303\\251\\\"\\n\\\\.py\"", "@@ -1 +1 @@\n-a\n+b\n"),
            lines: ["é\"\n\\.py": [1]]),
        Row(
            testDescription: "content that looks like headers",
            patch: patch(
                "a/x.py", "b/x.py", "@@ -1,0 +1,2 @@\n+++ b/evil.py\n+@@ -1 +50 @@\n",
                "@@ -7 +9 @@\n--- a/y\n+z\n"),
            lines: ["x.py": [1, 2, 9]]),
        Row(
            testDescription: "CRLF lines",
            patch: patch("a/x.py", "b/x.py", "@@ -3 +3 @@\n-a\r\n+b\r\n", "@@ -9 +9 @@\n-a\r\n+b\r\n")
                + patch("a/y.py", "b/y.py", "@@ -4 +4 @@\n-a\r\n+b\r\n"),
            lines: ["x.py": [3, 9], "y.py": [4]]),
        Row(
            testDescription: "a binary file",
            patch: "diff --git a/x.bin b/x.bin\nindex 1..2 100644\nBinary files a/x.bin and b/x.bin differ\n",
            lines: [:]),
        Row(testDescription: "nonsense", patch: "@@ -1 +1 @@\n+++ b/\n@@ +x @@\n\"\\", lines: [:]),
    ]

    @Test(arguments: rows) func reads(_ row: Row) {
        let changed = ChangedLines(patch: row.patch)
        for (path, lines) in row.lines { #expect(changed.lines(of: path) == .some(lines)) }
        for path in ["x.py", "y.py", "n.py", "o.py", "evil.py", "/dev/null", "x.bin", ""]
        where row.lines[path] == nil {
            #expect(changed.lines(of: path) == nil, "\(path)")
        }
    }

    @Test func newFilesCountWhole() {
        var changed = ChangedLines(patch: "")
        changed.addWhole("a.py")
        #expect(changed.lines(of: "a.py")?.contains(99_999) == true)
        #expect(changed.lines(of: "b.py") == nil)
    }
}
