/// The tool whose format a lock file has.
public enum LockKind: String, Hashable, Sendable, CaseIterable {
    case uv, poetry, pipenv, pylock
    /// Requirements files in which every requirement is pinned.
    case requirements

    /// The kind that a file name says; `nil` for other names and for requirements files, where contents decide.
    public init?(fileName: String) {
        switch fileName {
        case "uv.lock": self = .uv
        case "poetry.lock": self = .poetry
        case "Pipfile.lock": self = .pipenv
        case "pylock.toml": self = .pylock
        case let name where name.hasPrefix("pylock.") && name.hasSuffix(".toml"):
            // PEP 751 allows one name without dots in between.
            guard name.split(separator: ".").count == 3 else { return nil }
            self = .pylock
        default: return nil
        }
    }
}

/// What a lock file pins.
public struct LockFile: Hashable, Sendable {
    public let kind: LockKind
    /// The name of the file, as places show it.
    public let file: String
    /// The version of the format, as the file writes it; empty for requirements files.
    public let formatVersion: String
    /// The Python versions it is for; `nil` where it does not say.
    public let requiresPython: VersionSpecifiers?
    /// In the order of the file, the project and its members included.
    public let packages: [LockedPackage]

    /// The published distributions: what advisories and licences are looked up for.
    public var thirdParty: [LockedPackage] { packages.filter { !$0.isFirstParty } }

    init(
        kind: LockKind, file: String, formatVersion: String, requiresPython: VersionSpecifiers?,
        packages: [LockedPackage]
    ) {
        (self.kind, self.file, self.formatVersion) = (kind, file, formatVersion)
        (self.requiresPython, self.packages) = (requiresPython, packages)
    }

    /// Reads a lock file of a kind other than ``LockKind/requirements``, for which there is ``PinnedRequirements``.
    ///
    /// - Parameters:
    ///   - text: A whole file.
    ///   - kind: What it is; see ``LockKind/init(fileName:)``.
    ///   - file: What places are to call it.
    /// - Throws: ``PackagingError``, for a version of the format that is not known as well.
    /// - Complexity: O(*n*) in the length of `text`.
    /// - SeeAlso: uv.lock version 1, poetry.lock 1.x and 2.x, Pipfile.lock specification 6, PEP 751.
    public init(parsing text: String, kind: LockKind, file: String) throws(PackagingError) {
        switch kind {
        case .uv: self = try UVLockReader.read(TableReader(parsing: text, file: file))
        case .poetry: self = try PoetryLockReader.read(TableReader(parsing: text, file: file))
        case .pylock: self = try PylockReader.read(TableReader(parsing: text, file: file))
        case .pipenv: self = try PipfileLockReader.read(text, file: file)
        case .requirements:
            let pinned = PinnedRequirements([try RequirementsFile(parsing: text, file: file)])
            if let open = pinned.unpinned.first {
                throw .lock(.notPinned, place: open.place)
            }
            self = LockFile(
                kind: .requirements, file: file, formatVersion: "", requiresPython: nil,
                packages: pinned.packages)
        }
    }
}
