/// A requirement by URL or path without a name before it.
enum RequirementsLocation {
    private static let archives = [
        ".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz",
    ]

    /// Whether a line is a URL or path rather than a name with specifiers.
    static func looksLikeLocation(_ line: String) -> Bool {
        let subject = split(line).location
        // `name @ URL` is a requirement.
        if let at = subject.firstIndex(where: { $0 == "@" }),
            (try? PackageName(nameBefore(subject[..<at]))) != nil
        {
            return false
        }
        let lower = subject.lowercased()
        return [".", "/", "~"].contains { subject.hasPrefix($0) } || lower.hasPrefix("file:")
            || subject.containsText("://")
            || archives.contains { lower.hasSuffix($0) } || isRelativePath(subject)
    }

    static func content(_ line: String, isEditable: Bool) throws(PackagingError) -> RequirementsFile.Content {
        let (location, markerText) = split(line)
        if isEditable, !looksLikeLocation(line), let requirement = try? Requirement(line),
            let url = requirement.url
        {
            return .location(
                url, name: requirement.name, extras: requirement.extras, marker: requirement.marker,
                isEditable: true)
        }
        let marker: Marker? = if let markerText { try Marker(markerText) } else { nil }
        let (path, extras) = splitExtras(location)
        return .location(
            path, name: name(in: path), extras: try names(extras), marker: marker, isEditable: isEditable)
    }

    /// The white space before the semicolon tells a marker from a semicolon of a URL.
    private static func split(_ line: String) -> (location: String, marker: String?) {
        var previous: Character?
        for index in line.indices {
            if line[index] == ";", previous?.isWhitespace ?? false || !line.containsText("://") {
                return (
                    RequirementsLine.trimmed(line[..<index]),
                    RequirementsLine.trimmed(line[line.index(after: index)...])
                )
            }
            previous = line[index]
        }
        return (line, nil)
    }

    private static func nameBefore(_ text: Substring) -> String {
        RequirementsLine.trimmed(text.prefix { $0 != "[" })
    }

    private static func isRelativePath(_ text: String) -> Bool {
        text.contains("/") && !text.contains { "<>=!~ ".contains($0) }
    }

    /// `./path[extra]` into its parts.
    private static func splitExtras(_ location: String) -> (path: String, extras: [String]) {
        guard location.hasSuffix("]"), let open = location.lastIndex(of: "[") else { return (location, []) }
        let inner = location[location.index(after: open)...].dropLast()
        return (String(location[..<open]), inner.split(separator: ",").map { RequirementsLine.trimmed($0) })
    }

    private static func names(_ texts: [String]) throws(PackagingError) -> [PackageName] {
        var names: [PackageName] = []
        for text in texts { names.append(try PackageName(text)) }
        return names
    }

    /// The name after `#egg=`, or the one a wheel's file name starts with.
    private static func name(in location: String) -> PackageName? {
        if let hash = location.firstIndex(of: "#") {
            for part in location[location.index(after: hash)...].split(separator: "&")
            where part.hasPrefix("egg=") {
                return try? PackageName(String(part.dropFirst(4).prefix { $0 != "[" }))
            }
        }
        let file = location.split(separator: "/").last ?? ""
        guard file.lowercased().hasSuffix(".whl"), let name = file.split(separator: "-").first else {
            return nil
        }
        return try? PackageName(String(name))
    }
}
