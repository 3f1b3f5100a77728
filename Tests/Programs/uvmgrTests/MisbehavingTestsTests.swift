import Foundation
import StructuredData
import Testing

/// Test suites that do what they should not: the run ends with the truth, and nothing of them is left running.
@Suite(.serialized, .needsUV) struct MisbehavingTestsTests {
    /// Validates only the tests of a tiny project whose one test has this body, and checks what must hold of any.
    private func validate(
        test body: String, settings: String = "", arguments: [String] = [],
        _ check: (Validated, Project) async throws -> Void
    ) async throws {
        try await withProject(Tiny.files(settings: settings, test: Tiny.test(body))) { project in
            let descendants = Descendants()
            let outcome = try await start(
                ["dod", "validate", "--format", "json", "--only", "tests"] + arguments, in: project.folder,
                environment: descendants.environment
            ).outcome()
            let result = Validated(outcome: outcome)
            #expect(result.report != nil, "stdout is not JSON: \(outcome.everything)")
            #expect(descendants.running.isEmpty, "left running: \(descendants.running)")
            try await check(result, project)
            let runs = try await project.runs()
            #expect(runs.count == 1)
            #expect(runs.first?["verdict"]?.string == result.verdict)
        }
    }

    @Test func hangs() async throws {
        try await validate(
            test: "time.sleep(3600)",
            settings: """
                [tool.uvmgr.dod.gates.tests]
                timeout = "3s"

                """
        ) { result, project in
            #expect(result.exit == 3, "\(result.outcome.everything)")
            #expect(result.verdict == "undecided")
            #expect(result.gate("tests")?["outcome"]?["name"]?.string == "timed out")
            #expect(result.words("tests").contains("no result within 3 s"))
            let explained = try await project.run("dod", "explain", "tests")
            #expect(explained.exit == 0)
            #expect(explained.stdout.contains("no result within 3 s"))
        }
    }

    @Test func hangsDeafToSignals() async throws {
        let body = """
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
            time.sleep(3600)
            """
        try await validate(test: body, arguments: ["--gate-timeout", "3s"]) { result, _ in
            #expect(result.exit == 3)
            #expect(result.words("tests").contains("no result within 3 s"))
            #expect(result.outcome.duration < .seconds(60))
        }
    }

    @Test func wholeRunTakesTooLong() async throws {
        try await validate(test: "time.sleep(3600)", arguments: ["--timeout", "4s"]) { result, _ in
            #expect(result.exit == 3)
            #expect(result.report?["end"]?.string == "timed out")
        }
    }

    @Test(.onLinux) func leavesDaemonsInSessionsOfTheirOwn() async throws {
        let body = """
            for _ in range(3):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        null = os.open(os.devnull, os.O_RDWR)
                        for stream in (0, 1, 2):
                            os.dup2(null, stream)
                        time.sleep(3600)
                    os._exit(0)
            """
        try await validate(test: body) { result, _ in
            #expect(result.exit == 0, "\(result.outcome.everything)")
            #expect(result.verdict == "done")
        }
    }

    /// What it keeps of such output is bounded, and so is what it needs to keep it.
    ///
    /// The test itself reads its parent's peak: what `wait4` says counts the process that uvmgr was started from, too.
    @Test(.onLinux) func printsTwoHundredMegabytes() async throws {
        let body = """
            line = b"x" * 99 + b"\\n"
            for _ in range(200):
                os.write(1, line * 5000)
                os.write(2, line * 5000)
            with open("/proc/%d/status" % os.getppid()) as status, open("peak", "w") as peak:
                peak.write(status.read().split("VmHWM:")[1].split()[0])
            """
        try await validate(test: body) { result, project in
            #expect(result.exit == 0, "\(result.outcome.stderr)")
            let peak = try #require(Int(project.read("peak")))
            #expect(10_000..<100_000 ~= peak, "peak \(peak) KiB")
            let kept = (result.gate("tests")?["evidence"]?.array ?? []).compactMap { $0["size"]?.integer }
            #expect(kept.allSatisfy { $0 < 32_000_000 }, "kept \(kept)")
        }
    }

    @Test(arguments: ["SIGKILL", "SIGSEGV"]) func isKilled(_ name: String) async throws {
        let body = """
            sys.stderr.write("a last word\\n")
            sys.stderr.flush()
            os.kill(os.getpid(), signal.\(name))
            """
        try await validate(test: body) { result, project in
            #expect(result.exit == 3, "\(result.outcome.everything)")
            #expect(result.gate("tests")?["outcome"]?["name"]?.string == "failed to run")
            #expect(result.words("tests").contains("signal"))
            #expect(result.words("tests").contains("a last word"))
            try expectEvidence("a last word", of: "tests", in: result, project)
        }
    }

    @Test func failsForItsOwnReason() async throws {
        try await validate(test: "self.assertEqual(1, 2)") { result, _ in
            #expect(result.exit == 1)
            let finding = result.gate("tests")?["findings"]?[0]
            #expect(finding?["place"]?["file"]?.string == "tests/test_tiny.py")
            #expect((finding?["place"]?["line"]?.integer ?? 0) > 0)
        }
    }

    @Test func ofWhichThereAreNone() async throws {
        try await withProject(["pyproject.toml": Tiny.pyproject, "uv.lock": Tiny.lock]) { project in
            let result = try await project.validate("--only", "tests", "--policy", "strict")
            #expect(result.exit == 3, "\(result.outcome.everything)")
            #expect(result.gate("tests")?["outcome"]?["name"]?.string == "not applicable")
        }
    }
}

/// Checks that a piece of evidence with these words is kept.
func expectEvidence(
    _ words: String, of gate: String, in result: Validated, _ project: Project,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let digests = (result.gate(gate)?["evidence"]?.array ?? []).compactMap { $0["digest"]?.string }
    let texts = digests.compactMap { digest in
        try? project.read(".uvmgr/evidence/sha256/\(digest.prefix(2))/\(digest.dropFirst(2))")
    }
    #expect(
        texts.contains { $0.contains(words) }, "no evidence of \(gate) has \(words): \(texts)",
        sourceLocation: sourceLocation)
}
