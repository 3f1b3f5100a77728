/// What a verdict is about.
package struct Subject: Hashable, Sendable {
    /// The project's name, or its folder's where it has none.
    package let project: String
    package let version: String?
    /// The commit that is checked out; `nil` outside of git and before the first commit.
    package let commit: String?
    /// The id of the working tree with its uncommitted changes: a git tree id, or `sha256:…` outside of git.
    package let tree: String
    package let branch: String?
    /// Whether the working tree differs from the commit.
    package let isModified: Bool
    /// SHA-256 of the lock file.
    package let lock: String?

    package init(
        project: String, version: String?, commit: String?, tree: String, branch: String?, isModified: Bool,
        lock: String?
    ) {
        (self.project, self.version, self.commit, self.tree) = (project, version, commit, tree)
        (self.branch, self.isModified, self.lock) = (branch, isModified, lock)
    }
}
