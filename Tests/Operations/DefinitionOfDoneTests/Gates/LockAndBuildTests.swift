import Capabilities
import Diagnostics
import Files
import Processes
import Testing

@testable import DefinitionOfDone

@Suite(.enabled(if: Bench.uv != nil, "uv is not there")) struct LockAndBuildTests {
    static let project =
        "[project]\nname = \"p\"\nversion = \"1\"\nrequires-python = \">=3.9\"\ndependencies = []\n"

    static func lock(_ bench: Bench) async throws {
        let result = try await LiveProcessRunner().run(
            ProcessInvocation(
                executable: bench.uv, arguments: ["lock", "--offline"], environment: bench.environment,
                workingDirectory: bench.project))
        try #require(result.isSuccess, "\(result.standardError.text)")
    }

    @Test func locks() async throws {
        let bench = try Bench(["pyproject.toml": Self.project])
        try await Self.lock(bench)
        var clean = bench
        clean.variables = ["UV_OFFLINE": "1"]
        #expect(try await clean.run(only: "lock").verdict?.result == .done)
        try bench.shop.write(
            "project/pyproject.toml", Self.project.replacing("version = \"1\"", with: "version = \"2\""))
        let stale = try #require(try await clean.run(only: "lock").gate("lock"))
        #expect(stale.findings.map(\.rule) == ["stale-lock"])
        #expect(stale.findings.first?.place?.description == "uv.lock:1")
        try bench.shop.write("project/uv.lock", "version = 1\n[[package]\n")
        let broken = try #require(try await clean.run(only: "lock").gate("lock"))
        #expect(broken.outcome == .measured)
        #expect(broken.findings.map(\.rule) == ["broken-lock"])
        try bench.shop.remove("project/uv.lock")
        #expect(
            try await clean.run(only: "lock").gate("lock")?.outcome
                == .notApplicable("the project has no lock file"))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var pyproject = LockAndBuildTests.project + backend
        var files = ["src/p/__init__.py": ""]
        let findings: [String]
        static let backend =
            "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n"
    }

    /// A build backend without dependencies, so that nothing is fetched.
    static func backend(
        name: String = "p", version: String = "1", module: String = "p/__init__.py", requires: String = ""
    ) -> String {
        """
        import tarfile, zipfile
        META = "Metadata-Version: 2.1\\nName: \(name)\\nVersion: \(version)\\n\(requires)\\n"
        def build_wheel(folder, config_settings=None, metadata_directory=None):
            with zipfile.ZipFile(folder + "/p-1-py3-none-any.whl", "w") as wheel:
                wheel.writestr("\(module)", "")
                wheel.writestr("p-1.dist-info/METADATA", META)
                wheel.writestr("p-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
                wheel.writestr("p-1.dist-info/RECORD", "")
            return "p-1-py3-none-any.whl"
        def build_sdist(folder, config_settings=None):
            with tarfile.open(folder + "/p-1.tar.gz", "w:gz") as sdist:
                for name in ("backend.py", "pyproject.toml"):
                    sdist.add(name, "p-1/" + name)
            return "p-1.tar.gz"
        """
    }

    static let rows = [
        Row(
            testDescription: "sound", files: ["src/p/__init__.py": "", "backend.py": backend()], findings: []),
        Row(
            testDescription: "of another name",
            files: ["src/p/__init__.py": "", "backend.py": backend(name: "q")],
            findings: ["wrong-name"]),
        Row(
            testDescription: "of another version",
            files: ["src/p/__init__.py": "", "backend.py": backend(version: "3")],
            findings: ["wrong-version"]),
        Row(
            testDescription: "of a version that is none",
            files: ["src/p/__init__.py": "", "backend.py": backend(version: "one")], findings: ["bad-version"]
        ),
        Row(
            testDescription: "with a requirement that is none",
            files: ["src/p/__init__.py": "", "backend.py": backend(requires: "Requires-Dist: >>idna\\n")],
            findings: ["bad-requirement"]),
        Row(
            testDescription: "without its package",
            files: ["src/p/__init__.py": "", "backend.py": backend(module: "q/__init__.py")],
            findings: ["missing-package"]),
        Row(
            testDescription: "without code",
            files: ["src/p/__init__.py": "", "backend.py": backend(module: "p/readme")],
            findings: ["empty-wheel"]),
        Row(
            testDescription: "a backend that raises",
            files: [
                "src/p/__init__.py": "",
                "backend.py": "def build_sdist(*a, **k):\n    raise ValueError('boom')\n",
            ],
            findings: ["build-failed"]),
    ]

    @Test(arguments: rows) func builds(_ row: Row) async throws {
        var bench = try Bench(row.files.merging(["pyproject.toml": row.pyproject]) { $1 })
        bench.variables = ["UV_OFFLINE": "1"]
        let run = try #require(try await bench.run(only: "build").gate("build"))
        #expect(run.outcome == .measured)
        #expect(run.findings.map(\.rule) == row.findings, "\(run.findings)")
        if row.findings.isEmpty {
            #expect(run.measurements.map(\.name) == ["wheel", "sdist"])
            #expect(try LiveFileSystem().list(bench.project).contains("dist") == false)
        }
    }

    /// A backend that packs every file it finds.
    @Test(arguments: [false, true]) func packsNothingOfOurs(inRepository: Bool) async throws {
        let greedy = """
            import os, tarfile
            from wheels import build_wheel
            def build_sdist(folder, config_settings=None):
                with tarfile.open(folder + "/p-1.tar.gz", "w:gz") as sdist:
                    for name in sorted(os.listdir(".")):
                        sdist.add(name, "p-1/" + name)
                return "p-1.tar.gz"
            """
        var bench = try Bench([
            "pyproject.toml": Self.project + Row.backend, "backend.py": greedy, "wheels.py": Self.backend(),
            "src/p/__init__.py": "",
        ])
        bench.variables = ["UV_OFFLINE": "1"]
        if inRepository {
            let git = try #require(LiveProcessRunner().find("git", path: bench.environment["PATH"] ?? ""))
            let result = try await LiveProcessRunner().run(
                ProcessInvocation(
                    executable: git, arguments: ["init", "-q"], environment: bench.environment,
                    workingDirectory: bench.project))
            try #require(result.isSuccess)
        }
        let run = try #require(try await bench.run(only: "build").gate("build"))
        #expect(run.outcome == .measured && run.findings.isEmpty, "\(run.findings)")
        let sdist = try #require(run.evidence.first { $0.name == "p-1.tar.gz" })
        let path = RunFolder(project: bench.project, environment: bench.environment).evidence
        let listing = try await LiveProcessRunner().run(
            ProcessInvocation(
                executable: "/bin/sh",
                arguments: [
                    "-c", "tar tzf \"$0\"", "\(path)/\(sdist.digest.prefix(2))/\(sdist.digest.dropFirst(2))",
                ], environment: bench.environment, workingDirectory: bench.project))
        let names = listing.standardOutput.text
        #expect(names.contains("p-1/src/p/__init__.py") && !names.contains(".uvmgr"), "\(names)")
        #expect(try LiveFileSystem().list(bench.shop["cache/uvmgr/build"]).isEmpty)
    }
}
