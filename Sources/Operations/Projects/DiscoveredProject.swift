package import Diagnostics
package import PythonPackaging
package import TOML

/// A project on this machine: what it is, and where.
package struct DiscoveredProject: Sendable {
    /// Absolute, without links.
    package let directory: String
    package let project: PythonProject
    /// Of the project, if it has one.
    package let pyproject: TOMLDocument?
    /// The uv workspace that it is the root or a member of.
    package let workspace: Workspace?
    /// The lock file that pins its dependencies; of a workspace member, that of the root.
    package let lock: Lock?
    /// What could not be understood, but does not matter for what the project is.
    package let notes: [Diagnostic]

    package struct Lock: Hashable, Sendable {
        package let kind: LockKind
        /// Absolute; several for requirements files.
        package let paths: [String]
        /// Such as "`uv.lock`, of the workspace root".
        package let why: String
    }

    /// Where the lock file and the environment of a uv project are: the workspace root, else the project itself.
    package var rootDirectory: String { workspace?.root ?? directory }
}

/// A uv workspace.
package struct Workspace: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package let name: String
        /// Absolute.
        package let directory: String
    }

    /// Absolute.
    package let root: String
    /// The root itself, if it is a project, and the others, by directory.
    package let members: [Member]
}
