public import Diagnostics

/// A value with the reason for it and the place that says so, if there is one.
public struct Explained<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    /// Such as "`project.name` in pyproject.toml".
    public let why: String
    public let place: SourcePlace?

    public init(_ value: Value, why: String, place: SourcePlace? = nil) {
        (self.value, self.why, self.place) = (value, why, place)
    }
}

/// What a project folder says of itself.
public struct PythonProject: Hashable, Sendable {
    /// How the project is described.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// `[project]` of `pyproject.toml`.
        case pep621
        /// `[tool.poetry]` of `pyproject.toml`.
        case poetry
        case pipenv
        /// Requirements files alone.
        case requirements
        /// `setup.cfg` or `setup.py`.
        case setuptoolsLegacy = "setuptools-legacy"
        /// A `pyproject.toml` without a project in it, such as the root of a virtual workspace.
        case bare
    }

    /// What manages dependencies.
    public enum Manager: String, Hashable, Sendable, CaseIterable { case uv, poetry, pipenv, pdm, pip }

    public enum VersionState: Hashable, Sendable {
        case fixed(Version)
        /// Computed when the project is built.
        case dynamic
        case none
    }

    /// As written, or the name of the folder.
    public var name: Explained<String>
    public var version: Explained<VersionState>
    /// `nil` when any Python will do.
    public var requiresPython: Explained<VersionSpecifiers>?
    public var kind: Explained<Kind>
    public var manager: Explained<Manager>
    public var lock: Explained<LockReference>?
    public var layout: Explained<ProjectLayout>
    /// The build backend, such as `hatchling.build`; `nil` when the project is not built.
    public var buildBackend: Explained<String>?
    /// Of the root of a uv workspace.
    public var workspace: Explained<WorkspacePatterns>?
    /// All dependencies, of every group and extra, in the order of the files.
    public var dependencies: [ProjectDependency]
    /// The names of the dependency groups, in the order of the files.
    public var groups: [String]
    /// The names of the extras, in the order of the files.
    public var extras: [String]
    /// The files and folders with tests, relative to the project folder.
    public var testPaths: Explained<[String]>
    public var tools: ProjectTools

    /// A lock file beside the project.
    public struct LockReference: Hashable, Sendable {
        public let kind: LockKind
        /// Relative to the project folder; several for requirements files.
        public let paths: [String]

        public init(kind: LockKind, paths: [String]) { (self.kind, self.paths) = (kind, paths) }
    }

    /// The dependencies of the project itself, without groups and extras.
    public var mainDependencies: [ProjectDependency] { dependencies.filter { $0.scope == .main } }

    /// The dependencies of one group, those of groups that it includes as well.
    public func dependencies(ofGroup name: String) -> [ProjectDependency] {
        let wanted = PackageName.normalized(name)
        return dependencies.filter {
            if case .group(let group) = $0.scope { PackageName.normalized(group) == wanted } else { false }
        }
    }
}

/// What a project needs, and for what.
public struct ProjectDependency: Hashable, Sendable {
    public enum Scope: Hashable, Sendable {
        case main
        case group(String)
        case extra(String)
    }

    public let requirement: Requirement
    public let scope: Scope
    /// Whether it is a folder that is used in place.
    public let isEditable: Bool
    public let place: SourcePlace?

    public init(requirement: Requirement, scope: Scope, isEditable: Bool = false, place: SourcePlace?) {
        (self.requirement, self.scope) = (requirement, scope)
        (self.isEditable, self.place) = (isEditable, place)
    }
}

extension ProjectDependency.Scope: CustomStringConvertible {
    /// `dependencies`, `group dev` or `extra test`.
    public var description: String {
        switch self {
        case .main: "dependencies"
        case .group(let name): "group \(name)"
        case .extra(let name): "extra \(name)"
        }
    }
}
