import Capabilities
import Conditions
import Diagnostics
import Testing

@testable import DefinitionOfDone

/// Each gate over a small project, with the real tool.
@Suite(.enabled(if: Bench.uv != nil, "uv is not there")) struct RealToolTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let gate: String
        let files: [String: String]
        var status = GateDecision.Status.passed
        /// `rule file:line` of each finding.
        var findings: [String] = []
        /// `metric value`.
        var measurements: [String] = []
        var others: [String] = []
    }

    static let project = "[project]\nname = \"p\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n"
    static let pytest = project + "[tool.pytest.ini_options]\n"
    static func files(_ more: [String: String], _ pyproject: String = project) -> [String: String] {
        ["pyproject.toml": pyproject].merging(more) { $1 }
    }

    static let rows = [
        Row(testDescription: "lint clean", gate: "lint", files: files(["p.py": "x = 1\n"])),
        Row(
            testDescription: "lint findings", gate: "lint",
            files: files(["p.py": "import os\n", "src/é q.py": "x = 1\nimport sys\n"]), status: .failed,
            findings: ["F401 p.py:1", "F401 src/é q.py:2"]),
        Row(
            testDescription: "lint syntax error", gate: "lint", files: files(["p.py": "def (:\n"]),
            status: .failed),
        Row(testDescription: "lint without Python", gate: "lint", files: files([:]), status: .notMeasured),
        Row(
            testDescription: "flake8 with settings that change its output", gate: "lint",
            files: files([
                "p.py": "import os\n\n\ndef (:\n",
                "q.py": "import os\n",
                ".flake8":
                    "[flake8]\nstatistics = true\nshow-source = true\ncount = true\nbenchmark = true\n"
                    + "output-file = else.txt\ntee = true\n",
            ]), status: .failed, findings: ["E999 p.py:4", "F401 q.py:1"]),
        Row(
            testDescription: "flake8 clean", gate: "lint",
            files: files(["p.py": "x = 1\n", ".flake8": "[flake8]\nstatistics = true\n"])),
        Row(
            testDescription: "flake8 that keeps its findings to itself", gate: "lint",
            files: files(["p.py": "import os\n", ".flake8": "[flake8]\nquiet = 1\n"]), status: .undecided),
        Row(testDescription: "format clean", gate: "format", files: files(["p.py": "x = 1\n"])),
        Row(
            testDescription: "format findings", gate: "format",
            files: files(["p.py": "x=1\n", "q.py": "y = 1\n"]),
            status: .failed, findings: ["unformatted p.py:1"]),
        Row(
            testDescription: "types clean", gate: "types",
            files: ["pyproject.toml": project + "[tool.mypy]\nstrict = true\n", "p.py": "x: int = 1\n"]),
        Row(
            testDescription: "types errors", gate: "types",
            files: [
                "pyproject.toml": project + "[tool.mypy]\nstrict = true\n", "p.py": "y = 0\nx: int = \"a\"\n",
            ],
            status: .failed, findings: ["assignment p.py:2"]),
        Row(
            testDescription: "types not configured", gate: "types",
            files: files(["p.py": "x: int = \"a\"\n"]),
            status: .notMeasured),
        Row(
            testDescription: "pytest passes", gate: "tests",
            files: files(
                [
                    "tests/test_p.py":
                        "import pytest\ndef test_a(): pass\n@pytest.mark.skip\ndef test_b(): pass\n"
                ], pytest),
            measurements: ["failures 0", "tests 2", "passed 1", "skipped 1"]),
        Row(
            testDescription: "pytest fails", gate: "tests",
            files: files(
                [
                    "tests/test_p.py": """
                    import pytest


                    def test_a():
                        x = 1
                        assert x == 2


                    @pytest.fixture
                    def broken():
                        raise RuntimeError("boom")


                    def test_b(broken):
                        pass
                    """
                ], pytest), status: .failed,
            findings: ["tests.test_p::test_a tests/test_p.py:6", "tests.test_p::test_b tests/test_p.py:11"],
            measurements: ["failures 2", "tests 2", "passed 0", "skipped 0"]),
        Row(
            testDescription: "pytest cannot collect", gate: "tests",
            files: files(["tests/test_p.py": "import nowhere\ndef test_a(): pass\n"], pytest),
            status: .failed,
            findings: ["tests.test_p tests/test_p.py:1"]),
        Row(
            testDescription: "a test that starts a program of its environment", gate: "tests",
            files: files(
                [
                    "tests/test_p.py": """
                    import os, shutil, sys
                    def test_a():
                        home = os.path.dirname(sys.executable)
                        assert shutil.which("ruff") == os.path.join(home, "ruff")
                        assert os.environ["VIRTUAL_ENV"] == os.path.dirname(home)
                    """
                ], pytest), measurements: ["failures 0", "tests 1"]),
        Row(
            testDescription: "pytest collects nothing", gate: "tests",
            files: files(["tests/test_p.py": "def helper(): pass\n"], pytest), status: .notMeasured),
        Row(
            testDescription: "coverage", gate: "coverage",
            files: [
                "pyproject.toml": pytest + "[tool.uvmgr.dod.gates]\ncoverage = \">= 80%\"\n",
                "p.py": "def a(x):\n    if x:\n        return 1\n    return 2\n",
                "tests/test_p.py":
                    "import sys\nsys.path.insert(0, \".\")\nimport p\ndef test_a():\n    assert p.a(1) == 1\n",
            ], status: .failed, findings: ["uncovered p.py:4"], measurements: ["line 0.75", "branch 0.5"],
            others: ["tests"]),
        Row(
            testDescription: "coverage is enough", gate: "coverage",
            files: [
                "pyproject.toml": pytest + "[tool.uvmgr.dod.gates]\ncoverage = \">= 80%\"\n",
                "p.py": "def a():\n    return 1\n",
                "tests/test_p.py":
                    "import sys\nsys.path.insert(0, \".\")\nimport p\ndef test_a():\n    assert p.a() == 1\n",
            ], measurements: ["line 1.0"], others: ["tests"]),
        Row(
            testDescription: "performance", gate: "performance",
            files: [
                "pyproject.toml": project
                    + "[dependency-groups]\ndev = [\"pytest-benchmark\"]\n[tool.uvmgr.dod.gates]\nperformance = \"p99 < 100s\"\n",
                "tests/test_p.py":
                    "def test_a(benchmark):\n    benchmark.pedantic(sum, args=([1],), rounds=3)\n",
            ]),
        Row(
            testDescription: "performance over budget", gate: "performance",
            files: [
                "pyproject.toml": project
                    + "[dependency-groups]\ndev = [\"pytest-benchmark\"]\n[tool.uvmgr.dod.gates]\nperformance = \"p99 < 1ns\"\n",
                "tests/test_p.py":
                    "def test_a(benchmark):\n    benchmark.pedantic(sum, args=([1],), rounds=3)\n",
            ], status: .failed),
    ]

    @Test(arguments: rows) func measures(_ row: Row) async throws {
        var bench = try Bench(row.files).with(environment: try await SharedEnvironment.path())
        bench.flags.only = [row.gate] + row.others
        let state = try await bench.run()
        let run = try #require(state.gate(row.gate))
        let decision = try #require(state.verdict?.decisions.first { $0.gate == row.gate })
        #expect(decision.status == row.status, "\(decision.reason)")
        let found = run.findings.map { "\($0.rule) \($0.place.map { "\($0.file):\($0.line ?? 0)" } ?? "-")" }
        if !row.findings.isEmpty || row.status == .passed, row.gate != "performance" {
            #expect(found.sorted() == row.findings.sorted())
        }
        let numbers = run.measurements.map { measurement in
            let value = measurement.quantity.value
            return "\(measurement.name) "
                + (measurement.quantity.dimension == .count ? "\(Int(value))" : "\(value)")
        }
        #expect(Set(row.measurements).isSubset(of: numbers), "\(numbers)")
        for origin in run.measurements.compactMap(\.origin) {
            #expect(run.evidence.contains { $0.name == origin.evidence }, "\(origin)")
        }
        if row.status == .failed, row.gate != "performance" { #expect(!run.findings.isEmpty) }
    }

    @Test func whatCannotBeCollectedIsNoCoverage() async throws {
        var bench = try Bench(
            Self.files(
                [
                    "p.py": "x = 1\n", "tests/test_p.py": "import p\ndef test_a(): pass\n",
                    "tests/test_q.py": "import nowhere\n",
                ], Self.pytest + "pythonpath = [\".\"]\n")
        ).with(environment: try await SharedEnvironment.path())
        bench.flags.only = ["tests", "coverage"]
        let state = try await bench.run()
        let finding = try #require(state.gate("tests")?.findings.first)
        #expect(finding.message == "ModuleNotFoundError: No module named 'nowhere'")
        #expect(finding.remedy?.contains("`environment`") == true)
        #expect(state.gate("coverage")?.outcome.name == "failed to run")
        #expect(state.gate("coverage")?.outcome.reason?.contains("broke off") == true)
        #expect(state.verdict?.result == .notDone)
    }

    static let unittests = [
        Row(
            testDescription: "unittest passes", gate: "tests",
            files: files([
                "tests/__init__.py": "",
                "tests/test_p.py":
                    "import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\n",
            ]), measurements: ["failures 0", "tests 1"]),
        Row(
            testDescription: "unittest fails", gate: "tests",
            files: files([
                "tests/__init__.py": "",
                "tests/test_p.py": """
                import unittest


                class T(unittest.TestCase):
                    def test_a(self):
                        self.assertEqual(1, 2)

                    def test_b(self):
                        for i in range(2):
                            with self.subTest(i=i):
                                self.assertEqual(i, 0)

                    @unittest.expectedFailure
                    def test_c(self):
                        pass

                    def test_d(self):
                        raise RuntimeError("b" * 3)
                """,
            ]), status: .failed,
            findings: [
                "tests.test_p.T::test_a tests/test_p.py:6", "tests.test_p.T::test_b tests/test_p.py:11",
                "tests.test_p.T::test_c tests/test_p.py:13", "tests.test_p.T::test_d tests/test_p.py:18",
            ], measurements: ["failures 4", "tests 4"]),
        Row(
            testDescription: "unittest finds nothing", gate: "tests",
            files: files(["tests/__init__.py": "", "tests/test_p.py": "import unittest\n"]),
            status: .undecided),
        Row(
            testDescription: "tests for pytest, which nothing asks for", gate: "tests",
            files: files(["tests/test_p.py": "def test_a(): assert False\n"]), status: .undecided),
        Row(
            testDescription: "unittest cannot import", gate: "tests",
            files: files(["tests/__init__.py": "", "tests/test_p.py": "import unittest\nimport nowhere\n"]),
            status: .failed),
        Row(
            testDescription: "a test module that exits", gate: "tests",
            files: files([
                "tests/__init__.py": "",
                "tests/test_p.py":
                    "import os, unittest\nclass T(unittest.TestCase):\n    def test_a(self): os._exit(0)\n",
            ]), status: .undecided),
    ]

    @Test(arguments: unittests) func unittest(_ row: Row) async throws { try await measures(row) }
}
