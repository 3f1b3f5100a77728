import Capabilities
import Testing

@testable import DefinitionOfDone

/// Whatever a tool does but its work, its gate is not measured, and what it said is kept.
@Suite struct BrokenToolTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let gate: String
        let script: String
        var outcome = "failed to run"
        /// What the reason says.
        var reason = ""
        /// What is kept of the tool's standard error.
        var said: String?
        var testDescription: String { "\(gate): \(script)" }
    }

    static let breakages = [
        ("echo '{\"garbage'; echo why >&2; exit 0", "failed to run", "", "why"),
        ("echo 'garbage'; echo why >&2; exit 1", "failed to run", "", "why"),
        ("echo why >&2; exit 2", "failed to run", "why", "why"),
        ("echo why >&2; exit 71", "failed to run", "exited with 71: why", "why"),
        ("echo why >&2; kill -9 $$", "failed to run", "was killed by signal 9: why", "why"),
        ("echo why >&2; kill -SEGV $$", "failed to run", "was killed by signal 11", "why"),
        ("echo why >&2; exec sleep 600", "timed out", "no result within", "why"),
        ("exit 0", "failed to run", "", nil),
        ("exit 1", "failed to run", "exited with 1", nil),
    ]

    static let rows: [Row] = ["format", "lint", "types", "tests", "performance"].flatMap { gate in
        breakages.compactMap { script, outcome, reason, said in
            // mypy says nothing on standard output when all is well.
            if gate == "types", script == "exit 0" { return nil }
            return Row(
                gate: gate, script: script, outcome: outcome,
                reason: script == "exit 1" && gate == "lint" ? "" : reason, said: said)
        }
    }

    static func bench(_ row: Row) throws -> Bench {
        let limit = row.outcome == "timed out" ? "[tool.uvmgr.dod.gates.\(row.gate)]\ntimeout = \"3s\"\n" : ""
        var bench = try Bench([
            "pyproject.toml":
                "[project]\nname = \"p\"\nversion = \"1\"\n[tool.mypy]\n[tool.pytest.ini_options]\n" + limit,
            "p.py": "", "tests/test_p.py": "def test_p(): pass\n",
        ])
        try bench.shop.script("uv", "echo uv 9.9.9")
        bench.uv = bench.shop["uv"]
        try bench.fakeEnvironment(
            ["ruff": row.script, "mypy": row.script, "python": row.script],
            packages: ["ruff-1.0", "mypy-1.0", "pytest-9.0", "pytest_benchmark-5.0"])
        bench.flags.gates = row.gate == "performance" ? ["performance p99 < 1s"] : []
        return bench.with(environment: bench.shop["venv"])
    }

    @Test(arguments: rows) func neverMeasures(_ row: Row) async throws {
        var bench = try Self.bench(row)
        if row.gate == "performance" {
            try bench.shop.write(
                "project/pyproject.toml",
                try LiveText.read(bench.shop["project/pyproject.toml"])
                    + "[dependency-groups]\ndev = [\"pytest-benchmark\"]\n")
        }
        bench.flags.only = [row.gate]
        let state = try await bench.run()
        let run = try #require(state.gate(row.gate))
        #expect(run.outcome.name == row.outcome, "\(run.outcome)")
        #expect(run.outcome.reason?.contains(row.reason) == true, "\(run.outcome)")
        #expect(run.key == nil && run.measurements.isEmpty && run.findings.isEmpty)
        #expect(state.verdict?.result == .undecided)
        if let said = row.said { #expect(try bench.text("stderr.txt", of: run).contains(said)) }
        // A failure is not remembered.
        if row.outcome == "timed out" { return }
        let again = try await bench.run()
        #expect(again.gate(row.gate)?.reusedFrom == nil)
    }

    static let uvRows = [
        Row(gate: "lock", script: "echo 'error: dns error' >&2; exit 2", reason: "dns error"),
        Row(gate: "lock", script: "echo why >&2; exit 2", reason: "exited with 2: why"),
        Row(gate: "lock", script: "kill -9 $$", reason: "signal 9"),
        Row(gate: "lock", script: "exec sleep 600", outcome: "timed out"),
        Row(gate: "build", script: "exit 0", reason: "/build/dist"),
        Row(gate: "build", script: "echo 'error: Failed to fetch: x' >&2; exit 2", reason: "Failed to fetch"),
        Row(gate: "build", script: "kill -9 $$", reason: "signal 9"),
        Row(gate: "build", script: "exec sleep 600", outcome: "timed out"),
        // The tool is not in the environment and cannot be installed.
        Row(
            gate: "lint", script: "echo 'no network' >&2; exit 2",
            reason: "could not be installed: no network"),
        Row(gate: "lint", script: "exit 0", reason: "could not be installed"),
        // The environment cannot be made.
        Row(
            gate: "tests", script: "echo 'error: no Python' >&2; exit 2",
            reason: "the project's environment could not be made: error: no Python"),
        Row(gate: "tests", script: "exit 0", reason: "environment could not be made"),
    ]

    @Test(arguments: uvRows) func uvFails(_ row: Row) async throws {
        var bench = try Bench([
            "pyproject.toml": """
            [project]
            name = "p"
            version = "1"
            [build-system]
            requires = ["hatchling"]
            build-backend = "hatchling.build"
            [tool.uvmgr.dod.gates]
            lock = { timeout = "1s" }
            build = { timeout = "1s" }
            """, "uv.lock": "version = 1\n", "p.py": "", "tests/test_p.py": "def test_p(): pass\n",
        ])
        try bench.shop.script(
            "uv", "if [ \"$1\" = --version ]; then echo uv 9.9.9; exit 0; fi\n" + row.script)
        bench.uv = bench.shop["uv"]
        if row.gate == "lint" {
            try bench.fakeEnvironment([:])
            bench = bench.with(environment: bench.shop["venv"])
        }
        bench.flags.only = [row.gate]
        let state = try await bench.run()
        let run = try #require(state.gate(row.gate))
        #expect(run.outcome.name == row.outcome, "\(run.outcome)")
        #expect(run.outcome.reason?.contains(row.reason) == true, "\(run.outcome)")
        #expect(state.verdict?.result == .undecided)
    }
}
