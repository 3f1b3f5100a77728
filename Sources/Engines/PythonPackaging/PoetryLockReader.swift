import StructuredData
import TOML

/// Reads `poetry.lock` of the formats 1.x (hashes apart from the packages) and 2.x (hashes with them).
enum PoetryLockReader {
    static func read(_ root: TableReader) throws(PackagingError) -> LockFile {
        guard let metadata = try root.table("metadata"), let format = try metadata.string("lock-version")
        else {
            throw .lock(.format(.poetry, found: nil, supported: "1.x and 2.x"), place: root.place)
        }
        guard let major = try? Version(format).release.first, major == 1 || major == 2 else {
            throw .lock(
                .format(.poetry, found: format, supported: "1.x and 2.x"),
                place: metadata.valuePlace("lock-version"))
        }
        let files = try metadata.table("files")
        var packages: [LockedPackage] = []
        for entry in try root.tables("package") { packages.append(try package(entry, files)) }
        let python = try metadata.string("python-versions").map { text throws(PackagingError) in
            try metadata.parse(text, at: ["python-versions"]) { text throws(PackagingError) in
                try PoetryConstraint(text, ofPython: true)
            }
        }
        return LockFile(
            kind: .poetry, file: root.document.file, formatVersion: format,
            requiresPython: python?.specifiers,
            packages: packages)
    }

    private static func package(_ entry: TableReader, _ files: TableReader?) throws(PackagingError)
        -> LockedPackage
    {
        let name = try entry.name("name")
        return LockedPackage(
            name: name, version: try entry.version("version"), source: try source(entry),
            hashes: try hashes(entry, files, name), marker: try marker(entry), groups: try groups(entry),
            dependencies: try dependencies(entry), place: entry.place)
    }

    private static func source(_ entry: TableReader) throws(PackagingError) -> LockedPackage.Source {
        guard let source = try entry.table("source") else { return .registry(nil) }
        let url = try source.required("url")
        switch try source.required("type") {
        case "legacy": return .registry(url)
        case "git":
            let (resolved, wanted) = (try source.string("resolved_reference"), try source.string("reference"))
            return .git(url, revision: resolved ?? wanted)
        case "url": return .url(url)
        case "file": return .path(url)
        case "directory": return try entry.bool("develop") ?? false ? .editable(url) : .path(url)
        default: throw source.wrong("type", "`legacy`, `git`, `url`, `file` or `directory`")
        }
    }

    private static func hashes(
        _ entry: TableReader, _ files: TableReader?, _ name: PackageName
    ) throws(PackagingError) -> LockedPackage.HashCoverage {
        var artifacts = try entry.tables("files")
        if artifacts.isEmpty, let files { artifacts = try files.tables(name.spelling) }
        return LockedPackage.HashCoverage(artifacts.count { $0.has("hash") }, of: artifacts.count)
    }

    /// One marker, or one for each group; Poetry writes `<empty>` for one that never holds.
    private static func marker(_ entry: TableReader) throws(PackagingError) -> Marker? {
        guard entry.value["markers"]?.object != nil, let table = try entry.table("markers") else {
            return try entry.value["markers"] == "<empty>" ? never : entry.marker("markers")
        }
        var markers: [Marker] = []
        for group in table.keys where table.value[group] != "<empty>" {
            // A group without a marker always counts.
            guard let marker = try table.marker(group) else { return nil }
            markers.append(marker)
        }
        return markers.isEmpty ? never : .any(of: markers)
    }

    private static let never = Marker.comparison(.variable(.pythonVersion), .less, .literal("0"))

    private static func groups(_ entry: TableReader) throws(PackagingError) -> [String] {
        if entry.has("groups") { return try entry.strings("groups") }
        return try entry.string("category").map { [$0] } ?? []
    }

    private static func dependencies(_ entry: TableReader) throws(PackagingError) -> [PackageName] {
        guard let table = try entry.table("dependencies") else { return [] }
        var names: [PackageName] = []
        for key in table.keys {
            names.append(
                try table.parse(key, at: [.key(key)]) { text throws(PackagingError) in try PackageName(text) }
            )
        }
        return names
    }
}
