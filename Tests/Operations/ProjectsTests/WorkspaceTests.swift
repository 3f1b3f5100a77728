import Diagnostics
import Projects
import PythonPackaging
import StructuredData
import Testing

@Suite("uv workspaces")
struct WorkspaceTests {
    static let files = DiskFiles()

    static func withWorkspace(_ body: (String) throws -> Void) throws {
        let root = """
            [project]
            name = "root"
            version = "1"
            [dependency-groups]
            dev = ["pytest", "mypy"]
            [tool.ruff]
            [tool.uv.workspace]
            members = ["packages/*", "apps/**/svc-[ab]"]
            exclude = ["packages/skip*"]
            """
        func member(_ name: String) -> String { "[project]\nname = \"\(name)\"\nversion = \"1\"\n" }
        try withTree(
            [
                "pyproject.toml": root, "uv.lock": "version = 1\n", "root/__init__.py": "",
                "packages/one/pyproject.toml": member("one"), "packages/one/one/__init__.py": "",
                "packages/one/tests/test_one.py": "", "packages/two/pyproject.toml": member("Two.Pkg"),
                "packages/skipped/pyproject.toml": member("skipped"), "packages/empty/readme.md": "",
                "apps/eu/west/svc-a/pyproject.toml": member("svc-a"),
                "apps/svc-c/pyproject.toml": member("svc-c"),
                "outside/pyproject.toml": member("outside"),
            ], body)
    }

    @Test func rootKnowsItsMembers() throws {
        try Self.withWorkspace { root in
            let found = try discover(startingAt: root, files: Self.files)
            #expect(found.workspace?.members.map(\.name) == ["root", "svc-a", "one", "Two.Pkg"])
            #expect(found.workspace?.root == root)
            #expect(found.lock?.paths == [root + "/uv.lock"])
        }
    }

    @Test func manyMembersAreCountedBeforeTheyAreNamed() throws {
        let root = "[tool.uv.workspace]\nmembers = [\"packages/*\"]\n"
        func member(_ name: String) -> String { "[project]\nname = \"\(name)\"\nversion = \"1\"\n" }
        let names = ["a", "b", "c"].map { "a-name-that-takes-its-room-\($0)" }
        try withTree([
            "pyproject.toml": root, "packages/a/pyproject.toml": member(names[0]),
            "packages/b/pyproject.toml": member(names[1]), "packages/c/pyproject.toml": member(names[2]),
        ]) { root in
            let facts = explanation(try discover(startingAt: root, files: Self.files))
            let fact = try #require(facts.first { $0.what == "workspace" })
            #expect(fact.value == "root of 3 projects")
            #expect(names.allSatisfy { fact.why.contains($0) })
        }
    }

    @Test(arguments: [
        ("packages/one/tests", nil as String?), ("", "one"), ("packages/two", "one"), ("", "One"),
    ])
    func memberKnowsItsRoot(start: String, package: String?) throws {
        try Self.withWorkspace { root in
            let found = try discover(startingAt: root + "/" + start, package: package, files: Self.files)
            #expect(found.directory == root + "/packages/one")
            #expect(found.rootDirectory == root)
            #expect(found.project.manager.value == .uv)
            #expect(found.lock?.paths == [root + "/uv.lock"])
            #expect(found.project.testPaths.value == ["tests"])
            #expect(found.project.tools.linter?.place?.file == "../../pyproject.toml")
            #expect(found.project.tools.testRunner?.value == .pytest)
            #expect(found.project.tools.typeChecker?.why == "`mypy` in group dev of the workspace root")
        }
    }

    @Test(arguments: [("outside", "outside"), ("packages/skipped", "skipped"), ("apps/svc-c", "svc-c")])
    func othersStandAlone(folder: String, name: String) throws {
        try Self.withWorkspace { root in
            let found = try discover(startingAt: root + "/" + folder, files: Self.files)
            #expect(found.project.name.value == name)
            #expect(found.workspace == nil)
            #expect(found.lock == nil)
            #expect(found.project.tools.linter == nil)
        }
    }

    @Test func namedProject() throws {
        try Self.withWorkspace { root in
            let found = try discover(startingAt: "/", project: root + "/packages/two", files: Self.files)
            #expect(found.project.name.value == "Two.Pkg")
            #expect(found.workspace?.root == root)
        }
    }
}
