import StructuredData
import TOML

/// Reads `pylock.toml`, PEP 751.
enum PylockReader {
    static func read(_ root: TableReader) throws(PackagingError) -> LockFile {
        guard let format = try root.string("lock-version") else {
            throw .lock(.format(.pylock, found: nil, supported: "1.x"), place: root.place)
        }
        guard let version = try? Version(format), version.release.first == 1 else {
            throw .lock(
                .format(.pylock, found: format, supported: "1.x"), place: root.valuePlace("lock-version"))
        }
        var packages: [LockedPackage] = []
        for entry in try root.tables("packages") { packages.append(try package(entry)) }
        return LockFile(
            kind: .pylock, file: root.document.file, formatVersion: format,
            requiresPython: try root.specifiers("requires-python"), packages: packages)
    }

    private static func package(_ entry: TableReader) throws(PackagingError) -> LockedPackage {
        LockedPackage(
            name: try entry.name("name"), version: try entry.version("version"), source: try source(entry),
            hashes: try hashes(entry), marker: try entry.marker("marker"),
            dependencies: try entry.tables("dependencies").map { dependency throws(PackagingError) in
                try dependency.name("name")
            },
            place: entry.place)
    }

    private static func source(_ entry: TableReader) throws(PackagingError) -> LockedPackage.Source {
        if let vcs = try entry.table("vcs") {
            let revision = try vcs.string("commit-id")
            if let url = try vcs.string("url") { return .git(url, revision: revision) }
            return .git(try vcs.required("path"), revision: revision)
        }
        if let directory = try entry.table("directory") {
            let path = try directory.required("path")
            return try directory.bool("editable") ?? false ? .editable(path) : .path(path)
        }
        if let archive = try entry.table("archive") {
            if let url = try archive.string("url") { return .url(url) }
            return .path(try archive.required("path"))
        }
        return .registry(try entry.string("index"))
    }

    private static func hashes(_ entry: TableReader) throws(PackagingError) -> LockedPackage.HashCoverage {
        var artifacts = try entry.tables("wheels")
        for key in ["sdist", "archive"] {
            if let artifact = try entry.table(key) { artifacts.append(artifact) }
        }
        let hashed = artifacts.count { $0.value["hashes"]?.object?.isEmpty == false }
        return LockedPackage.HashCoverage(hashed, of: artifacts.count)
    }
}
