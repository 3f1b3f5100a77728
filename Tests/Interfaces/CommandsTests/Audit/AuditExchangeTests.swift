import Capabilities
import Files
import Foundation
import Ledger
import Processes
import SQLiteStore
import StructuredData
import Testing

@testable import Commands

@Suite("uvmgr audit export, import and compact") struct AuditExchangeTests {
    private let workshop: Workshop
    private let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    init() throws {
        workshop = try Workshop()
        for name in ["one", "two"] { try workshop.project(in: name) }
    }

    private func run(
        _ arguments: String..., in folder: String = "one", user: String = "home"
    ) async -> Workshop.Result {
        await workshop.run(
            arguments, in: folder, environment: ["HOME": workshop.path(user), "PATH": search])
    }

    /// Appends to a project's ledger, which is made if there is none.
    private func record(_ count: Int, _ stream: String, in folder: String = "one") async throws {
        try LiveFileSystem().makeDirectory(workshop.path(folder + "/.uvmgr"))
        let store = try SQLiteStore(path: workshop.path(folder + "/.uvmgr/ledger.db"))
        let version = try await store.read(stream: stream).count
        let events = try (1...count).map { index in
            try Event(
                id: uuidV7(nanoseconds: SystemClock().now().nanoseconds, random: .random(in: .min ... .max)),
                stream: stream, version: version + index, type: "Tested", schema: 1, time: Int64(index),
                actor: "ann", payload: [:])
        }
        _ = try await store.append(events, expectedVersion: version)
        try store.close()
    }

    @Test func aBackupIsPutBack() async throws {
        try await record(5, "run")
        let exported = await run("audit", "export", "../backup.jsonl", "--format", "json")
        #expect(exported.exit == 0)
        #expect(exported.json["events"] == 6)
        #expect(exported.json["signed"] == 5)
        let trial = await run("audit", "import", "../backup.jsonl", "--dry-run", in: "two")
        #expect(trial.output == "would have restored 6 events; the ledger would have 6\n")
        #expect(!LiveFileSystem().isDirectory(workshop.path("two/.uvmgr")))
        let restored = await run("audit", "import", "../backup.jsonl", in: "two")
        #expect(restored.exit == 0)
        #expect(restored.output == "restored 6 events; the ledger has 6\n")
        #expect(!restored.errors.contains("vouches"))
        #expect(await run("audit", "verify", in: "two").exit == 0)
        let again = await run("audit", "import", "../backup.jsonl", in: "two")
        #expect(again.output == "nothing to import: all of it is here already\n")
        #expect(await run("audit", "export", "../again.jsonl", in: "two").exit == 0)
        #expect(try workshop.read("again.jsonl") == workshop.read("backup.jsonl"))
    }

    @Test func standardOutputHasTheLinesAlone() async throws {
        try await record(3, "run")
        let printed = await run("audit", "export")
        #expect(printed.output.split(separator: "\n").count == 5)
        #expect(printed.errors.contains("exported 4 events"))
        try workshop.write(printed.output, to: "x.jsonl")
        #expect(await run("audit", "export", "-").output == printed.output)
        #expect(await run("audit", "import", "../x.jsonl", in: "two").exit == 0)
        #expect(await run("audit", "export", "--format", "json").exit == 2)
        #expect(await run("audit", "export", "-", "--format", "json").exit == 2)
    }

    @Test func whoVouchesIsSaid() async throws {
        try await record(3, "run")
        _ = await run("audit", "export", "../backup.jsonl")
        let key = await run("audit", "key", "export").output
        try workshop.write(key, to: "ours.pem")
        let unknown = await run("audit", "import", "../backup.jsonl", "--dry-run", in: "two", user: "eve")
        #expect(unknown.exit == 0)
        #expect(unknown.errors.contains("nobody you know vouches"))
        let known = await run(
            "audit", "import", "../backup.jsonl", "--key", "../ours.pem", "--format", "json", in: "two",
            user: "eve")
        #expect(known.exit == 0)
        #expect(known.json["signedBy"]?.array?.first?.string?.count == 64)
        let other = await run("audit", "key", "export", user: "eve").output
        try workshop.write(other, to: "other.pem")
        let refused = await run(
            "audit", "import", "../backup.jsonl", "--key", "../other.pem", "--format", "json", in: "two")
        #expect(refused.exit == 1)
        #expect(
            refused.json["code"] == "import.untrusted"
                || refused.json.value(at: "/error/code") == "import.untrusted")
    }

    @Test func whatIsWrongIsNamedWithItsCode() async throws {
        try await record(3, "run")
        try await record(2, "own", in: "two")
        _ = await run("audit", "export", "../backup.jsonl")
        let text = try workshop.read("backup.jsonl")
        let before = try workshop.read("backup.jsonl")
        try workshop.write(text.replacing("\"version\":2", with: "\"version\":9"), to: "changed.jsonl")
        try workshop.write(String(text.dropLast(40)), to: "cut.jsonl")
        let cases: [([String], UInt8, String)] = [
            (["audit", "import", "../changed.jsonl"], 2, "../changed.jsonl:3"),
            (["audit", "import", "../cut.jsonl"], 2, "cut off"),
            (["audit", "import", "../none.jsonl"], 2, "there is no"),
            (["audit", "import"], 2, "name a file, or `--git`"),
            (["audit", "import", "--git", "../cut.jsonl"], 2, "name a file, or `--git`"),
            (["audit", "import", "--git"], 69, "no git repository"),
            (["audit", "import", "--git", "--ref", "nonsense"], 2, "no name of a reference"),
            (["audit", "export", "/proc/backup.jsonl"], 2, "/proc/backup.jsonl"),
        ]
        for (arguments, exit, words) in cases {
            let result = await workshop.run(
                arguments, in: "two", environment: ["PATH": search, "GIT_CEILING_DIRECTORIES": "/"])
            #expect(result.exit == exit || (arguments[1] == "export" && result.exit == 69), "\(arguments)")
            #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
        }
        let noGit = await workshop.run(["audit", "export", "--git"], in: "two")
        #expect(noGit.exit == 69)
        #expect(noGit.errors.contains("there is no `git`"))
        #expect(try workshop.read("backup.jsonl") == before)
        let log = await run("audit", "log", "--format", "json", in: "two")
        #expect(log.output.split(separator: "\n").allSatisfy { !$0.contains("\"run\"") })
        #expect(await workshop.run(["audit", "export", "x"], in: "home").exit == 2)
    }

    @Test func aForkIsTheAnswerNo() async throws {
        try await record(3, "run")
        _ = await run("audit", "export", "../backup.jsonl")
        _ = await run("audit", "import", "../backup.jsonl", in: "two")
        try await record(1, "here")
        try await record(1, "there", in: "two")
        _ = await run("audit", "export", "../backup.jsonl")
        let result = await run("audit", "import", "../backup.jsonl", in: "two")
        #expect(result.exit == 1)
        #expect(result.errors.contains("two ledgers are named"))
    }

    @Test func aTeamSharesItsLedgersInGit() async throws {
        let runner = LiveProcessRunner()
        let git = try #require(runner.find("git", path: search))
        func call(_ arguments: String..., in folder: String) async throws {
            let result = try await runner.run(
                ProcessInvocation(
                    executable: git, arguments: arguments,
                    environment: ["PATH": search, "HOME": workshop.path("home")],
                    workingDirectory: workshop.path(folder)))
            try #require(result.isSuccess, "\(result.standardError.text)")
        }
        try LiveFileSystem().makeDirectory(workshop.path("origin"))
        try await call("init", "-q", "--bare", ".", in: "origin")
        let refs = "+refs/uvmgr/ledger:refs/uvmgr/ledger"
        for name in ["one", "two"] {
            try await call("init", "-q", ".", in: name)
            try await call("remote", "add", "origin", workshop.path("origin"), in: name)
            try await record(3, "run-" + name, in: name)
        }
        #expect(await run("audit", "export", "--git").exit == 0)
        try await call("push", "-q", "origin", "refs/uvmgr/ledger", in: "one")
        try await call("fetch", "-q", "origin", refs, in: "two")
        let taken = await run("audit", "import", "--git", "--format", "json", in: "two")
        #expect(taken.json["events"] == 3)
        #expect(taken.json["outcome"] == "merged")
        let put = await run("audit", "export", "--git", "--format", "json", in: "two")
        #expect(put.json.value(at: "/git/changed") == true)
        try await call("push", "-q", "origin", "refs/uvmgr/ledger", in: "two")
        try await call("fetch", "-q", "origin", refs, in: "one")
        #expect(await run("audit", "import", "--git").output.contains("imported 3 events in 1 streams"))
        #expect(await run("audit", "import", "--git").output.hasPrefix("nothing to import"))
        #expect(await run("audit", "verify").exit == 0)
    }

    @Test func tilesAreContinued() async throws {
        try await record(300, "run")
        let first = await run("audit", "export", "--tiles", "../public", "--format", "json")
        #expect(first.exit == 0)
        #expect(first.json.value(at: "/tiles/written") == 5)
        #expect(try workshop.read("public/checkpoint").hasPrefix("uvmgr.dev/ledger/"))
        #expect(
            await run("audit", "export", "--tiles", "../public").output.contains("has their tiles already"))
        try await record(1, "own", in: "two")
        let other = await run("audit", "export", "--tiles", "../public", in: "two")
        #expect(other.exit == 2)
        #expect(other.errors.contains("cannot hold the tiles"))
    }

    @Test func compactingSaysWhatItFreed() async throws {
        try workshop.project(
            "[tool.uvmgr.dod]\nkeep-evidence = \"90d\"\nthin-measurements = \"30d: 1d\"\n", in: "one")
        try await record(3, "run")
        let lost = try workshop.write(
            "report", to: "one/.uvmgr/evidence/sha256/aa/" + String(repeating: "b", count: 62))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: lost)
        let trial = await run("audit", "compact", "--dry-run")
        #expect(trial.output.hasPrefix("would remove 1 files of evidence, 6 bytes; 0 stay\n"))
        #expect(LiveFileSystem().isFile(lost))
        let done = await run("audit", "compact", "--format", "json")
        #expect(done.exit == 0)
        #expect(done.json.value(at: "/evidence/removed") == 1)
        #expect(!LiveFileSystem().isFile(lost))
        #expect(await run("audit", "compact", in: "two").exit == 2)
        try workshop.project("[tool.uvmgr.dod]\nthin-measurements = \"7d\"\n", in: "two")
        let bad = await run("audit", "compact", in: "two")
        #expect(bad.exit == 2)
        #expect(bad.errors.contains("ages with steps"))
    }
}
