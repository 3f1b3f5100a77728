import ArgumentParser
import DefinitionOfDone
import StructuredData
import Testing

@testable import Commands

/// The commands around a run.
///
/// Its only gate cannot be measured by this version, so that no tool is needed; what gates measure is tested with the
/// real tools elsewhere.
@Suite struct ValidateTests {
    private static let line = ["dod", "validate", "--only", "secrets"]

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.project()
        try workshop.installUV()
        return workshop
    }

    @Test func aRunIsRecordedAndToldAgain() async throws {
        let workshop = try workshop()
        let result = await workshop.run(Self.line + ["--format", "json"])
        #expect(result.errors.contains("sample 1.2, policy standard, 1 gate: secrets"))
        #expect(result.exit == result.json["exitCode"]?.integer.map { UInt8($0) })
        let id = try #require(result.json["run"]?.string ?? result.json["id"]?.string)
        let runs = await workshop.run(["dod", "runs", "--format", "json"])
        #expect(runs.json.value(at: "/runs/0/run") == .string(id))
        let shown = await workshop.run(["dod", "show", String(id.prefix(20)), "--format", "json"])
        #expect(shown.exit == 0)
        #expect(shown.output == result.output)
        let explained = await workshop.run(["dod", "explain", "secrets"])
        #expect(explained.exit == 0)
        #expect(explained.output.contains("secrets: "))
    }

    @Test func quietSaysOnlyTheResult() async throws {
        let workshop = try workshop()
        let result = await workshop.run(Self.line + ["-q"])
        #expect(result.errors.isEmpty)
        #expect(result.output.contains("sample 1.2"))
    }

    @Test func reportsGoToFiles() async throws {
        let workshop = try workshop()
        let result = await workshop.run(
            Self.line + ["--format", "github", "--output", "out/log.txt", "--report", "json=out/run.json"],
            environment: ["GITHUB_STEP_SUMMARY": try workshop.write("before", to: "summary.md")])
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("the report is in out/log.txt"))
        #expect(try workshop.read("project/out/log.txt").hasPrefix("::group::"))
        #expect(try JSON(parsing: Array(workshop.read("project/out/run.json").utf8))["schema"] != nil)
        #expect(try workshop.read("summary.md").hasPrefix("before\n## "))
    }

    @Test func aReportThatCannotBeWrittenIsNoSuccess() async throws {
        let workshop = try workshop()
        try workshop.write("", to: "project/file")
        let result = await workshop.run([
            "dod", "validate", "--only", "secrets", "--report", "json=file/run.json",
        ])
        #expect(result.exit != 0)
        #expect(result.errors.contains("warning: "))
        #expect(result.output.contains("sample 1.2"))
    }

    @Test func withoutUVNothingIsMade() async throws {
        let workshop = try Workshop()
        try workshop.project()
        let result = await workshop.run(Self.line)
        #expect(result.exit == 69)
        #expect(result.errors.contains("`UVMGR_UV`"))
        #expect(try workshop.names("project") == ["pyproject.toml"])
    }

    @Test(arguments: [
        ["dod", "runs"], ["dod", "show"], ["dod", "explain"], ["project", "show"], ["config", "show"],
    ])
    func readingMakesNothing(_ arguments: [String]) async throws {
        let workshop = try Workshop()
        try workshop.project()
        let result = await workshop.run(arguments)
        #expect(try workshop.names("project") == ["pyproject.toml"])
        #expect([0, 2].contains(result.exit))
        if arguments.first == "dod" { #expect(result.errors.contains("uvmgr dod validate")) }
    }

    @Test func nextCommandsFindTheProjectAgain() async throws {
        let workshop = try workshop()
        let result = await workshop.run(["-C", "project"] + Self.line, in: "")
        #expect(result.output.contains(" -C project"))
        #expect("it's".shellWord == #"'it'\''s'"#)
        #expect("a/b-1.2".shellWord == "a/b-1.2")
    }

    @Test func flagsBecomeSettings() throws {
        let command = try Root.parseAsRoot([
            "dod", "validate", "--policy", "strict", "-j", "3", "--gate-timeout", "5s", "--gate",
            "lint no findings",
            "--only", "lint", "--only", "tests", "--keep-going", "--fail-fast", "--no-cache",
        ])
        let validate = try #require(command as? Validate)
        let flags = validate.choice.flags
        #expect(flags.settings == ["policy": "strict", "parallel": "3", "gate-timeout": "5s"])
        #expect(flags.only == ["lint", "tests"])
        #expect(flags.gates == ["lint no findings"])
        #expect(validate.choice.afterFailure == .failFast)
        #expect(validate.choice.noCache)
    }

    static let targets: [(first: String?, second: String?, run: String, gate: String?)] = [
        (nil, nil, "last", nil), ("last", nil, "last", nil), ("01926f3a-7", nil, "01926f3a-7", nil),
        ("coverage", nil, "last", "coverage"), ("01926f3a", "lint", "01926f3a", "lint"),
        ("last", "lint", "last", "lint"),
    ]

    @Test(arguments: targets)
    func whatIsExplained(_ row: (first: String?, second: String?, run: String, gate: String?)) {
        let target = Explain.target(row.first, row.second)
        #expect(target.run == row.run)
        #expect(target.gate == row.gate)
    }
}
