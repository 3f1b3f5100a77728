/// Requirements files as a lock: what they pin, and what they leave open.
public struct PinnedRequirements: Hashable, Sendable {
    public let packages: [LockedPackage]
    /// The entries that no one version satisfies, in order; a folder of this machine is none of them.
    public let unpinned: [RequirementsFile.Entry]

    /// Whether there is something pinned and nothing open.
    public var isLock: Bool { unpinned.isEmpty && !packages.isEmpty }

    /// Looks at the files as one; those under `-c` are not to be among them.
    public init(_ files: [RequirementsFile]) {
        var packages: [LockedPackage] = []
        var unpinned: [RequirementsFile.Entry] = []
        for file in files {
            let index = file.values(of: "--index-url").last
            for entry in file.entries {
                if let package = Self.package(entry, index) {
                    packages.append(package)
                } else if Self.isOpen(entry) {
                    unpinned.append(entry)
                }
            }
        }
        (self.packages, self.unpinned) = (packages, unpinned)
    }

    /// The distribution that an entry pins; `nil` if it pins none.
    private static func package(_ entry: RequirementsFile.Entry, _ index: String?) -> LockedPackage? {
        switch entry.content {
        case .requirement(let requirement): return package(requirement, entry, index)
        case .location(let location, let name?, let extras, let marker, let isEditable):
            return LockedPackage(
                name: name, version: nil, source: source(location, isEditable: isEditable),
                hashes: entry.hashes.isEmpty ? .none : .all, extras: extras, marker: marker,
                place: entry.place)
        case .location, .unexpanded, .include, .constraints, .option: return nil
        }
    }

    /// Whether an entry that pins nothing asks for something; a folder of this machine does not.
    private static func isOpen(_ entry: RequirementsFile.Entry) -> Bool {
        switch entry.content {
        case .requirement, .unexpanded: return true
        case .location(let location, _, _, _, let isEditable):
            switch source(location, isEditable: isEditable) {
            case .git, .url: return true
            case .registry, .path, .editable, .virtual: return false
            }
        case .include, .constraints, .option: return false
        }
    }

    private static func package(
        _ requirement: Requirement, _ entry: RequirementsFile.Entry, _ index: String?
    ) -> LockedPackage? {
        let source: LockedPackage.Source
        switch requirement.source {
        case .url(let url): source = Self.source(url, isEditable: false)
        case .versions(let specifiers):
            guard specifiers.pinned != nil else { return nil }
            source = .registry(index)
        }
        return LockedPackage(
            name: requirement.name, version: requirement.specifiers.pinned, source: source,
            hashes: entry.hashes.isEmpty ? .none : .all, extras: requirement.extras,
            marker: requirement.marker,
            place: entry.place)
    }

    private static func source(_ location: String, isEditable: Bool) -> LockedPackage.Source {
        if location.hasPrefix("git+") {
            let url = String(location.dropFirst(4).prefix { $0 != "#" })
            let slash = url.lastIndex(of: "/") ?? url.startIndex
            guard let at = url[slash...].lastIndex(of: "@") else { return .git(url, revision: nil) }
            return .git(String(url[..<at]), revision: String(url[url.index(after: at)...]))
        }
        let isLocal = !location.containsText("://") || location.hasPrefix("file:")
        return isLocal ? (isEditable ? .editable(location) : .path(location)) : .url(location)
    }
}
