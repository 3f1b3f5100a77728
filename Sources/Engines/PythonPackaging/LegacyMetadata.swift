import Diagnostics

/// What `setup.cfg` and `setup.py` say without being run.
enum LegacyMetadata {
    /// `install_requires` and `extras_require` of `setup.cfg`.
    static func dependencies(_ config: INIDocument?) throws(PackagingError) -> [ProjectDependency] {
        guard let config else { return [] }
        var found = try requirements(config.value("options", "install_requires"), .main)
        for value in config.section("options.extras_require")?.values ?? [] {
            found += try requirements(value, .extra(value.key))
        }
        return found
    }

    private static func requirements(
        _ value: INIDocument.Value?, _ scope: ProjectDependency.Scope
    ) throws(PackagingError) -> [ProjectDependency] {
        guard let value else { return [] }
        var found: [ProjectDependency] = []
        // `file:` and `attr:` are computed when the project is built.
        for line in value.lines
        where !line.hasPrefix("#") && !line.hasPrefix("file:") && !line.hasPrefix("attr:") {
            do {
                found.append(
                    ProjectDependency(requirement: try Requirement(line), scope: scope, place: value.place))
            } catch { throw error.placed(at: value.place, excerpt: line) }
        }
        return found
    }

    /// The text of `name="…"` among the arguments of `setup(…)`, or of the constant that it names; `nil` when it is
    /// computed or not there.
    static func literal(_ name: String, in script: String?) -> (text: String, line: Int)? {
        guard let script else { return nil }
        var constants: [String: String] = [:]
        var line = 0
        for text in script.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            let trimmed = RequirementsLine.trimmed(text.prefix { $0 != "#" })
            let argument = trimmed.hasPrefix("setup(") ? String(trimmed.dropFirst(6)) : trimmed
            guard let (key, value) = assignment(argument) else { continue }
            if key == name, let found = quoted(value) ?? constants[word(value)] { return (found, line) }
            if text.first?.isWhitespace == false { constants[key] = quoted(value) }
        }
        return nil
    }

    /// The folder of `package_dir={"": "folder"}`.
    static func packageFolder(in script: String?) -> (text: String, line: Int)? {
        var line = 0
        for text in (script ?? "").split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            guard let (key, value) = assignment(RequirementsLine.trimmed(text)), key == "package_dir",
                let colon = value.firstIndex(of: ":"),
                ["{\"\"", "{''"].contains(RequirementsLine.trimmed(value[..<colon])),
                let folder = quoted(RequirementsLine.trimmed(value[value.index(after: colon)...]))
            else { continue }
            return (folder, line)
        }
        return nil
    }

    /// `key = value`, for a key that is a word.
    private static func assignment(_ text: String) -> (key: String, value: String)? {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        let key = RequirementsLine.trimmed(text[..<equals])
        guard !key.isEmpty, word(key) == key else { return nil }
        return (key, RequirementsLine.trimmed(text[text.index(after: equals)...]))
    }

    private static func word(_ text: String) -> String {
        String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    /// The text between the quotes that a value starts with.
    private static func quoted(_ value: String) -> String? {
        guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
        let body = value.dropFirst()
        return body.firstIndex(of: quote).map { String(body[..<$0]) }
    }

    /// Whether a `setup.py` argument is there at all, however it is given.
    static func mentions(_ name: String, in script: String?) -> Bool {
        script?.containsText(name + "=") ?? false || script?.containsText(name + " =") ?? false
    }
}
