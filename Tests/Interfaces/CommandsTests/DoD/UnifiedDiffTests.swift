import Testing

@testable import Commands

@Suite struct UnifiedDiffTests {
    static let rows: [(old: String?, new: String, diff: String)] = [
        ("a\n", "a\n", ""),
        (nil, "a\n", "--- /dev/null\n+++ b/f\n@@ -0,0 +1,1 @@\n+a\n"),
        ("a\n", "a\nb\n", "--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n a\n+b\n"),
        (
            "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
            "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"
        ),
        (
            "a", "a\nb\n",
            "--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n"
        ),
        ("a\r\n", "a\r\nb\r\n", "--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n a\r\n+b\r\n"),
    ]

    @Test(arguments: rows) func diff(_ row: (old: String?, new: String, diff: String)) {
        #expect(unifiedDiff(row.old, row.new, name: "f") == row.diff)
    }
}
