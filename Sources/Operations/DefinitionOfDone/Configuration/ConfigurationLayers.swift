package import Capabilities
package import Diagnostics
import StructuredData
package import TOML
import Workflows

/// Where a value was written.
package enum SettingOrigin: Hashable, Sendable {
    case flag(String)
    case environment(String)
    case file(SourcePlace)
    case builtin

    package var text: String {
        switch self {
        case .flag(let name): name
        case .environment(let name): "$\(name)"
        case .file(let place): place.description
        case .builtin: "built in"
        }
    }
}

/// A resolved scalar with its origin.
package struct SettingValue: Hashable, Sendable {
    package let text: String
    package let origin: SettingOrigin
}

/// One file of settings.
package struct ConfigurationFile: Sendable {
    package let document: TOMLDocument
    /// Where its `dod` table is.
    package let path: TOMLPath
    /// The folder that its relative paths start from.
    package let folder: String

    package init(document: TOMLDocument, path: TOMLPath, folder: String) {
        (self.document, self.path, self.folder) = (document, path, folder)
    }

    var table: JSON? { path.reduce(document.value, { $0?.at($1) }) }
    var gates: GateSettingsReader { GateSettingsReader(document: document, path: path + ["gates"]) }
}

/// Finds and reads the files of settings, the nearest first: project, workspace root, user.
package struct ConfigurationLayers: Sendable {
    package let files: [ConfigurationFile]

    /// Reads what is there.
    ///
    /// - Parameters:
    ///   - folders: The project's folder, then its workspace root's if that is another.
    ///   - user: The user's own configuration file, which need not exist.
    ///   - fileSystem: Where to read.
    ///   - shownFrom: Paths in messages are relative to this folder.
    /// - Throws: ``DoDError`` for a broken document, for both files in one folder, and for keys that do not exist.
    package init(
        folders: [String], user: String?, fileSystem: some FileSystem, shownFrom: String
    ) throws(DoDError) {
        var files: [ConfigurationFile] = []
        for folder in folders {
            let own = try Self.document(folder + "/uvmgr.toml", fileSystem, shownFrom)
            let project = try Self.document(folder + "/pyproject.toml", fileSystem, shownFrom)
            let inProject = project?.value["tool"]?["uvmgr"] != nil
            if own != nil, inProject { throw .bothFiles(project: folder) }
            if let own { files.append(ConfigurationFile(document: own, path: ["dod"], folder: folder)) }
            if inProject, let project {
                files.append(
                    ConfigurationFile(document: project, path: ["tool", "uvmgr", "dod"], folder: folder))
            }
        }
        if let user, let document = try Self.document(user, fileSystem, shownFrom) {
            let folder = user.split(separator: "/").dropLast().map { "/" + $0 }.joined()
            files.append(ConfigurationFile(document: document, path: ["dod"], folder: folder))
        }
        for file in files { try file.check() }
        self.files = files
    }

    private static func document(
        _ path: String, _ files: some FileSystem, _ shownFrom: String
    ) throws(DoDError) -> TOMLDocument? {
        guard files.isFile(path) else { return nil }
        let text: String
        do { text = try files.readText(path) } catch { throw .file(error) }
        do { return try TOMLDocument(parsing: text, file: path.shown(from: shownFrom)) } catch {
            throw .document(error.diagnostic)
        }
    }
}

extension ConfigurationLayers {
    /// The commands that job types of workflows are bound to, by type; the nearest file counts.
    package func jobs() throws(DoDError) -> [String: [String]] {
        var all: [String: [String]] = [:]
        for file in files { all.merge(try file.jobs()) { nearest, _ in nearest } }
        return all
    }
}

extension ConfigurationFile {
    static let tables = ["gates", "waivers"]

    /// Refuses every key that nothing reads.
    func check() throws(DoDError) {
        let above = TOMLPath(path.dropLast())
        let known = SettingDefinition.all.map(\.key) + Self.tables
        if let root = above.reduce(document.value, { $0?.at($1) })?.object {
            for key in root.keys.sorted() where !["dod", "workflow"].contains(key) {
                throw gates.unknownKey(key, ["dod", "workflow"], at: above)
            }
            _ = try jobs()
        }
        guard let table else { return }
        guard let members = table.object else { throw gates.wrongType(path, "a table") }
        for key in members.keys.sorted() where !known.contains(key) {
            throw gates.unknownKey(key, known.sorted(), at: path)
        }
        for definition in SettingDefinition.all { _ = try value(definition) }
        _ = try gates.read()
    }

    /// The commands that job types are bound to: the table `workflow.jobs`.
    func jobs() throws(DoDError) -> [String: [String]] {
        let here = TOMLPath(path.dropLast()) + [.key("workflow")]
        guard let table = here.reduce(document.value, { $0?.at($1) }) else { return [:] }
        guard let members = table.object else { throw gates.wrongType(here, "a table") }
        for key in members.keys.sorted() where key != "jobs" {
            throw gates.unknownKey(key, ["jobs"], at: here)
        }
        let place = here + [.key("jobs")]
        guard let jobs = members["jobs"] else { return [:] }
        guard let bindings = jobs.object else { throw gates.wrongType(place, "a table of commands") }
        var commands: [String: [String]] = [:]
        for (type, value) in bindings {
            let words = value.string.flatMap(splitWords) ?? value.array?.compactMap(\.string) ?? []
            guard !words.isEmpty, value.array.map({ $0.count == words.count }) ?? true else {
                throw gates.wrongType(place + [.key(type)], "a command line, or a list of its words")
            }
            commands[type] = words
        }
        return commands
    }

    /// The value of one setting in this file.
    func value(_ definition: SettingDefinition) throws(DoDError) -> SettingValue? {
        let here = path + [.key(definition.key)]
        guard let value = table?[definition.key] else { return nil }
        guard let text = definition.form.text(of: value), definition.form.accepts(text) else {
            throw gates.wrongType(here, definition.form.words)
        }
        let place = document.place(of: here) ?? SourcePlace(file: document.file)
        return SettingValue(text: text, origin: .file(place))
    }
}

extension SettingDefinition.Form {
    /// The text of a value of the type that the form has in a file; `nil` for another type.
    func text(of value: JSON) -> String? {
        switch (self, value) {
        case (.wholeNumber, .integer(let number)): String(number)
        case (.wholeNumber, _): nil
        default: value.string
        }
    }

    func accepts(_ text: String) -> Bool {
        switch self {
        case .text: !text.isEmpty
        case .wholeNumber: Int(text).map { $0 >= 1 } ?? false
        case .duration: Duration(setting: text) != nil
        case .choice(let names): names.contains(text)
        case .thinning: ThinningRule.rules(text) != nil
        }
    }
}

extension String {
    /// The path relative to `folder` if it lies inside, else as it is.
    package func shown(from folder: String) -> String {
        let prefix = folder.hasSuffix("/") ? folder : folder + "/"
        return hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }

    /// This path, or below `folder` if it is relative.
    package func path(in folder: String) -> String {
        hasPrefix("/") ? self : folder + "/" + self
    }
}
