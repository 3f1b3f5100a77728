import Capabilities
import Files
import Foundation
import Ledger
import Processes
import SQLiteStore
import Testing

@testable import Audit

/// Real git, in a repository of its own.
@Suite("Ledgers of a team in git") struct TeamLedgersTests {
    private static let ref = TeamLedgers.reference
    private let repository: Clone
    private let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    init() async throws {
        repository = try Clone()
        _ = try await git(["init", "-q", "."])
    }

    private var environment: [String: String] {
        ["PATH": search, "HOME": repository["home"], "GIT_CONFIG_NOSYSTEM": "1"]
    }

    @discardableResult
    private func git(_ arguments: [String]) async throws -> String {
        let runner = LiveProcessRunner()
        let result = try await runner.run(
            ProcessInvocation(
                executable: try #require(runner.find("git", path: search)), arguments: arguments,
                environment: environment, workingDirectory: repository.folder))
        try #require(result.isSuccess, "git \(arguments): \(result.standardError.text)")
        return result.standardOutput.text
    }

    private func team(_ variables: [String: String] = [:]) throws -> TeamLedgers {
        TeamLedgers(
            try GitObjects(
                folder: repository.folder, environment: environment.merging(variables) { $1 },
                runner: LiveProcessRunner()))
    }

    private func publish(_ clone: Clone) async throws -> TeamLedgers.Published {
        try await team().publish(try await LedgerExport(clone.checkpointing), of: clone.store)
    }

    @Test func eachCloneHasAPairAndTakesTheOthersIn() async throws {
        let clones = [try Clone(), try Clone(), try Clone()]
        for (index, clone) in clones.enumerated() {
            try await clone.append(3, to: "run\(index)")
            #expect(try await publish(clone).isNew)
        }
        let listing = try await git(["ls-tree", "-r", "--name-only", Self.ref]).split(separator: "\n")
        #expect(listing.count == 6)
        #expect(try await git(["rev-list", "--count", Self.ref]) == "3\n")
        for clone in clones {
            let own = try await origin(of: clone.store)
            let others = try await team().others(than: own)
            #expect(others.count == 2)
            #expect(try await clone.importing.merge(others.map(\.ledger)).events == 6)
            #expect(try await clone.runs() == ["run0", "run1", "run2"])
            #expect(try await clone.importing.merge(others.map(\.ledger)).kind == .unchanged)
        }
        #expect(try await clones[0].store.read(stream: "imports").count == 2)
        // After all have exported again, there is still nothing new.
        for clone in clones { #expect(try await publish(clone).isNew) }
        let others = try await team().others(than: try await origin(of: clones[1].store))
        #expect(try await clones[1].importing.merge(others.map(\.ledger)).kind == .unchanged)
    }

    /// A new clone begins with what the others have, under a name of its own.
    @Test func aNewCloneGetsANameOfItsOwn() async throws {
        let (old, new) = (try Clone(), try Clone())
        try await old.append(2, to: "run")
        _ = try await publish(old)
        let others = try await team().others(than: nil)
        #expect(try await new.importing.merge(others.map(\.ledger)).kind == .merged)
        #expect(try await origin(of: new.store) != (try await origin(of: old.store)))
        #expect(try await new.all().first?.event.type == "LedgerImported")
        #expect(try await publish(new).isNew)
    }

    /// A project that is not the whole repository sees the same reference.
    @Test func aFolderBelowTheTopSeesAllPairs() async throws {
        let (one, two) = (try Clone(), try Clone())
        try await one.append(1, to: "one")
        try await two.append(1, to: "two")
        _ = try await publish(one)
        try repository.files.makeDirectory(repository["below"])
        let below = TeamLedgers(
            try GitObjects(
                folder: repository["below"], environment: environment, runner: LiveProcessRunner()))
        #expect(try await below.others(than: nil).count == 1)
        _ = try await below.publish(try await LedgerExport(two.checkpointing), of: two.store)
        #expect(try await team().others(than: nil).count == 2)
    }

    @Test func nothingNewIsNoCommit() async throws {
        let clone = try Clone()
        try await clone.append(2, to: "run")
        let first = try await publish(clone)
        #expect(try await publish(clone) == TeamLedgers.Published(commit: first.commit, isNew: false))
        try await clone.append(1, to: "run")
        let second = try await publish(clone)
        #expect(second.isNew)
        #expect(try await git(["rev-parse", Self.ref + "^"]) == first.commit + "\n")
    }

    @Test func whoCommits() async throws {
        let clone = try Clone()
        try await clone.append(1, to: "run")
        try await git(["config", "user.name", "Ann"])
        try await git(["config", "user.email", "ann@example.org"])
        _ = try await publish(clone)
        #expect(
            try await git(["log", "-1", "--format=%an <%ae> %cn", Self.ref]) == "Ann <ann@example.org> Ann\n")
        try await git(["config", "--unset", "user.name"])
        try await git(["config", "--unset", "user.email"])
        try await git(["config", "user.useConfigOnly", "true"])
        try await clone.append(1, to: "run")
        _ = try await publish(clone)
        #expect(try await git(["log", "-1", "--format=%an %ce", Self.ref]) == "uvmgr uvmgr@localhost\n")
    }

    /// The pair of a ledger is never replaced by one that does not continue it.
    @Test func aLedgerThatWasRolledBackIsNotPublished() async throws {
        let (whole, cut) = (try Clone(), try Clone())
        let first = try await whole.append(1, to: "run")
        try await whole.append(3, to: "more")
        let published = try await publish(whole)
        _ = try await cut.store.append(first, expectedVersion: 0)
        await #expect(throws: AuditError.self) { _ = try await publish(cut) }
        try await cut.append(9, to: "else")
        await #expect(throws: AuditError.forkedLedger(try await origin(of: cut.store), size: 5)) {
            _ = try await publish(cut)
        }
        #expect(try await git(["rev-parse", Self.ref]) == published.commit + "\n")
    }

    /// Another process moves the reference between reading it and moving it.
    @Test func aReferenceThatMovedMeanwhileIsLeft() async throws {
        let (one, two) = (try Clone(), try Clone())
        try await one.append(1, to: "one")
        try await two.append(1, to: "two")
        _ = try await publish(one)
        let real = try #require(LiveProcessRunner().find("git", path: search))
        let script = """
            #!/bin/sh
            if [ "$1" = update-ref ]; then
                other=$(\(real) commit-tree "\(Self.ref)^{tree}" -m other)
                \(real) update-ref \(Self.ref) "$other"
            fi
            exec \(real) "$@"
            """
        try repository.files.write(Array(script.utf8), to: repository["bin/git"], mode: 0o755)
        let names = ["NAME": "x", "EMAIL": "x@example.org"].flatMap { key, value in
            ["GIT_AUTHOR_\(key)": value, "GIT_COMMITTER_\(key)": value]
        }
        var variables = Dictionary(uniqueKeysWithValues: names)
        variables["PATH"] = repository["bin"] + ":" + search
        let team = try team(variables)
        let export = try await LedgerExport(two.checkpointing)
        await #expect(throws: AuditError.movedReference(Self.ref)) {
            _ = try await team.publish(export, of: two.store)
        }
        #expect(try await git(["log", "-1", "--format=%s", Self.ref]) == "other\n")
        #expect(try await publish(two).isNew)
    }

    @Test func whatIsNoPairIsNamed() async throws {
        let clone = try Clone()
        try await clone.append(2, to: "run")
        _ = try await publish(clone)
        let name = try await origin(of: clone.store).split(separator: "/").last.map(String.init) ?? ""
        func tree(_ entries: [(String, String)]) async throws {
            let git = try GitObjects(
                folder: repository.folder, environment: environment, runner: LiveProcessRunner())
            var blobs: [GitObjects.Entry] = []
            for (name, text) in entries {
                blobs.append(GitObjects.Entry(object: try await git.writeBlob(Array(text.utf8)), name: name))
            }
            let folder = try await git.writeTree(blobs)
            let root = try await git.writeTree(
                [GitObjects.Entry(mode: "040000", kind: "tree", object: folder, name: "ledgers")])
            let old = try await git.commit(Self.ref)
            let new = try await git.writeCommit(root, parent: old, message: "changed")
            try await git.move(Self.ref, to: new, from: old, message: "test")
        }
        let events = try await git(["cat-file", "blob", "\(Self.ref):ledgers/\(name).jsonl"])
        let note = try await git(["cat-file", "blob", "\(Self.ref):ledgers/\(name).checkpoint"])
        for entries in [
            [(name + ".jsonl", events)],
            [(name + ".jsonl", events), (name + ".checkpoint", note + "— x AAAA\n")],
            [(name + ".jsonl", events.replacing("\"ann\"", with: "\"eve\"")), (name + ".checkpoint", note)],
            [("other.jsonl", events), ("other.checkpoint", note)],
        ] {
            try await tree(entries)
            await #expect(throws: AuditError.self) { _ = try await team().others(than: nil) }
        }
        try await tree([(name + ".jsonl", events), (name + ".checkpoint", note)])
        #expect(try await team().others(than: nil).count == 1)
    }

    @Test func whatIsNotThereIsSaid() async throws {
        await #expect(throws: AuditError.noReference(Self.ref)) { _ = try await team().others(than: nil) }
        let git = try GitObjects(
            folder: repository.folder, environment: environment, runner: LiveProcessRunner())
        for name in ["refs/../x", "main", "--all", ""] {
            await #expect(throws: AuditError.badReference(name)) { _ = try await git.commit(name) }
        }
        #expect(throws: AuditError.noGit) {
            try GitObjects(folder: "/", environment: ["PATH": "/nowhere"], runner: LiveProcessRunner())
        }
        let outside = try Clone()
        let none = try GitObjects(
            folder: outside.folder, environment: environment.merging(["GIT_CEILING_DIRECTORIES": "/"]) { $1 },
            runner: LiveProcessRunner())
        await #expect(throws: AuditError.self) { _ = try await none.commit(Self.ref) }
    }
}
