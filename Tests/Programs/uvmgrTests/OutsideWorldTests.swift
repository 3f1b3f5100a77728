import Foundation
import StructuredData
import Testing

/// What is outside and does not answer as it should: never a pass, always said.
@Suite(.serialized) struct OutsideWorldTests {
    private static let h11 = """

        [[package]]
        name = "h11"
        version = "0.14.0"
        source = { registry = "https://pypi.org/simple" }

        """

    private static let locked: [String: String] = [
        "pyproject.toml": Tiny.pyproject + "dependencies = [\"h11==0.14.0\"]\n", "uv.lock": Tiny.lock + h11,
    ]

    /// A cache in which no answer is kept.
    private func withEmptyCache(_ body: ([String: String?]) async throws -> Void) async throws {
        try await withFolder("cache") { folder in
            try await body(["XDG_CACHE_HOME": folder.path(percentEncoded: false)])
        }
    }

    @Test func withoutUV() async throws {
        try await withFolder("search") { folder in
            for name in ["git", "sh"] {
                guard let path = Program.find(name) else { continue }
                try FileManager.default.createSymbolicLink(
                    at: folder.appending(path: name), withDestinationURL: URL(filePath: path))
            }
            let environment: [String: String?] = [
                "PATH": folder.path(percentEncoded: false), "UVMGR_UV": nil,
            ]
            try await withProject(Tiny.files()) { project in
                let outcome = try await project.run("dod", "validate", environment: environment)
                #expect(outcome.exit == 69, "\(outcome.everything)")
                #expect(outcome.stdout.isEmpty)
                #expect(outcome.stderr.contains("error: `uv` is not on the search path"))
                #expect(
                    outcome.stderr.contains(
                        "hint: install it with `pip install uv` or set `UVMGR_UV` to its path"))
                let json = try await project.run(
                    "dod", "validate", "--format", "json", environment: environment)
                #expect(json.exit == 69)
                #expect(try JSON(parsing: json.stdout)["error"]?["code"]?.string == "uv.missing")
                let doctor = try await project.run("doctor", environment: environment)
                #expect(doctor.exit == 69)
                #expect(doctor.stdout.contains("`uv` is not on the search path"))
                #expect(try await project.runs(environment: environment).isEmpty)
            }
        }
    }

    @Test(.needsUV) func uvThatIsBroken() async throws {
        try await withProject(Tiny.files()) { project in
            try project.write("#!/bin/sh\necho 'uv: internal failure' >&2\nexit 2\n", to: "fake/uv")
            _ = try await sh("chmod +x fake/uv", in: project.folder)
            let outcome = try await project.run(
                "dod", "validate", "--only", "tests", environment: ["UVMGR_UV": project.path + "/fake/uv"])
            #expect(outcome.exit == 69 || outcome.exit == 3, "\(outcome.everything)")
            #expect(outcome.everything.contains("uv"))
        }
    }

    /// The default source and its fall-back both lie beyond a network that is not there.
    @Test(.needsUV, .onLinux, .mayCutNetwork) func withoutNetwork() async throws {
        try await withEmptyCache { environment in
            try await withProject(Self.locked) { project in
                let variables = environment.reduce(into: Program.environment) { $0[$1.key] = $1.value }
                let outcome = try await launch(
                    "unshare",
                    ["-n", Program.path, "dod", "validate", "--format", "json", "--only", "vulnerabilities"],
                    in: project.folder, environment: variables
                ).outcome()
                try await expectUnreachable(Validated(outcome: outcome), project, environment)
            }
        }
    }

    @Test(.needsUV) func behindAProxyThatIsNotThere() async throws {
        try await withEmptyCache { cache in
            let environment = cache.merging([
                "HTTPS_PROXY": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1",
                "NO_PROXY": nil,
                "no_proxy": nil,
            ]) { $1 }
            try await withProject(Self.locked) { project in
                let result = try await project.validate("--only", "vulnerabilities", environment: environment)
                try await expectUnreachable(result, project, environment)
            }
        }
    }

    private func expectUnreachable(
        _ result: Validated, _ project: Project, _ environment: [String: String?]
    ) async throws {
        #expect(result.exit == 3, "\(result.outcome.everything)")
        #expect(result.state("vulnerabilities") == "undecided")
        #expect(result.gate("vulnerabilities")?["outcome"]?["name"]?.string == "failed to run")
        #expect(result.words("vulnerabilities").contains("no source of advisories can be used"))
        #expect(result.outcome.duration < .seconds(90))
        #expect(try await project.runs(environment: environment).first?["verdict"]?.string == "undecided")
    }

    @Test(.needsUV) func advisoryServiceThatAnswers() async throws {
        try await withEmptyCache { environment in
            try await withFaultyServer { address in
                try await withProject(Self.locked) { project in
                    let result = try await project.validate(
                        "--only", "vulnerabilities", "--advisories", address + "/ok", environment: environment
                    )
                    #expect(result.exit == 1, "\(result.outcome.everything)")
                    #expect(result.words("vulnerabilities").contains("CVE-2025-43859"))
                    #expect(result.words("vulnerabilities").contains("uv.lock"))
                }
            }
        }
    }

    @Test(
        .needsUV,
        arguments: [
            ("error", "answered with HTTP status 500"), ("truncated", "127.0.0.1"), ("half", "127.0.0.1"),
            ("garbage", "127.0.0.1"),
        ]) func advisoryServiceThatFails(_ mode: String, _ says: String) async throws
    {
        try await withEmptyCache { environment in
            try await withFaultyServer { address in
                try await withProject(Self.locked) { project in
                    let result = try await project.validate(
                        "--only", "vulnerabilities", "--advisories", address + "/" + mode,
                        environment: environment)
                    try await expectUnreachable(result, project, environment)
                    #expect(
                        result.words("vulnerabilities").contains(says), "\(result.words("vulnerabilities"))")
                }
            }
        }
    }

    @Test(.needsUV) func advisoryServiceThatHangs() async throws {
        try await withEmptyCache { environment in
            try await withFaultyServer { address in
                try await withProject(Self.locked) { project in
                    let result = try await project.validate(
                        "--only", "vulnerabilities", "--gate-timeout", "3s", "--advisories",
                        address + "/hang",
                        environment: environment)
                    #expect(result.exit == 3, "\(result.outcome.everything)")
                    #expect(result.gate("vulnerabilities")?["outcome"]?["name"]?.string == "timed out")
                    #expect(result.words("vulnerabilities").contains("no result within 3 s"))
                    #expect(result.outcome.duration < .seconds(15), "\(result.outcome.duration)")
                    #expect(try await project.runs(environment: environment).count == 1)
                }
            }
        }
    }

    @Test(
        .needsUV,
        arguments: [
            ("error", "failed to run"), ("truncated", "failed to run"), ("half", "failed to run"),
            ("hang", "failed to run"),
        ])
    func packageIndexThatFails(_ mode: String, _ outcome: String) async throws {
        let files = ["requirements.txt": "leftpad-of-nowhere==1.0\n", "tests/test_tiny.py": Tiny.test]
        try await withFolder("uv-cache") { cache in
            try await withFaultyServer { address in
                try await withProject(files) { project in
                    let environment: [String: String?] = [
                        "UV_DEFAULT_INDEX": "\(address)/\(mode)/simple", "UV_INDEX_URL": nil,
                        "UV_CACHE_DIR": cache.path(percentEncoded: false), "UV_HTTP_RETRIES": "0",
                        "UV_FIND_LINKS": nil,
                    ]
                    let descendants = Descendants()
                    let result = try await project.validate(
                        "--only", "tests", "--gate-timeout", "8s",
                        environment: environment.merging(descendants.environment) { $1 })
                    #expect(result.exit == 3, "\(result.outcome.everything)")
                    #expect(result.state("tests") == "undecided")
                    #expect(result.gate("tests")?["outcome"]?["name"]?.string == outcome)
                    #expect(result.words("tests").contains("the project's environment could not be made"))
                    #expect(
                        result.words("tests").contains(
                            mode == "hang" ? "no result within 8 s" : "leftpad-of-nowhere"),
                        "\(result.words("tests"))")
                    #expect(descendants.running.isEmpty)
                    #expect(try await project.runs().count == 1)
                }
            }
        }
    }
}
