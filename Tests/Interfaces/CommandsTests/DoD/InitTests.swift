import StructuredData
import TOML
import Testing

@testable import Commands

@Suite struct InitTests {
    @Test func theTableIsAddedAndNothingElse() async throws {
        let workshop = try Workshop()
        let before = "# head\r\n[project]\r\nname = 'x'   # keep\r\n\r\n\r\n[tool.ruff]\r\nline-length=99\r\n"
        try workshop.write(before, to: "project/pyproject.toml")
        let result = await workshop.run(["dod", "init", "--policy", "strict"])
        #expect(result.exit == 0)
        let after = try workshop.read("project/pyproject.toml")
        #expect(after.hasPrefix(before))
        // Line breaks are those of the file.
        #expect(!after.replacing("\r\n", with: "").contains { $0 == "\n" || $0 == "\r" })
        #expect(!after.dropFirst(before.count).contains("\r\n\r\n\r\n"))
        let document = try TOMLDocument(parsing: after, file: "pyproject.toml")
        #expect(document.value.value(at: "/tool/uvmgr/dod") == ["policy": "strict"])
        #expect(try workshop.names("project") == ["pyproject.toml"])
        // What was written is what the settings then say.
        let shown = await workshop.run(["config", "show", "--format", "json"])
        #expect(shown.json.value(at: "/settings/0/value") == "strict")
    }

    @Test func aDryRunShowsTheChangeAndWritesNothing() async throws {
        let workshop = try Workshop()
        try workshop.project()
        let before = try workshop.read("project/pyproject.toml")
        let result = await workshop.run(["dod", "init", "--dry-run"])
        #expect(result.exit == 0)
        #expect(result.output.contains("+[tool.uvmgr.dod]\n"))
        #expect(try workshop.read("project/pyproject.toml") == before)
    }

    @Test func aProjectWithoutPyprojectGetsAFileOfItsOwn() async throws {
        let workshop = try Workshop()
        try workshop.write("requests\n", to: "project/requirements.txt")
        #expect(await workshop.run(["dod", "init"]).exit == 0)
        #expect(try workshop.names("project") == ["requirements.txt", "uvmgr.toml"])
        #expect(try workshop.read("project/uvmgr.toml").hasPrefix("[dod]\n"))
    }

    @Test(arguments: [
        (
            "pyproject.toml", "[project]\nname = \"x\"\n[tool.uvmgr.dod]\npolicy = \"strict\"\n",
            "pyproject.toml:3:"
        ),
        ("uvmgr.toml", "[dod.gates]\nlint = \"no findings\"\n", "uvmgr.toml:1:"),
    ])
    func aProjectThatHasTheTableIsLeftAlone(_ row: (file: String, text: String, place: String)) async throws {
        let workshop = try Workshop()
        try workshop.project()
        try workshop.write(row.text, to: "project/" + row.file)
        let result = await workshop.run(["dod", "init"])
        #expect(result.exit == 2)
        #expect(result.errors.contains("--> " + row.place))
        #expect(try workshop.read("project/" + row.file) == row.text)
    }

    @Test func aPolicyFileIsNamedFromTheProject() async throws {
        let workshop = try Workshop()
        try workshop.project()
        try workshop.write("extends = \"minimal\"\n", to: "project/policies/team.toml")
        let result = await workshop.run(["dod", "init", "--policy", "team.toml"], in: "project/policies")
        #expect(result.exit == 0)
        #expect(try workshop.read("project/pyproject.toml").contains("policy = \"./policies/team.toml\""))
        #expect(
            await workshop.run(["dod", "init", "--policy", "strct"]).errors.contains("did you mean `strict`?")
        )
    }
}
