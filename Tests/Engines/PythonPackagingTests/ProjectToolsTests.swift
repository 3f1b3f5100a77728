import Diagnostics
import PythonPackaging
import Testing

@Suite("Tools that a project uses")
struct ProjectToolsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pyproject: String
        var file: String?
        let tool: ProjectTool
        let why: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Row(pyproject: "[tool.ruff.lint]\n", tool: .ruff, why: "`[tool.ruff.lint]` in pyproject.toml"),
        Row(
            pyproject: "[tool.pytest.ini_options]\n", tool: .pytest,
            why: "`[tool.pytest.ini_options]` in pyproject.toml"),
        Row(
            pyproject: "[tool.pytest]\naddopts = []\n", tool: .pytest,
            why: "`[tool.pytest]` in pyproject.toml"),
        Row(pyproject: "[tool.pylint.main]\n", tool: .pylint, why: "`[tool.pylint]` in pyproject.toml"),
        Row(pyproject: "[tool.coverage.run]\n", tool: .coverage, why: "`[tool.coverage]` in pyproject.toml"),
        Row(pyproject: "", file: "mypy.ini", tool: .mypy, why: "`mypy.ini`"),
        Row(pyproject: "", file: "pyrightconfig.json", tool: .pyright, why: "`pyrightconfig.json`"),
        Row(pyproject: "", file: "tests/conftest.py", tool: .pytest, why: "`tests/conftest.py`"),
        Row(
            pyproject: "[dependency-groups]\ndev = [\"basedpyright\"]\n", tool: .pyright,
            why: "`basedpyright` in group dev"),
        Row(
            pyproject: "[project]\nname=\"x\"\noptional-dependencies.test = [\"Pytest_Benchmark\"]\n",
            tool: .pytestBenchmark, why: "`pytest-benchmark` in extra test"),
        Row(pyproject: "[tool.uv]\ndev-dependencies = [\"ty\"]\n", tool: .ty, why: "`ty` in group dev"),
    ]) func signs(_ row: Row) throws {
        let found =
            if let file = row.file { try project(["pyproject.toml": row.pyproject, file: ""]) } else {
                try project(["pyproject.toml": row.pyproject])
            }
        #expect(found.tools.evidence(for: row.tool).map(\.why) == [row.why])
    }

    @Test(arguments: [
        ("[tool.ruff]\nline-length = 1\n[tool.black]\n", ProjectTool.black, ProjectTool.ruff),
        ("[tool.ruff.format]\n[tool.black]\n", .ruff, nil),
        ("[tool.ruff.format]\n[tool.ruff.lint]\n", .ruff, .ruff),
        ("[tool.ruff.lint]\n[dependency-groups]\ndocs = [\"black\"]\n", .ruff, .ruff),
        ("[dependency-groups]\ndev = [\"black\", \"flake8\", \"pylint\"]\n", .black, .flake8), ("", nil, nil),
    ]) func formatterAndLinter(pyproject: String, formatter: ProjectTool?, linter: ProjectTool?) throws {
        let tools = try project(["pyproject.toml": pyproject]).tools
        #expect(tools.formatter?.value == formatter)
        #expect(tools.linter?.value == linter)
    }

    @Test func configurationBeatsInstallation() throws {
        let tools = try project(["pyproject.toml": "[tool.ty]\n[dependency-groups]\ndev = [\"mypy\"]\n"])
            .tools
        #expect(tools.typeChecker?.value == .ty)
        #expect(tools.evidence.map(\.tool) == [.mypy, .ty])
    }

    @Test func testFiles() throws {
        #expect(try project(["tests/test_a.py": ""]).tools.testRunner?.value == .unittest)
        #expect(try project(["tests/helper.py": ""]).tools.testRunner == nil)
        #expect(
            try project(["tests/test_a.py": "", "tox.ini": "[pytest]\n"]).tools.testRunner?.value == .pytest)
    }
}
