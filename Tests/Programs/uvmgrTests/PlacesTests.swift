import Foundation
import StructuredData
import Testing

/// Projects in awkward places: odd paths, folders that cannot be written, disks that are full.
@Suite(.serialized, .needsUV) struct PlacesTests {
    private static let gates = ["format", "lint", "tests", "coverage", "lock"].flatMap { ["--only", $0] }

    /// Python that no formatter would change.
    private static let files = Tiny.files().merging([
        "tiny.py": "def double(number: int) -> int:\n    return number * 2\n",
        "tests/test_double.py": """
        import unittest

        from tiny import double


        class DoubleTest(unittest.TestCase):
            def test_double(self):
                self.assertEqual(double(2), 4)

        """,
    ]) { $1 }

    @Test(arguments: [
        "with spaces", "with 'single' and \"double\" quotes", "größe 测试 🐍",
        "$HOME `id` ; & * ? [x] {y} %20 #a",
        "-leading-hyphen", "back\\slash and\ttab",
    ]) func oddPath(_ name: String) async throws {
        try await withProject(Self.files, in: name) { project in
            let loops = try await sh(
                "ln -s .. tests/loop && ln -s there here && ln -s here there", in: project.folder)
            try #require(loops.exit == 0)
            let result = try await start(
                ["dod", "validate", "--format", "json"] + Self.gates, in: project.folder
            ).outcome()
            let validated = Validated(outcome: result)
            #expect(validated.exit == 0, "\(result.everything)")
            for gate in ["format", "lint", "tests", "coverage", "lock"] {
                #expect(
                    validated.gate(gate)?["outcome"]?["name"]?.string == "measured",
                    "\(validated.words(gate))")
            }
            #expect(try await project.runs().count == 1)
            let named = try await uvmgr("project", "show", "--project", project.path, in: Program.home)
            #expect(named.exit == 0, "\(named.everything)")
        }
    }

    @Test func outsideOfGitWithLoops() async throws {
        try await withFolder("plain") { folder in
            let project = Project(folder: folder)
            for (name, text) in Self.files { try project.write(text, to: name) }
            let loops = try await sh(
                "ln -s . tests/loop && ln -s there here && ln -s here there && ln -s .. tests/up", in: folder)
            try #require(loops.exit == 0)
            let result = try await project.validate("--only", "lint", "--only", "tests")
            #expect(result.exit == 0, "\(result.outcome.everything)")
            #expect(result.report?["subject"]?["tree"]?.string?.hasPrefix("sha256:") == true)
        }
    }

    @Test func fromASubfolder() async throws {
        try await withProject(Self.files) { project in
            let outcome = try await uvmgr("dod", "validate", "--only", "lock", in: project.file("tests"))
            #expect(outcome.exit == 0, "\(outcome.everything)")
            #expect(project.exists(".uvmgr/ledger.db"))
        }
    }

    @Test(.onLinux, .mayMount) func readOnlyProject() async throws {
        try await withProject(Self.files) { project in
            try await withFolder("state") { state in
                let script = """
                    mount --bind "$P" "$P" && mount -o remount,ro,bind "$P" || exit 99
                    cd "$P"
                    "$U" dod validate --only lock --only tests; echo "first $?"
                    UVMGR_STATE_DIR="$S" "$U" dod validate --only lock --only tests; echo "second $?"
                    UVMGR_STATE_DIR="$S" "$U" dod runs
                    """
                let outcome = try await inNamespace(
                    script, ["P": project.path, "S": state.path(percentEncoded: false)])
                #expect(outcome.stdout.contains("first 69\n"), "\(outcome.everything)")
                #expect(outcome.stderr.contains("error: "))
                #expect(outcome.stderr.contains("`\(project.path)/.uvmgr`"), "\(outcome.stderr)")
                #expect(outcome.stderr.contains("UVMGR_STATE_DIR"), "\(outcome.stderr)")
                #expect(outcome.stdout.contains("second 0\n"), "\(outcome.everything)")
                #expect(outcome.stdout.contains("  done  "))
            }
        }
    }

    @Test(.onLinux, .mayMount) func fullDisk() async throws {
        try await withProject(Tiny.files()) { project in
            try await withFolder("state") { state in
                let script = """
                    mount -t tmpfs -o size=64m none "$S" || exit 99
                    cd "$P"
                    export UVMGR_STATE_DIR="$S/state"
                    "$U" dod validate --only lock --only tests > /dev/null; echo "first $?"
                    dd if=/dev/zero of="$S/filler" bs=4k 2> /dev/null
                    "$U" dod validate --no-cache --only lock --only tests > /dev/null; echo "full $?"
                    "$U" dod runs --format json; echo "runs $?"
                    rm "$S/filler"
                    "$U" dod validate --no-cache --only lock --only tests > /dev/null; echo "again $?"
                    "$U" dod runs > /dev/null; echo "runs $?"
                    """
                let outcome = try await inNamespace(
                    script, ["P": project.path, "S": state.path(percentEncoded: false)])
                #expect(outcome.stdout.contains("first 0\n"), "\(outcome.everything)")
                #expect(outcome.stdout.contains("full 69\n"), "\(outcome.everything)")
                #expect(outcome.stderr.contains("no space left"), "\(outcome.stderr)")
                #expect(
                    outcome.stdout.contains("\"verdict\": \"done\""),
                    "the first run is lost:\n\(outcome.stdout)")
                #expect(outcome.stdout.contains("again 0\n"), "\(outcome.everything)")
                #expect(!outcome.stdout.contains("runs 69"))
            }
        }
    }

    /// Runs a script where it may mount what only it sees.
    private func inNamespace(_ script: String, _ variables: [String: String]) async throws -> Outcome {
        let environment = Program.environment.merging(variables) { $1 }.merging(["U": Program.path]) { $1 }
        return try await launch(
            "unshare", ["-m", "sh", "-c", script], in: Program.home, environment: environment
        ).outcome()
    }
}
