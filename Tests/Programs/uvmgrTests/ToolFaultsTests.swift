import Foundation
import StructuredData
import Testing

/// Tools that are missing, crash or print nonsense: the gate has failed to run, with what they said; never a pass.
@Suite(.serialized, .needsUV) struct ToolFaultsTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        /// The program `ruff` of the environment; `nil`: its package is there and the program is not.
        let script: String?
        let says: String
        var evidence: String?
        var testDescription: String { name }
    }

    static let faults = [
        Fault(
            name: "crash", script: "#!/bin/sh\necho 'ruff: thread panicked at lib.rs:1' >&2\nexit 101\n",
            says: "thread panicked", evidence: "thread panicked at lib.rs:1"),
        Fault(
            name: "killed", script: "#!/bin/sh\necho 'half a report' >&2\nkill -SEGV $$\n", says: "signal",
            evidence: "half a report"),
        Fault(
            name: "garbage", script: "#!/bin/sh\necho '<html>not a report</html>'\necho 'strange mood' >&2\n",
            says: "ruff's report", evidence: "strange mood"),
        Fault(name: "nothing", script: "#!/bin/sh\nexit 0\n", says: "ruff's report"),
        Fault(name: "another shape", script: "#!/bin/sh\necho '{\"problems\": 0}'\n", says: "ruff's report"),
        Fault(name: "no interpreter", script: "#!/nowhere/python\n", says: "ruff"),
        Fault(name: "no program", script: nil, says: "could not be installed"),
    ]

    @Test(arguments: faults) func isNeverAPass(_ fault: Fault) async throws {
        try await withProject(Tiny.files(settings: "[tool.uvmgr.dod]\nenvironment = \"env\"\n")) { project in
            try await makeEnvironment(project, ruff: fault.script)
            try await withFolder("cache") { cache in
                let environment: [String: String?] = [
                    "XDG_CACHE_HOME": cache.path(percentEncoded: false), "UV_OFFLINE": "1",
                    "UV_CACHE_DIR": cache.appending(path: "uv").path(percentEncoded: false),
                    "UV_FIND_LINKS": nil,
                ]
                let result = try await project.validate("--only", "lint", environment: environment)
                #expect(result.exit == 3, "\(result.outcome.everything)")
                #expect(result.state("lint") == "undecided")
                #expect(result.gate("lint")?["outcome"]?["name"]?.string == "failed to run")
                #expect(result.words("lint").contains(fault.says), "\(result.words("lint"))")
                if let words = fault.evidence { try expectEvidence(words, of: "lint", in: result, project) }
                #expect(try await project.runs().first?["verdict"]?.string == "undecided")
                // What could not be measured is not kept for the next run.
                let again = try await project.validate("--only", "lint", environment: environment)
                #expect(again.exit == 3)
                #expect(!again.isReused("lint"))
            }
        }
    }

    @Test func goodToolInAnEnvironmentOfTheUser() async throws {
        try await withProject(Tiny.files(settings: "[tool.uvmgr.dod]\nenvironment = \"env\"\n")) { project in
            try await makeEnvironment(project, ruff: "#!/bin/sh\necho '[]'\n")
            let result = try await project.validate("--only", "lint")
            #expect(result.exit == 0, "\(result.outcome.everything)")
            #expect(result.gate("lint")?["tool"]?["origin"]?.string == "project")
        }
    }

    @Test func environmentThatIsNone() async throws {
        try await withProject(Tiny.files(settings: "[tool.uvmgr.dod]\nenvironment = \"nowhere\"\n")) {
            project in
            let result = try await project.validate("--only", "tests")
            #expect(result.exit == 3, "\(result.outcome.everything)")
            #expect(result.words("tests").contains("`nowhere` is not an environment"))
        }
    }

    @Test func lockThatIsStale() async throws {
        try await withProject(Tiny.files()) { project in
            try project.edit(
                "pyproject.toml", "version = \"0.1.0\"", "version = \"0.2.0\"\ndependencies = [\"h11\"]")
            let result = try await project.validate("--only", "lock", "--only", "tests")
            #expect(result.exit == 1, "\(result.outcome.everything)")
            #expect(result.state("lock") == "failed")
            #expect(result.words("lock").contains("uv lock"))
            let place = result.gate("lock")?["findings"]?[0]?["place"]
            #expect(place?["file"]?.string?.isEmpty == false)
            #expect(result.state("tests") == "passed", "the others are measured on what the lock says")
        }
    }

    @Test func lockThatIsBroken() async throws {
        try await withProject(Tiny.files()) { project in
            try project.write("version = 1\n[[package]\n", to: "uv.lock")
            let outcome = try await project.run("dod", "validate", "--only", "lock")
            #expect(outcome.exit != 0)
            #expect(outcome.everything.contains("uv.lock:2"), "\(outcome.everything)")
        }
    }

    /// An environment with the metadata of ruff, and with a program of ours in its place.
    private func makeEnvironment(_ project: Project, ruff: String?) async throws {
        let uv = try #require(Program.uv)
        let made = try await sh("'\(uv)' venv -q env", in: project.folder)
        try #require(made.exit == 0, "\(made.everything)")
        let lib = project.file("env/lib")
        let version = try #require(
            try FileManager.default.contentsOfDirectory(atPath: lib.path()).first { $0.hasPrefix("python") })
        let metadata = "env/lib/\(version)/site-packages/ruff-0.14.0.dist-info"
        try project.write("Metadata-Version: 2.4\nName: ruff\nVersion: 0.14.0\n", to: metadata + "/METADATA")
        try project.write("env/bin/ruff,,\n", to: metadata + "/RECORD")
        guard let ruff else { return }
        try project.write(ruff, to: "env/bin/ruff")
        _ = try await sh("chmod +x env/bin/ruff", in: project.folder)
    }
}
