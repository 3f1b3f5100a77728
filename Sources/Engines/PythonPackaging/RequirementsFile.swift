public import Diagnostics

/// A requirements file in pip's format; environment variables (`${NAME}`) stay as they are written.
///
/// Files that it includes are named, not read: ``includes``.
///
/// - SeeAlso: pip, "Requirements File Format".
public struct RequirementsFile: Hashable, Sendable {
    /// The name of the file, as places show it.
    public let file: String
    public let entries: [Entry]

    /// One logical line: physical lines that end in a backslash are joined.
    public struct Entry: Hashable, Sendable {
        public let content: Content
        /// Options of this entry alone, such as `--hash`; in the order written.
        public let options: [Option]
        /// Of the first physical line.
        public let place: SourcePlace

        /// The values of `--hash`, such as `sha256:…`.
        public var hashes: [String] { options.filter { $0.name == "--hash" }.compactMap(\.value) }
    }

    public enum Content: Hashable, Sendable {
        case requirement(Requirement)
        /// A URL or path to a project or archive, with the name its `#egg=` gives.
        case location(String, name: PackageName?, extras: [PackageName], marker: Marker?, isEditable: Bool)
        /// A line that only makes sense once its environment variables have values.
        case unexpanded(String)
        /// `-r`: the path as written, relative to this file's folder.
        case include(String)
        /// `-c`: the path as written, relative to this file's folder.
        case constraints(String)
        /// An option for the whole installation, such as `--index-url`.
        case option(Option)
    }

    /// An option by its long name.
    public struct Option: Hashable, Sendable {
        public let name: String
        public let value: String?
    }

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - text: UTF-8 decoded, with or without a byte order mark.
    ///   - file: What places are to call it.
    /// - Throws: ``PackagingError`` for the first line at fault.
    /// - Complexity: O(*n*) in the length of `text`.
    public init(parsing text: String, file: String) throws(PackagingError) {
        self.file = file
        var entries: [Entry] = []
        for line in RequirementsLine.lines(of: text) {
            let place = SourcePlace(file: file, line: line.number)
            do { entries += try Self.entries(line.text, place) } catch {
                throw error.placed(at: place, excerpt: line.first)
            }
        }
        self.entries = entries
    }

    /// The paths of `-r` and `-c`, as written, in order.
    public var includes: [(path: String, isConstraints: Bool, place: SourcePlace)] {
        entries.compactMap { entry in
            switch entry.content {
            case .include(let path): (path, false, entry.place)
            case .constraints(let path): (path, true, entry.place)
            default: nil
            }
        }
    }

    /// The requirements that are given by name, in order.
    public var requirements: [Requirement] {
        entries.compactMap { if case .requirement(let requirement) = $0.content { requirement } else { nil } }
    }

    /// The values of an installation option, such as `--index-url`.
    public func values(of option: String) -> [String] {
        entries.compactMap {
            if case .option(let given) = $0.content, given.name == option { given.value } else { nil }
        }
    }
}

extension RequirementsFile {
    /// One entry, or one for each option of a line of options.
    private static func entries(_ text: String, _ place: SourcePlace) throws(PackagingError) -> [Entry] {
        let (subject, rest) = RequirementsLine.splitOptions(text)
        let options = try RequirementsOptions.parse(rest)
        guard subject.isEmpty else {
            if let foreign = options.first(where: { !RequirementsOptions.perRequirement.contains($0.name) }) {
                throw .option(foreign.name, problem: .standsAlone, place: nil)
            }
            return [Entry(content: try content(subject), options: options, place: place)]
        }
        // After `-e` there may be options of that project.
        if let first = options.first, first.name == "--editable" {
            let own = options.dropFirst().filter { RequirementsOptions.perRequirement.contains($0.name) }
            if own.count == options.count - 1 {
                return [Entry(content: try content(first), options: own, place: place)]
            }
        }
        return try options.map { option throws(PackagingError) in
            Entry(content: try content(option), options: [], place: place)
        }
    }

    private static func content(_ option: Option) throws(PackagingError) -> Content {
        let value = option.value ?? ""
        switch option.name {
        case "--requirement": return .include(value)
        case "--constraint": return .constraints(value)
        case "--editable": return try RequirementsLocation.content(value, isEditable: true)
        case let name where RequirementsOptions.perRequirement.contains(name):
            throw .option(name, problem: .needsRequirement, place: nil)
        default: return .option(option)
        }
    }

    private static func content(_ text: String) throws(PackagingError) -> Content {
        if RequirementsLocation.looksLikeLocation(text) {
            return try RequirementsLocation.content(text, isEditable: false)
        }
        do { return .requirement(try Requirement(text)) } catch {
            if RequirementsLine.hasVariable(text) { return .unexpanded(text) }
            throw error
        }
    }
}
