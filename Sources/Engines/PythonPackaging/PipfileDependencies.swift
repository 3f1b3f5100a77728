import StructuredData
import TOML

/// Turns the package tables of a `Pipfile` into requirements.
enum PipfileDependencies {
    /// The tables that hold no packages.
    private static let others: Set<String> = ["source", "requires", "scripts", "pipenv", "pipfile"]

    static func all(_ root: TableReader) throws(PackagingError) -> [ProjectDependency] {
        var found: [ProjectDependency] = []
        for category in root.keys where !others.contains(category) {
            guard let table = try root.table(category) else { continue }
            let scope: ProjectDependency.Scope =
                switch category {
                case "packages": .main
                case "dev-packages": .group("dev")
                default: .group(category)
                }
            for key in table.keys { found.append(try dependency(key, table, scope)) }
        }
        return found
    }

    private static func dependency(
        _ key: String, _ table: TableReader, _ scope: ProjectDependency.Scope
    ) throws(PackagingError) -> ProjectDependency {
        let name = try table.parse(key, at: [.key(key)]) { text throws(PackagingError) in
            try PackageName(text)
        }
        guard table.value[key]?.string == nil, let entry = try table.table(key) else {
            let specifiers = try specifiers(table, key)
            return ProjectDependency(
                requirement: Requirement(name: name, source: .versions(specifiers)), scope: scope,
                place: table.place(key))
        }
        var extras: [PackageName] = []
        for text in try entry.strings("extras") {
            extras.append(
                try entry.parse(text, at: ["extras"]) { text throws(PackagingError) in try PackageName(text) }
            )
        }
        let requirement = Requirement(
            name: name, extras: extras, source: try source(entry), marker: try marker(entry))
        return ProjectDependency(
            requirement: requirement, scope: scope, isEditable: try entry.bool("editable") ?? false,
            place: table.place(key))
    }

    private static func specifiers(_ table: TableReader, _ key: String) throws(PackagingError)
        -> VersionSpecifiers
    {
        guard let text = try table.string(key), text != "*", !text.isEmpty else {
            return VersionSpecifiers([])
        }
        // A version alone is a pin.
        let pinned = (try? Version(text)) != nil ? "==" + text : text
        return try table.parse(text, at: [.key(key)]) { _ throws(PackagingError) in
            try VersionSpecifiers(pinned)
        }
    }

    private static func source(_ entry: TableReader) throws(PackagingError) -> Requirement.Source {
        if let url = try entry.string("git") {
            let revision = try entry.string("ref").map { "@" + $0 } ?? ""
            let folder = try entry.string("subdirectory").map { "#subdirectory=" + $0 } ?? ""
            return .url("git+" + url + revision + folder)
        }
        if let path = try entry.string("path") {
            return .url(path.hasPrefix("/") || path.hasPrefix(".") ? path : "./" + path)
        }
        if let file = try entry.string("file") { return .url(file) }
        return .versions(try specifiers(entry, "version"))
    }

    /// `markers`, and keys that are named like a variable: `sys_platform = "== 'win32'"`.
    private static func marker(_ entry: TableReader) throws(PackagingError) -> Marker? {
        var markers: [Marker] = []
        if let marker = try entry.marker("markers") { markers.append(marker) }
        for variable in MarkerVariable.allCases where entry.has(variable.rawValue) && variable != .extras {
            guard let text = try entry.string(variable.rawValue) else { continue }
            markers.append(
                try entry.parse(text, at: [.key(variable.rawValue)]) { text throws(PackagingError) in
                    try Marker("\(variable.rawValue) \(text)")
                })
        }
        return markers.isEmpty ? nil : .all(of: markers)
    }
}
