import Capabilities
import Foundation
import StructuredData
import Testing

@testable import Commands

@Suite struct EdgeTests {
    @Test(arguments: [["--version"], ["--help"], ["dod", "validate", "-h"], ["help", "doctor"]])
    func requestsAreAnswered(_ arguments: [String]) async throws {
        let workshop = try Workshop()
        let result = await workshop.run(arguments, in: "")
        #expect(result.exit == 0)
        #expect(result.errors.isEmpty)
        #expect(!result.output.isEmpty)
    }

    @Test(arguments: [
        [], ["dod"], ["nothing"], ["dod", "validate", "--ony", "x"], ["dod", "validate", "--jobs", "0"],
        ["dod", "runs", "--limit", "-1"], ["completions", "csh"], ["-C", "/nowhere/at/all", "doctor"],
        ["dod", "validate", "--report", "junit"], ["dod", "validate", "--report", "xml=a"],
        ["dod", "validate", "--output", "a", "--report", "json=a"],
    ])
    func usageErrorsExitWithTwo(_ arguments: [String]) async throws {
        let workshop = try Workshop()
        let result = await workshop.run(arguments, in: "")
        #expect(result.exit == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("error: "))
        #expect(result.errors.contains("\nhint: "))
    }

    @Test(arguments: [
        ["dod", "validate", "--format", "json", "--ony", "x"], ["--format=json", "nothing"],
        ["dod", "runs", "--format", "json"],
    ])
    func errorsAreJSONWhereJSONWasAskedFor(_ arguments: [String]) async throws {
        let workshop = try Workshop()
        let result = await workshop.run(arguments, in: "")
        #expect(result.exit == 2)
        #expect(result.errors.isEmpty)
        #expect(result.json["schema"] == "uvmgr.error/1")
        #expect(result.json["exitCode"] == 2)
        #expect(result.json.value(at: "/error/message")?.string?.isEmpty == false)
    }

    @Test func placesAreSeenFromTheWorkingDirectory() async throws {
        let workshop = try Workshop()
        try workshop.project("[tool.uvmgr.dod]\npolcy = \"strict\"\n")
        try workshop.write("", to: "project/deep/down/x")
        let result = await workshop.run(["config", "show"], in: "project/deep/down")
        #expect(result.exit == 2)
        #expect(result.errors.contains("--> ../../pyproject.toml:5:1"))
        #expect(result.errors.contains("did you mean `policy`?"))
    }

    @Test func aFullDiskUnderStandardOutputIsAnError() async throws {
        let workshop = try Workshop()
        let result = await workshop.run(
            ["completions", "bash"], in: "",
            change: { $0.terminal.output = { _ throws(FileError) in throw .full(path: "standard output") } })
        #expect(result.exit == 69)
        #expect(result.errors.contains("no space left"))
    }

    @Test func anUnknownErrorIsABugWithAReport() throws {
        struct Odd: Error {}
        let workshop = try Workshop()
        let report = BugReport(path: workshop.path("state/1.txt"), Odd(), ["dod", "runs"], version: "9")
        #expect(report.text.contains("uvmgr dod runs"))
        #expect(report.text.contains("Odd"))
    }

    @Test func pathsAreSeenFromAFolder() {
        #expect("/a/b".seen(from: "/a/b") == "")
        #expect("/a/b/c".seen(from: "/a/b") == "c")
        #expect("/a".seen(from: "/a/b/c") == "../..")
        #expect("/a/bc".seen(from: "/a/b") == "/a/bc")
    }
}
