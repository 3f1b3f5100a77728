import Foundation
import StructuredData
import Testing

/// Ledgers that are damaged, from elsewhere, or used by two at once: said, never overwritten, never a crash.
@Suite(.serialized, .needsUV) struct LedgerFaultsTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        /// Python that damages the ledger at `path`.
        let script: String
        let says: [String]
        var testDescription: String { name }
    }

    static let faults = [
        Fault(
            name: "garbage", script: "open(path, 'wb').write(b'this is no database ' * 500)",
            says: ["the ledger", "is damaged", "restore it from a backup"]),
        Fault(
            name: "truncated",
            script: "data = open(path, 'rb').read(); open(path, 'wb').write(data[:len(data) // 2])",
            says: ["the ledger", "is damaged", "restore it from a backup"]),
        Fault(
            name: "cut off in the header",
            script: "data = open(path, 'rb').read(); open(path, 'wb').write(data[:60])",
            says: ["the ledger", "is damaged"]),
        Fault(
            name: "flipped bits in every page but the first",
            script: """
                data = bytearray(open(path, 'rb').read())
                for page in range(4096, len(data), 4096):
                    for at in range(page, page + 12):
                        data[at] ^= 0xFF
                open(path, 'wb').write(data)
                """, says: ["the ledger", "is damaged", "restore it from a backup"]),
        Fault(
            name: "newer format",
            script:
                "import sqlite3; db = sqlite3.connect(path); db.execute('PRAGMA user_version = 4711'); db.close()",
            says: ["has format 4711", "this uvmgr knows formats up to", "update uvmgr"]),
        Fault(
            name: "database of another program",
            script: """
                import os, sqlite3
                os.remove(path)
                db = sqlite3.connect(path)
                db.execute('CREATE TABLE songs (title TEXT)')
                db.commit()
                db.close()
                """, says: ["is a database of another program", "move it away"]),
    ]

    @Test(arguments: faults) func isSaid(_ fault: Fault) async throws {
        try await withProject(Tiny.files()) { project in
            let good = try await project.run("dod", "validate", "--only", "lock")
            try #require(good.exit == 0, "\(good.everything)")
            try await damage(project, fault.script)
            let before = try Data(contentsOf: project.ledger)
            for arguments in [
                ["dod", "runs"], ["dod", "show", "last"], ["dod", "validate", "--only", "lock"],
            ] {
                let outcome = try await start(arguments, in: project.folder).outcome()
                #expect(outcome.exit == 69, "\(arguments): \(outcome.everything)")
                #expect(outcome.stdout.isEmpty)
                for words in fault.says {
                    #expect(outcome.stderr.contains(words), "\(arguments): \(outcome.stderr)")
                }
            }
            let json = try await project.run("dod", "runs", "--format", "json")
            #expect(json.exit == 69)
            #expect(try JSON(parsing: json.stdout)["error"]?["code"]?.string?.hasPrefix("ledger.") == true)
            #expect(try Data(contentsOf: project.ledger) == before, "it was written to")
            let doctor = try await project.run("doctor")
            #expect(doctor.exit == 69, "\(doctor.everything)")
        }
    }

    /// Wherever a bit flips, it is either said or does no harm; it never ends in a crash.
    @Test func anyFlippedBit() async throws {
        try await withProject(Tiny.files()) { project in
            _ = try await project.run("dod", "validate", "--only", "lock")
            try await damage(project, "pass")
            let whole = try Data(contentsOf: project.ledger)
            for step in 0..<40 {
                var bytes = whole
                let at = (step * 7919 + 13) % bytes.count
                bytes[at] ^= UInt8(1) << UInt8(step % 8)
                try bytes.write(to: project.ledger)
                let outcome = try await project.run("dod", "show", "last", "--format", "json")
                #expect([0, 2, 69, 130].contains(outcome.exit), "byte \(at): \(outcome.everything)")
                #expect(!outcome.wasKilled)
                #expect((try? JSON(parsing: outcome.stdout)) != nil)
                for name in ["ledger.db-wal", "ledger.db-shm"] {
                    try? FileManager.default.removeItem(at: project.file(".uvmgr/\(name)"))
                }
            }
            // What was recorded is replayed in the end, and must be whole for that.
            try whole.write(to: project.ledger)
        }
    }

    @Test func twoAtOnce() async throws {
        let body = """
            folder = os.environ["E2E_MEETING"]
            open(os.path.join(folder, str(os.getpid())), "w").close()
            end = time.monotonic() + 20
            while len(os.listdir(folder)) < 2 and time.monotonic() < end:
                time.sleep(0.01)
            self.assertEqual(len(os.listdir(folder)), 2)
            """
        try await withFolder("meeting") { meeting in
            try await withProject(Tiny.files(test: Tiny.test(body))) { project in
                let arguments = [
                    "dod", "validate", "--format", "json", "--no-cache", "--only", "tests", "--only", "lock",
                ]
                let environment: [String: String?] = ["E2E_MEETING": meeting.path(percentEncoded: false)]
                // Not even the environment is there yet.
                let first = try start(arguments, in: project.folder, environment: environment)
                let second = try start(arguments, in: project.folder, environment: environment)
                for process in [first, second] {
                    let result = Validated(outcome: await process.outcome())
                    #expect(result.exit == 0, "\(result.outcome.everything)")
                    #expect(result.verdict == "done")
                }
                let runs = try await project.runs()
                #expect(runs.count == 2)
                #expect(Set(runs.compactMap { $0["run"]?.string }).count == 2)
                #expect(runs.allSatisfy { $0["verdict"]?.string == "done" })
            }
        }
    }

    /// Moves the log into the file first, so that the file is all there is.
    private func damage(_ project: Project, _ script: String) async throws {
        let python = try #require(Program.find("python3"))
        let fold = """
            import sqlite3, sys
            path = sys.argv[1]
            db = sqlite3.connect(path)
            db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
            db.close()

            """
        let done = try await launch(
            python, ["-c", fold + script, project.ledger.path(percentEncoded: false)], in: project.folder,
            environment: Program.environment
        ).outcome()
        try #require(done.exit == 0, "\(done.everything)")
    }
}
