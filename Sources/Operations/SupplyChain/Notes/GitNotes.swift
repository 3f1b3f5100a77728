import Attestations
package import Capabilities

/// Attestations beside commits, as git notes: they travel with the repository and change no commit.
package struct GitNotes: Sendable {
    /// The ref that holds them; `git push origin refs/notes/uvmgr` gives them away.
    package static let reference = "refs/notes/uvmgr"

    private let runner: any ProcessRunner
    private let git: String
    private let folder: String
    private let environment: [String: String]

    /// - Parameters:
    ///   - folder: In the repository.
    ///   - environment: Where git is found; what a hook of git sets in it is left out.
    ///   - runner: Starts it.
    /// - Throws: ``SupplyChainError/git(_:)`` if there is no git.
    package init(
        folder: String, environment: [String: String], runner: any ProcessRunner
    ) throws(SupplyChainError) {
        guard let git = runner.find("git", path: environment["PATH"] ?? "") else {
            throw .git("there is no `git` on the search path")
        }
        (self.git, self.folder, self.runner) = (git, folder, runner)
        self.environment = environment.filter { !Self.ofHooks.contains($0.key) }
            .merging(["LC_ALL": "C"]) { $1 }
    }

    private static let ofHooks: Set = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX",
        "GIT_NOTES_REF",
    ]

    /// The attestations of a commit, a line each; nothing if it has none.
    ///
    /// - Throws: ``SupplyChainError/noCommit(reason:)`` if `commit` names none.
    package func bundle(of commit: String = "HEAD") async throws(SupplyChainError) -> [UInt8] {
        let id = try await identifier(commit)
        let result = try await run(["notes", "--ref", Self.reference, "show", id])
        return result.isSuccess ? result.standardOutput.bytes : []
    }

    /// Adds the envelopes of a bundle to a commit's note, those that are not in it yet.
    ///
    /// - Returns: How many were added.
    /// - Throws: ``SupplyChainError/git(_:)`` with git's own words.
    @discardableResult
    package func attach(_ bundle: [UInt8], to commit: String) async throws(SupplyChainError) -> Int {
        let known = Set(Bundle(parsing: try await self.bundle(of: commit)).envelopes)
        let new = Bundle(parsing: bundle).envelopes.filter { !known.contains($0) }
        guard !new.isEmpty else { return 0 }
        let result = try await run(
            ["notes", "--ref", Self.reference, "append", "--file", "-", try await identifier(commit)],
            input: bundleBytes(new))
        guard result.isSuccess else { throw .git("the note was not written: \(Self.words(result))") }
        return new.count
    }

    private func identifier(_ commit: String) async throws(SupplyChainError) -> String {
        let result = try await run(["rev-parse", "--verify", "--end-of-options", commit + "^{commit}"])
        guard result.isSuccess else { throw .noCommit(reason: Self.words(result)) }
        return result.standardOutput.text.filter { !$0.isWhitespace }
    }

    private func run(
        _ arguments: [String], input: [UInt8]? = nil
    ) async throws(SupplyChainError) -> ProcessResult {
        do {
            return try await runner.run(
                ProcessInvocation(
                    executable: git, arguments: arguments, environment: environment, workingDirectory: folder,
                    standardInput: input, timeout: .seconds(60), outputLimit: 256 << 20))
        } catch { throw .process(error) }
    }

    private static func words(_ result: ProcessResult) -> String {
        let lines = result.standardError.text.split(whereSeparator: \.isNewline).map(String.init)
        let line = lines.last { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") } ?? lines.last
        return line.map { "git says `\($0)`" } ?? "git ended with \(result.termination)"
    }
}
