import Diagnostics
import Attestations
import Capabilities
import Foundation
import Processes
import Testing

@testable import SupplyChain

/// Real git, in repositories of its own.
@Suite("Notes of commits", .enabled(if: Repository.git != nil, "git is not on PATH"))
struct GitNotesTests {
    @Test func addedOnceAndFound() async throws {
        let yard = try Yard()
        let repository = try await Repository(yard.folder + "/one")
        let notes = try repository.notes
        #expect(try await notes.bundle().isEmpty)
        let (first, second) = (try await yard.attest(), try await yard.attest())
        #expect(try await notes.attach(first.bundle, to: "HEAD") == 4)
        #expect(try await notes.attach(first.bundle, to: "HEAD") == 0)
        // Tests and vulnerabilities were found the same, at the same time, of the same subjects.
        #expect(try await notes.attach(second.bundle, to: "HEAD") == 2)
        #expect(try await notes.attach(first.bundle + second.bundle, to: "HEAD") == 0)
        let found = try await notes.bundle()
        let both = Bundle(parsing: first.bundle).envelopes + Bundle(parsing: second.bundle).envelopes
        #expect(Set(Bundle(parsing: found).envelopes) == Set(both))
        #expect(Bundle(parsing: found).lines.count == 6)
        #expect(try await yard.verify(found).isAccepted)
        let status = try await repository.git("status", "--porcelain")
        #expect(status.isEmpty)
    }

    @Test func theyTravel() async throws {
        let yard = try Yard()
        let one = try await Repository(yard.folder + "/one")
        _ = try await one.git("init", "-q", "--bare", yard.folder + "/shared.git")
        try await one.notes.attach(try await yard.attest().bundle, to: "HEAD")
        _ = try await one.git(
            "push", "-q", yard.folder + "/shared.git", "HEAD:refs/heads/main", GitNotes.reference)
        _ = try await one.git("clone", "-q", "-b", "main", yard.folder + "/shared.git", yard.folder + "/two")
        let two = Repository(cloned: yard.folder + "/two")
        #expect(try await two.notes.bundle().isEmpty)
        _ = try await two.git("fetch", "-q", "origin", "\(GitNotes.reference):\(GitNotes.reference)")
        #expect(try await yard.verify(try await two.notes.bundle()).isAccepted)
    }

    @Test func whatGitRefusesIsTold() async throws {
        let yard = try Yard()
        let repository = try await Repository(yard.folder + "/one")
        await #expect(throws: SupplyChainError.self) { try await repository.notes.bundle(of: "nothing") }
        let outside = Repository(cloned: yard.folder)
        let error = await #expect(throws: SupplyChainError.self) { try await outside.notes.bundle() }
        #expect(error?.diagnostic.code == "attest.no-commit")
        #expect(error?.diagnostic.message.contains("not a git repository") == true)
        #expect(throws: SupplyChainError.git("there is no `git` on the search path")) {
            try GitNotes(folder: yard.folder, environment: ["PATH": "/nowhere"], runner: LiveProcessRunner())
        }
    }

    /// A hook has variables that lead to another repository.
    @Test func variablesOfHooksAreLeftOut() async throws {
        let yard = try Yard()
        let repository = try await Repository(yard.folder + "/one")
        let environment = repository.environment.merging(["GIT_DIR": "/nowhere"]) { $1 }
        let notes = try GitNotes(
            folder: repository.folder, environment: environment, runner: LiveProcessRunner())
        #expect(try await notes.attach(try await yard.attest().bundle, to: "HEAD") == 4)
    }
}

/// A repository with one commit.
private struct Repository {
    private static let search = ProcessInfo.processInfo.environment["PATH"] ?? ""
    static let git = LiveProcessRunner().find("git", path: search)
    let folder: String
    let environment = [
        "PATH": Repository.search, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Ann",
        "GIT_COMMITTER_EMAIL": "ann@example.org",
    ]

    init(_ folder: String) async throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        _ = try await git("init", "-q")
        _ = try await git("commit", "-q", "--allow-empty", "-m", "Begin")
    }

    init(cloned folder: String) { self.folder = folder }

    var notes: GitNotes {
        get throws { try GitNotes(folder: folder, environment: environment, runner: LiveProcessRunner()) }
    }

    func git(_ arguments: String...) async throws -> String {
        let result = try await LiveProcessRunner().run(
            ProcessInvocation(
                executable: Self.git ?? "git", arguments: arguments, environment: environment,
                workingDirectory: folder))
        #expect(result.isSuccess, "git \(arguments): \(result.standardError.text)")
        return result.standardOutput.text
    }
}
