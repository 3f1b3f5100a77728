import TOML

/// Reads `uv.lock`, version 1 in any revision: uv keeps revisions readable by older readers.
enum UVLockReader {
    static func read(_ root: TableReader) throws(PackagingError) -> LockFile {
        let version = try root.integer("version")
        guard version == 1 else {
            let found = version.map { String($0) }
            throw .lock(
                .format(.uv, found: found, supported: "1"),
                place: version == nil ? root.place : root.valuePlace("version"))
        }
        var packages: [LockedPackage] = []
        for entry in try root.tables("package") { packages.append(try package(entry)) }
        let revision = try root.integer("revision").map { ".\($0)" } ?? ""
        return LockFile(
            kind: .uv, file: root.document.file, formatVersion: "1\(revision)",
            requiresPython: try root.specifiers("requires-python"),
            packages: packages)
    }

    private static func package(_ entry: TableReader) throws(PackagingError) -> LockedPackage {
        LockedPackage(
            name: try entry.name("name"), version: try entry.version("version"), source: try source(entry),
            hashes: try hashes(entry), marker: try marker(entry),
            dependencies: try entry.tables("dependencies").map { dependency throws(PackagingError) in
                try dependency.name("name")
            },
            place: entry.place)
    }

    private static func source(_ entry: TableReader) throws(PackagingError) -> LockedPackage.Source {
        guard let source = try entry.table("source") else {
            throw entry.wrong("source", "a table that says where the package comes from")
        }
        if let url = try source.string("registry") { return .registry(url) }
        if let url = try source.string("git") {
            let parts = url.split(separator: "#", maxSplits: 1).map(String.init)
            return .git(parts.first ?? url, revision: parts.count > 1 ? parts[1] : nil)
        }
        if let url = try source.string("url") { return .url(url) }
        if let path = try source.string("path") { return .path(path) }
        if let path = try source.string("directory") { return .path(path) }
        if let path = try source.string("editable") { return .editable(path) }
        if let path = try source.string("virtual") { return .virtual(path) }
        throw entry.wrong(
            "source", "one of `registry`, `git`, `url`, `path`, `directory`, `editable`, `virtual`")
    }

    private static func hashes(_ entry: TableReader) throws(PackagingError) -> LockedPackage.HashCoverage {
        var artifacts = try entry.tables("wheels")
        if let sdist = try entry.table("sdist") { artifacts.append(sdist) }
        return LockedPackage.HashCoverage(artifacts.count { $0.has("hash") }, of: artifacts.count)
    }

    /// An entry of a forked resolution counts in one of several environments.
    private static func marker(_ entry: TableReader) throws(PackagingError) -> Marker? {
        var markers: [Marker] = []
        for (index, text) in try entry.strings("resolution-markers").enumerated() {
            markers.append(
                try entry.parse(text, at: ["resolution-markers", .index(index)]) {
                    text throws(PackagingError) in
                    try Marker(text)
                })
        }
        return markers.isEmpty ? nil : .any(of: markers)
    }
}

extension TableReader {
    /// A key that must hold the name of a package.
    func name(_ key: String) throws(PackagingError) -> PackageName {
        try parse(try required(key), at: [.key(key)]) { text throws(PackagingError) in try PackageName(text) }
    }

    func version(_ key: String) throws(PackagingError) -> Version? {
        guard let text = try string(key) else { return nil }
        return try parse(text, at: [.key(key)]) { text throws(PackagingError) in try Version(text) }
    }

    func marker(_ key: String) throws(PackagingError) -> Marker? {
        guard let text = try string(key), !text.isEmpty else { return nil }
        return try parse(text, at: [.key(key)]) { text throws(PackagingError) in try Marker(text) }
    }

    func specifiers(_ key: String) throws(PackagingError) -> VersionSpecifiers? {
        guard let text = try string(key) else { return nil }
        return try parse(text, at: [.key(key)]) { text throws(PackagingError) in try VersionSpecifiers(text) }
    }
}
