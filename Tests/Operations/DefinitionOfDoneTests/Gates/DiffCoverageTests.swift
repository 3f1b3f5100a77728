import Conditions
import Testing

@testable import DefinitionOfDone

@Suite(.enabled(if: Bench.uv != nil, "uv is not there")) struct DiffCoverageTests {
    /// Of the two statements that changed since the commit, one of which is in a new file, tests reach one.
    @Test func countsChangedStatements() async throws {
        let repository = try await TestRepository([
            "project/pyproject.toml": RealToolTests.pytest
                + "[tool.uvmgr.dod.gates]\ncoverage = \"diff >= 90%\"\n",
            "project/p/__init__.py": "def old():\n    return 1\r\n\n\ndef reached():\n    return 2\n",
            "project/tests/test_p.py":
                "import sys\nsys.path.insert(0, \".\")\nimport p\n\n\ndef test_a():\n    assert p.reached()\n",
        ])
        var bench = try Bench([:]).with(environment: try await SharedEnvironment.path())
        bench.flags.only = ["tests", "coverage"]
        bench.flags.settings["since"] = "HEAD"
        try repository.shop.write(
            "project/p/__init__.py", "def old():\n    return 1\r\n\n\ndef reached():\n    return 3\n")
        let reached = try await bench.run(in: repository.shop["project"])
        #expect(reached.gate("coverage")?.measurements.first { $0.name == "diff" }?.quantity.value == 1)
        #expect(reached.verdict?.result == .done)
        try repository.shop.write("project/p/new.py", "x = 1\n")
        let half = try await bench.run(in: repository.shop["project"])
        #expect(half.gate("coverage")?.measurements.first { $0.name == "diff" }?.quantity.value == 0.5)
        #expect(half.verdict?.result == .notDone)
        #expect(try await repository.git("status", "--porcelain").contains(".uvmgr") == false)
    }
}
