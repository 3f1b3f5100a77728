import Foundation
import StructuredData
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Runs that are stopped from outside: they end soon, leave nothing running, and keep what they know.
@Suite(.serialized, .needsUV, .onLinux) struct InterruptionTests {
    private static let sleeping = """
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        open(os.environ["E2E_STARTED"], "w").close()
        time.sleep(3600)
        """
    private static let deaf = """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)

        """ + sleeping

    /// Starts a validation, waits until its test runs, and hands over.
    private func interrupt(
        test: String, _ act: (Launched) async throws -> Void,
        check: (Outcome, Duration, Project) async throws -> Void
    ) async throws {
        try await withProject(Tiny.files(test: Tiny.test(test))) { project in
            // The environment first, so that the signal meets the test.
            let warm = try await project.run("dod", "validate", "--only", "lock")
            #expect(warm.exit == 0, "\(warm.everything)")
            let descendants = Descendants()
            let mark = project.path + ".started"
            defer { try? FileManager.default.removeItem(atPath: mark) }
            let process = try start(
                ["dod", "validate", "--only", "lock", "--only", "tests"], in: project.folder,
                environment: descendants.environment.merging(["E2E_STARTED": mark]) { $1 })
            let hasStarted = await eventually { FileManager.default.fileExists(atPath: mark) }
            try #require(hasStarted, "the test never ran: \(process.text("stderr"))")
            let sent = ContinuousClock.now
            try await act(process)
            let outcome = await process.outcome()
            try await check(outcome, .now - sent, project)
            #expect(descendants.running.isEmpty, "left running: \(descendants.running)")
        }
    }

    @Test(arguments: [
        (SIGINT, Int32(130), "interrupted", false), (SIGINT, 130, "interrupted", true),
        (SIGTERM, 143, "terminated", false),
    ])
    func once(_ signal: Int32, _ exit: Int32, _ word: String, _ isDeaf: Bool) async throws {
        try await interrupt(test: isDeaf ? Self.deaf : Self.sleeping) {
            $0.send(signal)
        } check: { outcome, taken, project in
            #expect(outcome.exit == exit, "\(outcome.everything)")
            #expect(!outcome.wasKilled)
            #expect(taken < .seconds(2), "it took \(taken)")
            #expect(outcome.stderr.contains("\(word), stopping"))
            #expect(outcome.stdout.contains("interrupted"))
            let runs = try await project.runs()
            #expect(runs.count == 2)
            #expect(runs.first?["verdict"]?.string == "interrupted", "\(runs)")
            let shown = Validated(outcome: try await project.run("dod", "show", "last", "--format", "json"))
            #expect(shown.gate("tests")?["outcome"]?["name"]?.string == "cancelled")
            #expect(
                shown.gate("lock")?["outcome"]?["name"]?.string == "measured", "what was measured is kept")
            let text = try await project.run("dod", "runs")
            #expect(text.stdout.contains("interrupted"))
        }
    }

    @Test func twice() async throws {
        try await interrupt(test: Self.deaf) { process in
            process.send(SIGINT)
            process.send(SIGINT)
        } check: { outcome, taken, project in
            #expect(outcome.exit == 130)
            #expect(taken < .seconds(2), "it took \(taken)")
            let runs = try await project.runs()
            #expect(runs.first?["verdict"]?.string == "interrupted")
        }
    }

    /// Nothing can be done then; what was recorded before must be there all the same.
    @Test func killed() async throws {
        try await withProject(Tiny.files(test: Tiny.test(Self.sleeping))) { project in
            let descendants = Descendants()
            let mark = project.path + ".started"
            defer { try? FileManager.default.removeItem(atPath: mark) }
            let process = try start(
                ["dod", "validate", "--only", "lock", "--only", "tests"], in: project.folder,
                environment: descendants.environment.merging(["E2E_STARTED": mark]) { $1 })
            let hasStarted = await eventually { FileManager.default.fileExists(atPath: mark) }
            try #require(hasStarted)
            process.send(SIGKILL)
            #expect(await process.outcome().wasKilled)
            for pid in descendants.running { kill(pid_t(pid), SIGKILL) }
            let runs = try await project.runs()
            #expect(runs.count == 1)
            #expect(runs.first?["verdict"]?.string == "interrupted")
            // The next run finds nothing in its way.
            try project.write(Tiny.test, to: "tests/test_tiny.py")
            let next = try await project.run("dod", "validate", "--only", "lock", "--only", "tests")
            #expect(next.exit == 0, "\(next.everything)")
        }
    }

    @Test func readerThatGoesAway() async throws {
        try await withProject(Tiny.files()) { project in
            _ = try await project.run("dod", "validate", "--only", "lock")
            for command in [
                "--help", "completions bash", "config show", "dod show last", "dod explain last",
                "dod validate --only lock",
            ] {
                let piped = try await sh("'\(Program.path)' \(command) | head -n 1", in: project.folder)
                #expect(piped.exit == 0)
                #expect(!piped.stderr.contains("error"), "\(command): \(piped.stderr)")
                let closed = try await sh("'\(Program.path)' \(command) >&-; echo $?", in: project.folder)
                #expect(["0\n", "69\n"].contains(closed.stdout), "\(command): \(closed.everything)")
            }
        }
    }

    @Test func outputThatIsFull() async throws {
        let outcome = try await sh("'\(Program.path)' completions bash > /dev/full", in: Program.home)
        #expect(outcome.exit == 69, "\(outcome.everything)")
        #expect(outcome.stderr.contains("standard output"))
    }
}
