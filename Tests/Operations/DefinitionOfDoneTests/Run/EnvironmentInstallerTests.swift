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

    @Test func membersOfAWorkspaceAreInstalledAndNotLookedUp() async throws {
        let backend =
            "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n"
        let bench = try Bench([
            "pyproject.toml": "[dependency-groups]\ndev = [\"pytest\"]\n[tool.pytest.ini_options]\n"
                + EnvironmentRecipeTests.members,
            "packages/a/pyproject.toml": EnvironmentRecipeTests.member + backend,
            "packages/a/a/__init__.py": "x = 1\n", "osv/none.json": VulnerabilitiesGateTests.advisory,
            "tests/test_a.py": "import a\ndef test_a(): assert a.x == 1\n",
        ])
        var chosen = bench
        chosen.flags.only = ["tests", "vulnerabilities"]
        chosen.flags.settings["advisories"] = bench.project + "/osv"
        let state = try await chosen.run()
        #expect(state.verdict?.result == .done, "\(String(describing: state.verdict?.decisions))")
        let place = RunFolder(project: bench.project, environment: bench.environment).environment
        let made = try #require(ProjectEnvironment(at: place, fingerprint: "", LiveFileSystem()))
        #expect(made.packages["a"] == "1")
        let looked = state.gate("vulnerabilities")?.measurements.first { $0.name == "packages" }
        #expect(looked?.quantity.value == Double(made.packages.count - 1))
        #expect(try LiveFileSystem().list(bench.project + "/packages/a").sorted() == ["a", "pyproject.toml"])
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
