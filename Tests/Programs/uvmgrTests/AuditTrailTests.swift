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

/// The audit trail of the real program: what it proves, what it finds, and what a kill leaves.
@Suite(.serialized, .needsUV) struct AuditTrailTests {
    /// A home of its own, so that keys and remembered checkpoints are those of the test.
    private static func home(_ project: Project) -> [String: String?] {
        ["XDG_STATE_HOME": project.path + ".state", "UVMGR_KEYRING": "off"]
    }

    private func withRecorded(_ body: (Project, [String: String?]) async throws -> Void) async throws {
        try await withProject(Tiny.files()) { project in
            let environment = Self.home(project)
            defer { try? FileManager.default.removeItem(atPath: project.path + ".state") }
            let run = try await project.validate(
                "--only", "lock", "--only", "tests", environment: environment)
            try #require(run.exit == 0, "\(run.outcome.everything)")
            #expect(run.outcome.stderr.contains("made the signing key"))
            try await body(project, environment)
        }
    }

    private func python(_ project: Project, _ statements: String) async throws {
        let script = "import sqlite3; db = sqlite3.connect('.uvmgr/ledger.db'); \(statements); db.commit()"
        let done = try await sh("python3 -c \"\(script)\"", in: project.folder)
        try #require(done.exit == 0, "\(done.everything)")
    }

    @Test func aStrangerVerifiesTheProofOfAVerdict() async throws {
        try await withRecorded { project, environment in
            let verified = try await project.run(
                "audit", "verify", "--format", "json", environment: environment)
            #expect(verified.exit == 0)
            #expect(try JSON(parsing: verified.stdout)["sound"] == .bool(true))
            let key = try await project.run(
                "audit", "key", "export", "--as", "verifier", environment: environment)
            let runs = try await project.runs(environment: environment)
            let id = try #require(runs.first?["run"]?.string)
            let proof = ".uvmgr/proofs/\(id).txt"
            #expect(project.exists(proof))
            let verifier = Program.root.appending(
                path: "Tests/Engines/TransparencyLogTests/Support/verify_tlog.py")
            let script = """
                sed -n 's/^extra //p' '\(proof)' | base64 -d >event.json
                "$UVMGR_UV" run --quiet --no-project --with cryptography python '\(verifier.path())' \\
                    proof '\(proof)' event.json --key '\(key.stdout.trimmingSuffix("\n"))'
                """
            let accepted = try await sh(script, in: project.folder)
            #expect(accepted.exit == 0, "\(accepted.everything)")
            let event = try JSON(parsing: project.read("event.json"))
            #expect(event["type"]?.string == "VerdictReached")
            #expect(event["stream"]?.string == id)
            #expect(event["payload"]?["result"]?.string == "done")
            try project.write(
                project.read("event.json").replacing("\"done\"", with: "\"gone\""), to: "event.json")
            let refused = try await sh(
                script.split(separator: "\n").dropFirst().joined(separator: "\n"), in: project.folder)
            #expect(refused.exit == 1)
        }
    }

    @Test func aChangedEventIsNamed() async throws {
        try await withRecorded { project, environment in
            try await python(
                project,
                "db.execute('drop trigger events_are_not_changed'); db.execute('update events set actor = \\'eve\\' where position = 3')"
            )
            let verified = try await project.run("audit", "verify", environment: environment)
            #expect(verified.exit == 1)
            #expect(verified.stdout.contains("event 3 "))
            #expect(verified.stdout.contains("was changed"))
        }
    }

    @Test func aLedgerThatWasRolledBackIsNotSigned() async throws {
        try await withRecorded { project, environment in
            let copy = try await sh("mkdir ../old && cp .uvmgr/ledger.db* ../old/", in: project.folder)
            try #require(copy.exit == 0)
            defer {
                try? FileManager.default.removeItem(
                    at: project.folder.deletingLastPathComponent().appending(path: "old"))
            }
            _ = try await project.validate("--only", "lock", environment: environment)
            _ = try await sh("rm .uvmgr/ledger.db*; cp ../old/ledger.db* .uvmgr/", in: project.folder)
            let verified = try await project.run("audit", "verify", environment: environment)
            #expect(verified.exit == 1)
            #expect(verified.stdout.contains("rolled-back"))
            // The verdict is on record all the same, and why it is not signed is said.
            let run = try await project.validate("--only", "lock", environment: environment)
            #expect(run.exit == 0)
            // Whether it is shorter or only other than what was signed depends on how many events the new run has.
            let reasons = ["that a known checkpoint was signed over", "the ledger was rolled back"]
            #expect(reasons.contains { run.outcome.stderr.contains($0) })
        }
    }

    @Test func aKeyThatOthersCanReadSignsNothing() async throws {
        try await withRecorded { project, environment in
            let key = project.path + ".state/uvmgr/keys/signing.key.pem"
            #expect(chmod(key, 0o644) == 0)
            let run = try await project.validate("--only", "lock", environment: environment)
            #expect(run.exit == 0)
            #expect(run.outcome.stderr.contains("others can read the private key"))
            let shown = try await project.run("audit", "checkpoint", environment: environment)
            #expect(shown.exit == 69)
            #expect(chmod(key, 0o600) == 0)
            #expect(try await project.run("audit", "checkpoint", environment: environment).exit == 0)
        }
    }

    @Test(.onLinux) func aKilledRunGoesOnToTheSameVerdict() async throws {
        let test = "open(os.environ['E2E_STARTED'], 'w').close()\ntime.sleep(float(os.environ['E2E_SLEEP']))"
        try await withProject(Tiny.files(test: Tiny.test(test))) { project in
            let mark = project.path + ".started"
            var environment = Self.home(project)
            defer {
                for path in [mark, project.path + ".state"] {
                    try? FileManager.default.removeItem(atPath: path)
                }
            }
            (environment["E2E_STARTED"], environment["E2E_SLEEP"]) = (mark, "3600")
            let process = try start(
                ["dod", "validate", "--only", "lock", "--only", "tests", "--gate", "tests failures == 0"],
                in: project.folder, environment: environment)
            let hasStarted = await eventually { FileManager.default.fileExists(atPath: mark) }
            try #require(hasStarted, "the test never ran: \(process.text("stderr"))")
            process.send(SIGKILL)
            _ = await process.outcome()
            _ = try await sh("pkill -9 -f \(mark) || true", in: project.folder)
            #expect(try await project.run("audit", "verify", environment: environment).exit == 0)
            let runs = try await project.runs(environment: environment)
            #expect(runs.first?["verdict"]?.string == "interrupted")
            environment["E2E_SLEEP"] = "0"
            let resumed = try await project.run("dod", "resume", "--format", "json", environment: environment)
            #expect(resumed.exit == 0, "\(resumed.everything)")
            let report = try JSON(parsing: resumed.stdout)
            #expect(report["verdict"]?.string == "done")
            #expect(report["run"] == runs.first?["run"])
            #expect(try await project.runs(environment: environment).count == 1)
            #expect(try await project.run("audit", "verify", environment: environment).exit == 0)
            let again = try await project.run("dod", "resume", environment: environment)
            #expect(again.exit == 2)
            #expect(again.stderr.contains("it has a verdict"))
        }
    }

    @Test func whatWasRecordedIsToldInEveryWay() async throws {
        try await withRecorded { project, environment in
            try project.write("import unittest\n", to: "tests/test_tiny.py")
            _ = try await project.validate("--only", "lock", "--only", "tests", environment: environment)
            let ids = try await project.runs(environment: environment).compactMap { $0["run"]?.string }
            #expect(ids.count == 2)
            for (arguments, exit, words) in [
                (["dod", "replay"], 0, "the same verdict to the byte"),
                (["dod", "replay", ids[1], "--policy", "enterprise"], 3, "undecided by policy enterprise"),
                (["dod", "history", "--gate", "tests"], 0, "tests.tests"),
                (["dod", "at", "1"], 0, "after event 1 of the ledger"), (["dod", "findings"], 0, ""),
                (["dod", "waivers"], 0, "no waiver was ever applied"), (["audit", "people"], 0, "tester"),
                (["audit", "diff", ids[1], ids[0]], 1, "tests"),
                (["audit", "diff", ids[0], ids[0]], 0, "do not differ"),
                (["audit", "rebuild"], 0, "read "),
                (["audit", "log", "--type", "VerdictReached"], 0, "VerdictReached"),
                (["audit", "key", "rotate"], 0, "retired "), (["audit", "verify"], 0, "nothing was changed"),
                (["dod", "at", "yesterday"], 2, "is no moment of a ledger"),
                (["audit", "prove", "999999"], 2, "there is no event `999999`"),
                (["dod", "history", "--gate", "tests", "--metric", "failurs"], 2, "failures"),
            ] as [([String], Int32, String)] {
                let outcome = try await start(arguments, in: project.folder, environment: environment)
                    .outcome()
                #expect(outcome.exit == exit, "\(arguments): \(outcome.everything)")
                #expect(
                    words.isEmpty || outcome.everything.contains(words), "\(arguments): \(outcome.everything)"
                )
            }
        }
    }
}
