import Projects
import StructuredData
import Testing

@Suite("What `project show` prints")
struct ProjectFactsTests {
    @Test func jsonShape() throws {
        try withTree([
            "pyproject.toml":
                "[project]\nname = \"x\"\nversion = \"1.0\"\ndependencies = [\"idna\"]\n[tool.mypy]\n",
            "src/x/__init__.py": "",
        ]) { root in
            let found = try discover(startingAt: root, files: DiskFiles())
            let value = json(found)
            #expect(value["schema"] == "uvmgr.project/1")
            #expect(value["directory"]?.string == root)
            #expect(value.value(at: "/name/place/line") == 2)
            #expect(value.value(at: "/version/value") == "1.0")
            #expect(value.value(at: "/layout/value/packages/0") == "x")
            #expect(value.value(at: "/tools/typeChecker/value") == "mypy")
            #expect(value.value(at: "/tools/typeChecker/why") == "`[tool.mypy]` in pyproject.toml")
            #expect(value.value(at: "/dependencies/0/requirement") == "idna")
            #expect(value["lock"] == .null && value["workspace"] == .null)
            #expect(try JSON(parsing: value.pretty) == value)
        }
    }

    @Test func everyFactHasAValue() throws {
        try withTree(["requirements.txt": "idna==3.1\n", "app.py": ""]) { root in
            let facts = explanation(try discover(startingAt: root, files: DiskFiles()))
            #expect(
                facts.map(\.what) == [
                    "name", "directory", "version", "python", "kind", "manager", "lock", "layout",
                    "build backend",
                    "tests", "formatter", "linter", "type checker", "test runner", "coverage", "benchmark",
                ])
            #expect(facts.allSatisfy { !$0.value.isEmpty && !$0.why.isEmpty })
            #expect(facts.first { $0.what == "lock" }?.value == "requirements.txt")
            #expect(facts.first { $0.what == "layout" }?.value == "modules: app.py")
        }
    }
}
