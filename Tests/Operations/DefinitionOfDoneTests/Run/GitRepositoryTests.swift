import Capabilities
import Files
import Foundation
import Processes
import Testing

@testable import DefinitionOfDone

/// A repository in a workshop.
struct TestRepository {
    let shop: Workshop
    static let environment: [String: String] = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent",
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com",
        "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    ]

    init(_ files: [String: String] = [:], commit: Bool = true) async throws {
        shop = try Workshop(files)
        try await git("init", "-q", "-b", "main")
        if commit { try await save() }
    }

    @discardableResult
    func git(_ arguments: String...) async throws -> String {
        let runner = LiveProcessRunner()
        let git = try #require(runner.find("git", path: Self.environment["PATH"] ?? ""))
        let result = try await runner.run(
            ProcessInvocation(
                executable: git, arguments: arguments, environment: Self.environment,
                workingDirectory: shop.path))
        try #require(result.isSuccess, "git \(arguments): \(result.standardError.text)")
        return result.standardOutput.text
    }

    func save(_ message: String = "work") async throws {
        try await git("add", "--all")
        try await git("commit", "-q", "--allow-empty", "-m", message)
    }

    func repository(_ folder: String = "", environment: [String: String] = [:]) throws -> GitRepository {
        try #require(
            GitRepository(
                folder: folder.isEmpty ? shop.path : shop[folder],
                environment: Self.environment.merging(environment) { $1 }, runner: LiveProcessRunner(),
                files: LiveFileSystem()))
    }

    func facts(_ folder: String = "") async throws -> GitFacts? {
        let scratch = try Workshop()
        return try await repository(folder).facts(scratch: scratch["scratch"])
    }

    /// What must not change: the index, and how many objects there are.
    func state() async throws -> [String] {
        let index = (try? LiveFileSystem().read(shop[".git/index"])) ?? []
        return [
            "\(index)", try await git("count-objects", "-v"), try await git("for-each-ref"),
            try await git("stash", "list"),
        ]
    }
}

@Suite struct GitRepositoryTests {
    @Test func aRefusalOfGitIsTold() async throws {
        let repository = try await TestRepository(["a.py": ""])
        #expect(try await repository.repository().refusal() == nil)
        let stranger = try repository.repository(environment: ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"])
        #expect(try await stranger.refusal()?.contains("dubious ownership") == true)
        try await repository.save()
        try repository.shop.write("sub/.git", "gitdir: /nonexistent\n")
        #expect(try await repository.repository("sub").refusal() == "not a git repository: /nonexistent")
        let none = try Workshop(["a": ""])
        let outside = try #require(
            GitRepository(
                folder: none.path, environment: TestRepository.environment, runner: LiveProcessRunner(),
                files: LiveFileSystem()))
        #expect(try await outside.refusal() == nil)
    }

    @Test func aCleanTree() async throws {
        let repository = try await TestRepository([
            "a.py": "1", "src/b.py": "2", ".gitignore": "*.log\n", "x.log": "3",
        ])
        let facts = try #require(try await repository.facts())
        #expect(facts.commit == (try await repository.git("rev-parse", "HEAD")).trimmingLine)
        #expect(facts.tree == (try await repository.git("rev-parse", "HEAD^{tree}")).trimmingLine)
        #expect(facts.branch == "main")
        #expect(!facts.isModified)
        #expect(facts.files.sorted() == [".gitignore", "a.py", "src/b.py"])
    }

    /// The tree id of what lies there is the one that a commit of it has, and asking for it changes nothing.
    @Test(arguments: ["modified", "untracked", "deleted", "staged", "renamed", "executable", "intent to add"])
    func aChangedTree(_ change: String) async throws {
        let repository = try await TestRepository(["a.py": "1", "b.py": "2", ".gitignore": "ignored\n"])
        let shop = repository.shop
        switch change {
        case "modified": try shop.write("a.py", "changed")
        case "untracked": try shop.write("new/file.py", "new")
        case "deleted": try shop.remove("a.py")
        case "staged":
            try shop.write("a.py", "staged")
            try await repository.git("add", "a.py")
            try shop.write("a.py", "and changed again")
        case "renamed": try FileManager.default.moveItem(atPath: shop["a.py"], toPath: shop["c.py"])
        case "executable":
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: shop["a.py"])
        default:
            try shop.write("c.py", "3")
            try await repository.git("add", "-N", "c.py")
        }
        try shop.write("ignored", "\(change)")
        let before = try await repository.state()
        let facts = try #require(try await repository.facts())
        #expect(try await repository.state() == before)
        #expect(facts.isModified)
        #expect(!facts.files.contains("ignored"))
        try await repository.save()
        #expect(facts.tree == (try await repository.git("rev-parse", "HEAD^{tree}")).trimmingLine)
    }

    @Test func noCommitYet() async throws {
        let repository = try await TestRepository(["a.py": "1"], commit: false)
        let before = try await repository.state()
        let facts = try #require(try await repository.facts())
        #expect(try await repository.state() == before)
        #expect((facts.commit, facts.branch) == (nil, "main"))
        #expect(facts.isModified)
        #expect(facts.files == ["a.py"])
        try await repository.save()
        #expect(facts.tree == (try await repository.git("rev-parse", "HEAD^{tree}")).trimmingLine)
        #expect(try await repository.repository().mergeBase() != nil)
    }

    @Test func aSubfolder() async throws {
        let repository = try await TestRepository(["sub/a.py": "1", "other.py": "2"])
        let clean = try #require(try await repository.facts("sub"))
        #expect(clean.tree == (try await repository.git("rev-parse", "HEAD:sub")).trimmingLine)
        #expect(clean.files == ["a.py"])
        // What changes elsewhere is not this project's.
        try repository.shop.write("other.py", "changed")
        #expect(try await repository.facts("sub") == clean)
        try repository.shop.write("sub/b.py", "3")
        let changed = try #require(try await repository.facts("sub"))
        #expect(changed.isModified)
        try await repository.save()
        #expect(changed.tree == (try await repository.git("rev-parse", "HEAD:sub")).trimmingLine)
    }

    @Test func aDetachedHead() async throws {
        let repository = try await TestRepository(["a.py": "1"])
        try await repository.git("checkout", "-q", "--detach")
        let facts = try #require(try await repository.facts())
        #expect(facts.branch == nil)
        #expect(facts.commit != nil)
    }

    @Test func aWorktree() async throws {
        let repository = try await TestRepository(["a.py": "1"])
        try await repository.git("worktree", "add", "-q", "-b", "side", "tree")
        try repository.shop.write("tree/a.py", "changed")
        let facts = try #require(try await repository.facts("tree"))
        #expect(facts.branch == "side")
        #expect(facts.isModified)
        #expect(facts.files == ["a.py"])
    }

    @Test func unusualNames() async throws {
        let names = [
            "with space.py", "quo\"te.py", "new\nline.py", "tab\t.py", "漢é.py", "-dash", "# sharp",
            "back\\slash", " lead",
        ]
        let repository = try await TestRepository(Dictionary(uniqueKeysWithValues: names.map { ($0, "1") }))
        #expect(try #require(try await repository.facts()).files.sorted() == names.sorted())
        for name in names { try repository.shop.write(name, "1\n2\n") }
        try repository.shop.write("# new", "1")
        let facts = try #require(try await repository.facts())
        #expect(facts.files.sorted() == (names + ["# new"]).sorted())
        let patch = try #require(try await repository.repository().difference(since: "HEAD"))
        let changed = ChangedLines(patch: patch)
        for name in names { #expect(changed.lines(of: name) == .some([1, 2]), "\(name.debugDescription)") }
        #expect(try await repository.repository().untrackedFiles() == ["# new"])
    }

    @Test func outsideOfGit() async throws {
        let shop = try Workshop(["a.py": "1"])
        let git = try #require(
            GitRepository(
                folder: shop.path, environment: TestRepository.environment, runner: LiveProcessRunner(),
                files: LiveFileSystem()))
        #expect(try await git.facts(scratch: shop["scratch"]) == nil)
        #expect(try await git.mergeBase() == nil)
        let none = GitRepository(
            folder: shop.path, environment: ["PATH": shop.path], runner: LiveProcessRunner(),
            files: LiveFileSystem())
        #expect(none == nil)
    }

    @Test func mergeBases() async throws {
        let repository = try await TestRepository(["a.py": "1"])
        let fork = (try await repository.git("rev-parse", "HEAD")).trimmingLine
        try await repository.git("checkout", "-q", "-b", "feature")
        try repository.shop.write("a.py", "2")
        try await repository.save()
        try await repository.git("checkout", "-q", "main")
        try repository.shop.write("b.py", "2")
        try await repository.save()
        try await repository.git("checkout", "-q", "feature")
        #expect(try await repository.repository().mergeBase() == fork)
        #expect(try await repository.repository().commit("main~1") == fork)
        for name in ["gone", "--help", "", "HEAD:a.py"] {
            #expect(try await repository.repository().commit(name) == nil, "\(name)")
        }
    }

    /// Settings of the user make git's diff prettier for people; here it is read by a program.
    @Test func theUsersSettingsChangeNothing() async throws {
        let repository = try await TestRepository([
            "a.py": "1\n2\n3\n4\n5\n6\n", ".gitattributes": "*.py diff=up\n",
        ])
        try repository.shop.write("a.py", "one\n2\n3\n4\nfive\n6\n")
        let plain = try await repository.repository().difference(since: "HEAD")
        for (key, value) in [
            ("diff.interHunkContext", "9"), ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"),
            ("color.ui", "always"), ("diff.context", "5"), ("diff.up.textconv", "tr a-z A-Z <"),
            ("diff.external", "false"), ("core.quotePath", "false"),
        ] { try await repository.git("config", key, value) }
        let patch = try #require(try await repository.repository().difference(since: "HEAD"))
        #expect(ChangedLines(patch: patch) == ChangedLines(patch: try #require(plain)))
        #expect(ChangedLines(patch: patch).lines(of: "a.py") == .some([1, 5]))
    }
}
