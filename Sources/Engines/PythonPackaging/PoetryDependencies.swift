import StructuredData
import TOML

/// Turns the dependency tables of `[tool.poetry]` into requirements.
enum PoetryDependencies {
    static func all(_ poetry: TableReader) throws(PackagingError) -> [ProjectDependency] {
        let extras = try extras(poetry)
        var found = try table(poetry.table("dependencies"), .main, extras: extras)
        found += try table(poetry.table("dev-dependencies"), .group("dev"))
        guard let groups = try poetry.table("group") else { return found }
        for name in groups.keys {
            found += try table(groups.table([name, "dependencies"]), .group(name))
        }
        return found
    }

    /// The extras of each optional dependency, by its normalised name.
    private static func extras(_ poetry: TableReader) throws(PackagingError) -> [String: [String]] {
        guard let table = try poetry.table("extras") else { return [:] }
        var extras: [String: [String]] = [:]
        for extra in table.keys {
            for name in try table.strings(extra) {
                extras[PackageName.normalized(name), default: []].append(extra)
            }
        }
        return extras
    }

    private static func table(
        _ table: TableReader?, _ scope: ProjectDependency.Scope, extras: [String: [String]] = [:]
    ) throws(PackagingError) -> [ProjectDependency] {
        guard let table else { return [] }
        var found: [ProjectDependency] = []
        for key in table.keys where key.lowercased() != "python" {
            let name = try table.parse(key, at: [.key(key)]) { text throws(PackagingError) in
                try PackageName(text)
            }
            let place = table.place(key)
            for (requirement, isEditable, isOptional) in try requirements(name, table, key) {
                let named = extras[name.normalized] ?? []
                let scopes = isOptional && !named.isEmpty ? named.map { .extra($0) } : [scope]
                found += scopes.map {
                    ProjectDependency(
                        requirement: requirement, scope: $0, isEditable: isEditable, place: place)
                }
            }
        }
        return found
    }

    private typealias Found = (requirement: Requirement, isEditable: Bool, isOptional: Bool)

    /// A constraint, a table, or an array of tables with markers.
    private static func requirements(
        _ name: PackageName, _ table: TableReader, _ key: String
    ) throws(PackagingError) -> [Found] {
        if let text = table.value[key]?.string {
            let specifiers = try specifiers(text, table, [.key(key)])
            return [(Requirement(name: name, source: .versions(specifiers)), false, false)]
        }
        if table.value[key]?.array != nil {
            return try table.tables(key).map { entry throws(PackagingError) in try requirement(name, entry) }
        }
        guard let entry = try table.table(key) else { return [] }
        return [try requirement(name, entry)]
    }

    private static func requirement(_ name: PackageName, _ entry: TableReader) throws(PackagingError) -> Found
    {
        var extras: [PackageName] = []
        for (index, text) in try entry.strings("extras").enumerated() {
            extras.append(
                try entry.parse(text, at: ["extras", .index(index)]) { text throws(PackagingError) in
                    try PackageName(text)
                })
        }
        let markers = [try entry.marker("markers"), try pythonMarker(entry), try platformMarker(entry)]
        let known = markers.compactMap { $0 }
        let requirement = Requirement(
            name: name, extras: extras, source: try source(entry),
            marker: known.isEmpty ? nil : .all(of: known))
        return (requirement, try entry.bool("develop") ?? false, try entry.bool("optional") ?? false)
    }

    private static func source(_ entry: TableReader) throws(PackagingError) -> Requirement.Source {
        if let url = try entry.string("git") {
            let candidates = [try entry.string("rev"), try entry.string("tag"), try entry.string("branch")]
            let revision = candidates.compactMap { $0 }.first.map { "@" + $0 } ?? ""
            let folder = try entry.string("subdirectory").map { "#subdirectory=" + $0 } ?? ""
            return .url("git+" + url + revision + folder)
        }
        if let url = try entry.string("url") { return .url(url) }
        if let path = try entry.string("path") {
            return .url(path.hasPrefix("/") || path.hasPrefix(".") ? path : "./" + path)
        }
        if let path = try entry.string("file") { return .url(path) }
        guard let text = try entry.string("version") else { return .versions(VersionSpecifiers([])) }
        return .versions(try specifiers(text, entry, ["version"]))
    }

    private static func specifiers(
        _ text: String, _ table: TableReader, _ steps: TOMLPath
    ) throws(PackagingError) -> VersionSpecifiers {
        try table.parse(text, at: steps) { text throws(PackagingError) in
            try PoetryConstraint(text).specifiers
        }
    }

    /// `python = "^3.8"` of one dependency.
    private static func pythonMarker(_ entry: TableReader) throws(PackagingError) -> Marker? {
        guard let text = try entry.string("python") else { return nil }
        let constraint = try entry.parse(text, at: ["python"]) { text throws(PackagingError) in
            try PoetryConstraint(text, ofPython: true)
        }
        let markers = constraint.specifiers.clauses.compactMap(Self.pythonMarker)
        return markers.isEmpty ? nil : .all(of: markers)
    }

    private static func pythonMarker(_ clause: VersionSpecifier) -> Marker? {
        guard let relation = Marker.Operator(rawValue: clause.relation.rawValue) else { return nil }
        let text = clause.description.dropFirst(clause.relation.rawValue.count)
        let isLong: Bool =
            switch clause.bound {
            case .version(let version): version.release.count > 2
            case .prefix(let version): version.release.count > 2
            case .text: true
            }
        return .comparison(
            .variable(isLong ? .pythonFullVersion : .pythonVersion), relation, .literal(String(text)))
    }

    private static func platformMarker(_ entry: TableReader) throws(PackagingError) -> Marker? {
        try entry.string("platform").map { .comparison(.variable(.sysPlatform), .equal, .literal($0)) }
    }
}
