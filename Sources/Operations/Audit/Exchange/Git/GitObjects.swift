package import Capabilities

/// Reads and writes objects and references of a git repository, past its working tree.
package struct GitObjects: Sendable {
    private let runner: any ProcessRunner
    private let git: String
    private let folder: String
    private let environment: [String: String]

    /// The most that is read of one object.
    private static let limit = 1 << 30

    /// - Parameters:
    ///   - folder: A folder in the repository.
    ///   - environment: What git is run with.
    ///   - runner: Runs git.
    /// - Throws: ``AuditError/noGit``.
    package init(folder: String, environment: [String: String], runner: any ProcessRunner) throws(AuditError)
    {
        guard let git = runner.find("git", path: environment["PATH"] ?? "") else { throw .noGit }
        (self.git, self.folder, self.runner) = (git, folder, runner)
        self.environment = environment.merging(["LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"]) { $1 }
    }

    /// An entry of a tree.
    struct Entry: Hashable {
        var mode = "100644"
        var kind = "blob"
        let object: String
        let name: String
    }

    /// The commit that a reference names; `nil` if there is no such reference.
    func commit(_ reference: String) async throws(AuditError) -> String? {
        guard try await answers(["check-ref-format", reference]), reference.hasPrefix("refs/") else {
            throw .badReference(reference)
        }
        guard try await answers(["rev-parse", "--git-dir"]) else {
            throw .git("`\(folder)` is in no git repository")
        }
        let found = try await run([
            "rev-parse", "--verify", "-q", "--end-of-options", reference + "^{commit}",
        ])
        return found.isSuccess ? found.standardOutput.text.line : nil
    }

    /// What is in the tree of a commit, or in a tree.
    func entries(_ tree: String) async throws(AuditError) -> [Entry] {
        try await text(["ls-tree", "-z", "--full-tree", tree]).split(separator: "\0").compactMap {
            line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            let words = parts[0].split(separator: " ").map(String.init)
            guard parts.count == 2, words.count == 3 else { return nil }
            return Entry(mode: words[0], kind: words[1], object: words[2], name: String(parts[1]))
        }
    }

    func blob(_ object: String) async throws(AuditError) -> [UInt8] {
        try await output(["cat-file", "blob", object])
    }

    func writeBlob(_ bytes: [UInt8]) async throws(AuditError) -> String {
        try await text(["hash-object", "-w", "--stdin"], bytes).line
    }

    func writeTree(_ entries: [Entry]) async throws(AuditError) -> String {
        let lines = entries.map { "\($0.mode) \($0.kind) \($0.object)\t\($0.name)\0" }
        return try await text(["mktree", "-z"], Array(lines.joined().utf8)).line
    }

    /// Writes a commit, by who the user is to git, else by uvmgr.
    func writeCommit(_ tree: String, parent: String?, message: String) async throws(AuditError) -> String {
        var more: [String: String] = [:]
        for role in ["AUTHOR", "COMMITTER"] where !(try await answers(["var", "GIT_\(role)_IDENT"])) {
            more["GIT_\(role)_NAME"] = "uvmgr"
            more["GIT_\(role)_EMAIL"] = "uvmgr@localhost"
        }
        let parents = parent.map { ["-p", $0] } ?? []
        return try await text(["commit-tree", tree] + parents + ["-m", message], [], more).line
    }

    /// Moves a reference, if it is still where it was.
    ///
    /// - Parameters:
    ///   - reference: Its full name.
    ///   - new: The commit that it is to name.
    ///   - old: Where it was; `nil`: there was none.
    ///   - message: For its log.
    /// - Throws: ``AuditError/movedReference(_:)``.
    func move(_ reference: String, to new: String, from old: String?, message: String)
        async throws(AuditError)
    {
        let result = try await run(["update-ref", "-m", message, reference, new, old ?? ""])
        if result.isSuccess { return }
        guard try await commit(reference) == old else { throw .movedReference(reference) }
        throw Self.failure("update-ref", result)
    }

    private func answers(_ arguments: [String]) async throws(AuditError) -> Bool {
        try await run(arguments).isSuccess
    }

    private func text(
        _ arguments: [String], _ input: [UInt8] = [], _ more: [String: String] = [:]
    ) async throws(AuditError) -> String {
        String(decoding: try await output(arguments, input, more), as: UTF8.self)
    }

    private func output(
        _ arguments: [String], _ input: [UInt8] = [], _ more: [String: String] = [:]
    ) async throws(AuditError) -> [UInt8] {
        let result = try await run(arguments, input, more)
        guard result.isSuccess else { throw Self.failure(arguments[0], result) }
        guard result.standardOutput.droppedBytes == 0 else {
            throw .git("`git \(arguments[0])` printed more than \(Self.limit) bytes")
        }
        return result.standardOutput.bytes
    }

    private func run(
        _ arguments: [String], _ input: [UInt8] = [], _ more: [String: String] = [:]
    ) async throws(AuditError) -> ProcessResult {
        let invocation = ProcessInvocation(
            executable: git, arguments: arguments, environment: environment.merging(more) { $1 },
            workingDirectory: folder, standardInput: input.isEmpty ? nil : input, timeout: .seconds(600),
            outputLimit: Self.limit)
        do { return try await runner.run(invocation) } catch { throw .process(error) }
    }

    private static func failure(_ command: String, _ result: ProcessResult) -> AuditError {
        let said = result.standardError.text.line
        return .git("`git \(command)` failed" + (said.isEmpty ? "" : ": \(said)"))
    }
}

extension String {
    /// The first line.
    fileprivate var line: String { String(prefix { !$0.isNewline }) }
}
