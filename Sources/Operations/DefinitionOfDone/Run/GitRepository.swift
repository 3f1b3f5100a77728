package import Capabilities
import Digests

/// What git knows of a project's folder.
package struct GitFacts: Hashable, Sendable {
    package let commit: String?
    package let branch: String?
    /// The id of the folder's tree with all changes of the working tree in it.
    package let tree: String
    package let isModified: Bool
    /// Tracked and new files that are not ignored, relative to the folder.
    package let files: [String]
}

/// Asks git, without changing anything of the repository.
package struct GitRepository: Sendable {
    private let runner: any ProcessRunner
    private let files: any FileSystem
    private let git: String
    private let folder: String
    private let environment: [String: String]

    /// - Returns: `nil` if there is no git on the search path.
    package init?(
        folder: String, environment: [String: String], runner: any ProcessRunner, files: any FileSystem
    ) {
        guard let git = runner.find("git", path: environment["PATH"] ?? "") else { return nil }
        (self.git, self.folder, self.runner, self.files) = (git, folder, runner, files)
        self.environment = environment.merging(["GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"]) { $1 }
    }

    /// The facts of a working tree; `nil` if the folder is in none.
    ///
    /// - Parameter scratch: A folder for the temporary index that a modified tree needs.
    /// - Returns: What git says of the folder and what is below it.
    /// - Throws: ``ProcessError`` if git cannot be run, or on cancellation.
    package func facts(scratch: String) async throws(ProcessError) -> GitFacts? {
        let (status, listing, head) = try await questions()
        guard let status, let listing else { return nil }
        let entries = status.split(separator: "\0")
        let commit = Self.header("# branch.oid ", entries).flatMap { $0 == "(initial)" ? nil : $0 }
        let branch = Self.header("# branch.head ", entries).flatMap { $0 == "(detached)" ? nil : $0 }
        let isModified = entries.contains { !$0.hasPrefix("#") }
        let paths = listing.split(separator: "\0").map(String.init)
        let headTree = head?.split(separator: "\n").last.map(String.init)
        let tree: String? = isModified || headTree == nil ? try await workingTree(scratch: scratch) : headTree
        guard let tree else { return nil }
        return GitFacts(commit: commit, branch: branch, tree: tree, isModified: isModified, files: paths)
    }

    /// Why git does not answer for a folder that lies in a repository, as when that belongs to another user.
    ///
    /// - Returns: `nil` if git answers, or the folder is in no repository.
    package func refusal() async throws(ProcessError) -> String? {
        let result = try await ask(["rev-parse", "--git-dir"])
        guard !result.isSuccess, let line = result.standardError.text.split(whereSeparator: \.isNewline).first
        else { return nil }
        let reason = line.dropping(prefix: "fatal: ") ?? String(line)
        return reason.hasPrefix("not a git repository (") ? nil : reason
    }

    /// Independent questions, asked at once: each costs a process.
    private func questions() async throws(ProcessError) -> (String?, String?, String?) {
        async let status = text([
            "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--", ".",
        ])
        async let listing = text([
            "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate",
        ])
        async let head = text(["rev-parse", "--verify", "-q", "HEAD:./"])
        do { return try await (status, listing, head) } catch { throw error as? ProcessError ?? .cancelled }
    }

    /// The commit that a branch of this working tree left the main branch at.
    package func mergeBase() async throws(ProcessError) -> String? {
        for reference in ["origin/HEAD", "origin/main", "origin/master", "main", "master"] {
            if let base = try await text(["merge-base", "HEAD", reference]) { return base.trimmingLine }
        }
        return nil
    }

    /// The commit that `reference` names; `nil` if it names none.
    package func commit(_ reference: String) async throws(ProcessError) -> String? {
        try await text(["rev-parse", "--verify", "-q", "--end-of-options", reference + "^{commit}"])?
            .trimmingLine
    }

    /// The difference of the working tree to a commit, without context lines, paths relative to the folder.
    package func difference(since commit: String) async throws(ProcessError) -> String? {
        try await text([
            "diff", "--unified=0", "--inter-hunk-context=0", "--no-textconv", "--no-color", "--no-ext-diff",
            "--relative", "--src-prefix=a/",
            "--dst-prefix=b/",
            commit, "--", ".",
        ])
    }

    /// New files that are not ignored, relative to the folder.
    package func untrackedFiles() async throws(ProcessError) -> [String] {
        let listing = try await text(["ls-files", "-z", "--others", "--exclude-standard"])
        return listing?.split(separator: "\0").map(String.init) ?? []
    }

    /// Where the repository is, the folder's path in it (empty, or with a `/` at its end), and its tracked and new files.
    package func place() async throws(ProcessError) -> (repository: String, prefix: String, paths: [String])?
    {
        guard let answer = try await text(["rev-parse", "--absolute-git-dir", "--show-prefix"]),
            let listing = try await text([
                "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate",
            ])
        else { return nil }
        let lines = answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 2 else { return nil }
        return (lines[0], lines[1], listing.split(separator: "\0").map(String.init))
    }

    /// Writes the tree of the files as they are into a temporary object store and tells its id.
    private func workingTree(scratch: String) async throws(ProcessError) -> String? {
        guard
            let paths = try await text([
                "rev-parse", "--absolute-git-dir", "--git-path", "objects", "--show-prefix",
            ])
        else { return nil }
        let lines = paths.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 3 else { return nil }
        let prefix = lines[2]
        let (index, objects) = (scratch + "/index", scratch + "/objects")
        do {
            try files.makeDirectory(objects)
            if files.isFile(lines[0] + "/index") {
                try files.write(try files.read(lines[0] + "/index"), to: index)
            }
        } catch { return nil }
        let more = [
            "GIT_INDEX_FILE": index, "GIT_OBJECT_DIRECTORY": objects,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": lines[1].path(in: folder),
        ]
        guard try await text(["add", "--all", "--ignore-errors", "--", "."], more) != nil else { return nil }
        let part = prefix.isEmpty ? [] : ["--prefix=" + prefix]
        return try await text(["write-tree", "--missing-ok"] + part, more)?.trimmingLine
    }

    /// What git prints; `nil` if it says no.
    private func text(
        _ arguments: [String], _ more: [String: String] = [:]
    ) async throws(ProcessError) -> String? {
        let result = try await ask(arguments, more)
        return result.isSuccess ? result.standardOutput.text : nil
    }

    private func ask(
        _ arguments: [String], _ more: [String: String] = [:]
    ) async throws(ProcessError) -> ProcessResult {
        try await runner.traced(
            ProcessInvocation(
                executable: git, arguments: arguments, environment: environment.merging(more) { $1 },
                workingDirectory: folder, timeout: .seconds(60), outputLimit: 256 << 20),
            command: ["git"] + arguments)
    }

    private static func header(_ key: String, _ entries: [Substring]) -> String? {
        entries.first { $0.hasPrefix(key) }.map { String($0.dropFirst(key.count)) }
    }
}

extension String {
    /// Without the line breaks at its end.
    var trimmingLine: String {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }
}
