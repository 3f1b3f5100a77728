import Foundation
import StructuredData
import Testing

/// The reports of one run, in all formats and places.
@Suite(.serialized, .needsUV) struct ReportsTests {
    private static let failing = Tiny.test("self.assertEqual(1, 2)")

    @Test func everyFormatOnStandardOutput() async throws {
        try await withProject(Tiny.files(test: Self.failing)) { project in
            let first = try await project.run("dod", "validate", "--only", "tests")
            #expect(first.exit == 1)
            #expect(first.stdout.hasPrefix("✗ not done  tiny 0.1.0 at "))
            #expect(first.stdout.contains("tests/test_tiny.py:"))
            #expect(first.stdout.contains("uvmgr dod explain"))
            #expect(!first.stderr.contains("✗ not done"))

            let json = try await project.run("dod", "validate", "--only", "tests", "--format", "json")
            #expect(try JSON(parsing: json.stdout)["schema"]?.string == "https://uvmgr.dev/schemas/run/1")
            let junit = try await project.run("dod", "show", "last", "--format", "junit")
            #expect(junit.stdout.hasPrefix("<?xml"))
            #expect(junit.stdout.contains("<failure"))
            let markdown = try await project.run("dod", "show", "last", "--format", "markdown")
            #expect(markdown.stdout.contains("| "))
            let verbose = try await project.run(
                "dod", "validate", "--only", "tests", "--format", "json", "--no-cache", "-vvv")
            #expect((try? JSON(parsing: verbose.stdout)) != nil, "what is said besides is on standard error")
            #expect(!verbose.stderr.isEmpty)
            let quiet = try await project.run("dod", "validate", "--only", "tests", "-q")
            #expect(quiet.stderr.isEmpty, "\(quiet.stderr)")
            #expect(quiet.exit == 1)
            let logs = try await project.run(
                "dod", "validate", "--only", "tests", "--no-cache", "-q", "-v", "--log-format", "json")
            for line in logs.stderr.split(separator: "\n") where line.hasPrefix("{") {
                #expect((try? JSON(parsing: String(line))) != nil, "\(line)")
            }
        }
    }

    @Test func onGitHub() async throws {
        try await withProject(Tiny.files(test: Self.failing)) { project in
            try project.write("before\n", to: "out/summary.md")
            let outcome = try await project.run(
                "dod", "validate", "--only", "tests", "--format", "github",
                environment: ["GITHUB_STEP_SUMMARY": project.path + "/out/summary.md"])
            #expect(outcome.exit == 1)
            #expect(outcome.stdout.contains("::error file=tests/test_tiny.py,line="), "\(outcome.stdout)")
            let summary = try project.read("out/summary.md")
            #expect(summary.hasPrefix("before\n"))
            #expect(summary.contains("not done"))
        }
    }

    @Test func severalAtOnce() async throws {
        try await withProject(Tiny.files()) { project in
            let outcome = try await project.run(
                "dod", "validate", "--only", "lock", "--report", "junit=out.xml", "--report",
                "json=out/run.json",
                "--report", "markdown=out.md", "--format", "text", "--output", "out.txt")
            #expect(outcome.exit == 0, "\(outcome.everything)")
            #expect(outcome.stdout.isEmpty)
            #expect(try project.read("out.xml").hasPrefix("<?xml"))
            #expect(try JSON(parsing: project.read("out/run.json"))["verdict"]?.string == "done")
            #expect(try project.read("out.md").contains("done"))
            #expect(try project.read("out.txt").hasPrefix("✓ done"))
        }
    }

    /// The verdict is on record; whoever asked for a file that is not there must not read a zero.
    @Test func reportThatCannotBeWritten() async throws {
        try await withProject(Tiny.files()) { project in
            let outcome = try await project.run(
                "dod", "validate", "--only", "lock", "--report", "junit=/proc/none/out.xml", "--report",
                "json=run.json")
            #expect(outcome.exit == 69, "\(outcome.everything)")
            #expect(outcome.stderr.contains("warning: "))
            #expect(outcome.stderr.contains("/proc/none"))
            #expect(outcome.stdout.hasPrefix("✓ done"))
            #expect(project.exists("run.json"), "the others are written all the same")
            #expect(try await project.runs().count == 1)
        }
    }

    @Test func explained() async throws {
        try await withProject(Tiny.files(test: Self.failing)) { project in
            _ = try await project.run("dod", "validate", "--only", "tests")
            let text = try await project.run("dod", "explain", "tests")
            #expect(text.exit == 0)
            for words in ["junit.xml", "no failures", "tests/test_tiny.py"] {
                #expect(text.stdout.contains(words), "\(text.stdout)")
            }
            let wrong = try await project.run("dod", "explain", "last", "tets")
            #expect(wrong.exit == 2)
            #expect(wrong.stderr.contains("did you mean `tests`?"))
            let unknown = try await project.run("dod", "show", "0000")
            #expect(unknown.exit == 2)
            #expect(unknown.stderr.contains("there is no run `0000`"))
        }
    }
}
