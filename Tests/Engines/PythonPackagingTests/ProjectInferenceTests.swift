import Diagnostics
import PythonPackaging
import Testing

@Suite("What a project says of itself")
struct ProjectInferenceTests {
    @Test func groupsIncludeGroups() throws {
        let found = try project([
            "pyproject.toml": """
            [dependency-groups]
            test = ["pytest>=8"]
            "Type.Check" = ["mypy"]
            dev = [{include-group = "test"}, {include-group = "type-check"}, "ruff"]
            """
        ])
        #expect(found.groups == ["test", "Type.Check", "dev"])
        #expect(
            found.dependencies(ofGroup: "DEV").map(\.requirement.name.spelling) == ["pytest", "mypy", "ruff"])
        #expect(found.dependencies(ofGroup: "dev").first?.place?.line == 2)
        #expect(found.mainDependencies.isEmpty)
    }

    @Test func pipfile() throws {
        let found = try project([
            "Pipfile": """
            [packages]
            flask = "*"
            "zope.interface" = "==5.0"
            pin = "1.2"
            x = { version = ">=1", extras = ["a"], sys_platform = "== 'win32'", markers = "python_version < '3.9'" }
            near = { path = ".", editable = true }
            far = { git = "https://git.example/far.git", ref = "v2" }
            [dev-packages]
            pytest = "~=8.0"
            [requires]
            python_version = "3.11"
            """
        ])
        #expect(
            found.dependencies.map { "\($0.scope): \($0.requirement)\($0.isEditable ? " editable" : "")" }
                == [
                    "dependencies: flask", "dependencies: zope.interface==5.0", "dependencies: pin==1.2",
                    #"dependencies: x[a]>=1; python_version < "3.9" and sys_platform == "win32""#,
                    "dependencies: near @ . editable",
                    "dependencies: far @ git+https://git.example/far.git@v2",
                    "group dev: pytest~=8.0",
                ])
        #expect(found.requiresPython?.value.description == "==3.11.*")
        #expect(found.manager.value == .pipenv)
    }

    @Test(arguments: [
        ("requirements.txt", ProjectDependency.Scope.main), ("requirements-dev.txt", .group("dev")),
        ("dev-requirements.txt", .group("dev")), ("requirements/test.txt", .group("test")),
        ("requirements/base.txt", .main), ("requirements_lint_ci.txt", .group("lint-ci")),
    ]) func groupOfARequirementsFile(path: String, scope: ProjectDependency.Scope) throws {
        #expect(try project([path: "idna\n"]).dependencies.map(\.scope) == [scope])
    }

    @Test(arguments: [
        ("uv.lock", LockKind.uv, PythonProject.Manager.uv), ("poetry.lock", .poetry, .poetry),
        ("Pipfile.lock", .pipenv, .pipenv),
        ("pylock.toml", .pylock, .pip), ("pylock.dev.toml", .pylock, .pip),
    ]) func locks(name: String, kind: LockKind, manager: PythonProject.Manager) throws {
        let found = try project(["pyproject.toml": "[project]\nname = \"x\"\n", name: ""])
        #expect(found.lock?.value == PythonProject.LockReference(kind: kind, paths: [name]))
        #expect(found.manager.value == manager)
    }

    @Test func legacyNames() throws {
        let found = try project([
            "setup.py":
                "VERSION = '1.5'  # now\nsetup(\n    name=\"a\",\n    version=VERSION,\n    python_requires='>=3.8',\n)\n"
        ])
        #expect(found.name.value == "a")
        #expect(found.version.value == .fixed(try Version("1.5")))
        #expect(found.requiresPython?.value.description == ">=3.8")
        #expect(found.buildBackend?.value == "setuptools.build_meta:__legacy__")
        #expect(try project(["setup.py": "setup(version=read())\n"]).version.value == .dynamic)
        #expect(try project(["setup.py": "setup()\n"]).name.value == "folder")
    }

    @Test func declaredTestPaths() throws {
        let found = try project([
            "pyproject.toml": "[tool.pytest.ini_options]\ntestpaths = [\"checks\", \"gone\"]\n",
            "checks/a.py": "",
            "tests/test_a.py": "",
        ])
        #expect(found.testPaths.value == ["checks"])
        #expect(found.testPaths.place?.line == 2)
        #expect(try project(["a_test.py": "", "pkg/__init__.py": ""]).testPaths.value == ["a_test.py"])
    }
}
