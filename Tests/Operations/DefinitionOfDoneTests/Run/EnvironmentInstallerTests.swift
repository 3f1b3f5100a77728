import Capabilities
import Conditions
import Files
import Testing

@testable import DefinitionOfDone

/// Environments that uv really makes.
@Suite(.enabled(if: Bench.uv != nil, "uv is not there")) struct EnvironmentInstallerTests {
    static let setup = "from setuptools import setup\nsetup(name='p', version='1', packages=['p'])\n"
    static let tests = "import p\ndef test_p(): assert p.x == 1\n"

    static func bench(_ more: [String: String]) throws -> Bench {
        var bench = try Bench(
            [
                "setup.py": setup, "p/__init__.py": "x = 1\n", "tests/test_p.py": tests,
                "pytest.ini": "[pytest]\n",
            ]
            .merging(more) { $1 })
        try bench.shop.write("osv/none.json", VulnerabilitiesGateTests.advisory)
        bench.flags.only = ["tests", "coverage", "vulnerabilities"]
        bench.flags.settings["advisories"] = bench.shop["osv"]
        return bench
    }

    @Test func nothingIsWrittenBesideTheState() async throws {
        let bench = try Self.bench([:])
        let state = try await bench.run()
        #expect(state.gate("tests")?.outcome == .measured)
        #expect(state.verdict?.result == .done)
        let names = try LiveFileSystem().list(bench.project)
        #expect(names.sorted() == [".uvmgr", "p", "pytest.ini", "setup.py", "tests"])
        #expect(try LiveFileSystem().list(bench.project + "/p") == ["__init__.py"])
    }

    /// What a project brings along counts by whatever way it comes; what uvmgr adds never does.
    @Test(arguments: [
        ("", ["coverage", "pytest"], false), ("pytest-cov\n", ["coverage", "pytest"], true),
    ])
    func onlyWhatTheProjectBringsIsLookedUp(
        requirements: String, packages: [String], counts: Bool
    ) async throws {
        let bench = try Self.bench(["requirements-dev.txt": requirements])
        let state = try await bench.run()
        let place = RunFolder(project: bench.project, environment: bench.environment).environment
        let made = try #require(ProjectEnvironment(at: place, fingerprint: "", LiveFileSystem()))
        #expect(packages.allSatisfy { made.packages[$0] != nil }, "\(made.packages)")
        let looked = state.gate("vulnerabilities")?.measurements.first { $0.name == "packages" }
        let value = try #require(
            looked?.quantity.value, "\(String(describing: state.gate("vulnerabilities")))")
        #expect(Int(value) == (counts ? made.packages.count - 1 : 0))
    }
}
