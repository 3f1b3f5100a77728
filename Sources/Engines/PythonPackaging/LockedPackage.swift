public import Diagnostics

/// One distribution that a lock file pins.
public struct LockedPackage: Hashable, Sendable {
    /// Where the distribution comes from.
    public enum Source: Hashable, Sendable {
        /// An index; `nil` is the default one of the tool.
        case registry(String?)
        /// A repository, with the commit if the lock has one.
        case git(String, revision: String?)
        /// An archive at a URL.
        case url(String)
        /// An archive or a folder of this machine, as the lock writes it.
        case path(String)
        /// A folder that is used in place.
        case editable(String)
        /// A folder of this project that is not built.
        case virtual(String)
    }

    /// How many of the artifacts a hash protects.
    public enum HashCoverage: String, Hashable, Sendable {
        case none, some, all

        /// `hashed` of `count` artifacts.
        init(_ hashed: Int, of count: Int) { self = hashed == 0 ? .none : hashed < count ? .some : .all }
    }

    public let name: PackageName
    /// `nil` where the lock leaves it out: folders with a version that is computed.
    public let version: Version?
    public let source: Source
    public let hashes: HashCoverage
    /// The extras that the entry itself is limited to.
    public let extras: [PackageName]
    /// When the entry counts; `nil` is always.
    public let marker: Marker?
    /// The dependency groups or categories that the lock puts it in; empty where it does not say.
    public let groups: [String]
    /// What it needs, in the order of the lock.
    public let dependencies: [PackageName]
    /// Where its entry starts.
    public let place: SourcePlace?

    /// Whether it is the project, a workspace member or another folder of this machine rather than a published
    /// distribution: advisories do not apply to it.
    public var isFirstParty: Bool {
        switch source {
        case .editable, .virtual: true
        case .path(let path): !LockSource.isArchive(path)
        case .registry, .git, .url: false
        }
    }

    init(
        name: PackageName, version: Version?, source: Source, hashes: HashCoverage = .none,
        extras: [PackageName] = [], marker: Marker? = nil, groups: [String] = [],
        dependencies: [PackageName] = [],
        place: SourcePlace?
    ) {
        (self.name, self.version, self.source, self.hashes) = (name, version, source, hashes)
        (self.extras, self.marker, self.groups) = (extras, marker, groups)
        (self.dependencies, self.place) = (dependencies, place)
    }
}

enum LockSource {
    /// Whether a path names an archive rather than a folder.
    static func isArchive(_ path: String) -> Bool {
        let lower = path.lowercased()
        return [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar"].contains {
            lower.hasSuffix($0)
        }
    }
}
