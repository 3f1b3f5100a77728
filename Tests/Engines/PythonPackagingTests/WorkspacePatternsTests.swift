import PythonPackaging
import Testing

@Suite("Workspace patterns")
struct WorkspacePatternsTests {
    @Test(arguments: [
        ("packages/*", "packages/a", true), ("packages/*", "packages/a/b", false),
        ("./packages/*", "packages/a", true),
        ("a/**", "a", true), ("a/**", "a/b/c", true), ("**/svc-*", "x/y/svc-1", true),
        ("**/svc-*", "svc-1", true),
        ("p?", "p1", true), ("p?", "p", false), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false),
        ("[]x", "[]x", true),
        ("*a*b*", "xaxxbx", true), ("*a*b*", "xbxxax", false), ("", "", true), ("ü*", "übung", true),
    ]) func matching(pattern: String, path: String, matches: Bool) {
        #expect(PathPattern(pattern).matches(path.split(separator: "/").map(String.init)) == matches)
    }

    @Test func hostilePatternsEnd() {
        let pattern = String(repeating: "*a", count: 200) + "b"
        #expect(!PathPattern.matches(pattern, String(repeating: "a", count: 5000)))
    }

    @Test func excludedFolders() {
        let patterns = WorkspacePatterns(members: ["packages/*"], exclude: ["packages/old*"])
        #expect(patterns.includes("packages/new") && patterns.includes(""))
        #expect(!patterns.includes("packages/older") && !patterns.includes("apps/a"))
    }
}
