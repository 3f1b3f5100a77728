public import Diagnostics

/// An INI file as Python's `configparser` reads it: `setup.cfg`, `tox.ini`, `mypy.ini`, `.flake8`, `.coveragerc`.
///
/// Sections, `key = value` and `key: value`, values that go on in indented lines, `#` and `;` comment lines. Keys are
/// lower case; interpolation (`%(name)s`) is left as it is.
public struct INIDocument: Hashable, Sendable {
    /// The name of the file, as places show it.
    public let file: String
    /// In their order; sections of one name are one.
    public let sections: [Section]

    public struct Section: Hashable, Sendable {
        public let name: String
        public let place: SourcePlace
        public fileprivate(set) var values: [Value]
    }

    public struct Value: Hashable, Sendable {
        public let key: String
        /// Lines joined by `\n`, each trimmed; empty for a key alone.
        public fileprivate(set) var text: String
        public let place: SourcePlace
        fileprivate let indentation: Int

        /// The lines that are not empty.
        public var lines: [String] {
            text.split(separator: "\n").map { RequirementsLine.trimmed($0) }.filter { !$0.isEmpty }
        }
    }

    /// Reads a whole file.
    ///
    /// - Throws: ``PackagingError/ini(_:place:excerpt:)`` for the first line at fault.
    public init(parsing text: String, file: String) throws(PackagingError) {
        self.file = file
        var reader = INIReader(file: file)
        let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        for line in body.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            try reader.read(String(line))
        }
        sections = reader.sections
    }

    public func section(_ name: String) -> Section? { sections.first { $0.name == name } }

    /// The value of a key, given in lower case.
    public func value(_ section: String, _ key: String) -> Value? { self.section(section)?.value(key) }
}

extension INIDocument.Section {
    /// The value of a key, given in lower case; the last of several.
    public func value(_ key: String) -> INIDocument.Value? { values.last { $0.key == key } }
}

/// Reads line by line.
private struct INIReader {
    let file: String
    private(set) var sections: [INIDocument.Section] = []
    private var number = 0
    /// The section that lines go to.
    private var current: Int?
    /// Whether the last value may go on.
    private var isOpen = false

    init(file: String) { self.file = file }

    mutating func read(_ line: String) throws(PackagingError) {
        number += 1
        let text = RequirementsLine.trimmed(line)
        guard let first = text.first else { return }
        if first == "#" || first == ";" { return }
        let indentation = line.prefix { $0.isWhitespace }.count
        if appendContinuation(text, indentation) { return }
        if first == "[", let close = text.firstIndex(of: "]") {
            open(String(text[text.index(after: text.startIndex)..<close]))
        } else {
            try readValue(text, indentation, line)
        }
    }

    private mutating func appendContinuation(_ text: String, _ indentation: Int) -> Bool {
        guard isOpen, let current, let last = sections[current].values.indices.last,
            indentation > sections[current].values[last].indentation
        else { return false }
        sections[current].values[last].text += "\n" + text
        return true
    }

    private mutating func open(_ name: String) {
        isOpen = false
        current = sections.firstIndex { $0.name == name }
        if current == nil {
            current = sections.count
            let place = SourcePlace(file: file, line: number)
            sections.append(INIDocument.Section(name: name, place: place, values: []))
        }
    }

    private mutating func readValue(_ text: String, _ indentation: Int, _ line: String) throws(PackagingError)
    {
        let place = SourcePlace(file: file, line: number)
        guard let current else { throw .ini(.noSection, place: place, excerpt: line) }
        let delimiter = text.firstIndex { $0 == "=" || $0 == ":" }
        let key = RequirementsLine.trimmed(text[..<(delimiter ?? text.endIndex)]).lowercased()
        guard !key.isEmpty else { throw .ini(.noKey, place: place, excerpt: line) }
        let value = delimiter.map { RequirementsLine.trimmed(text[text.index(after: $0)...]) } ?? ""
        sections[current].values.append(
            INIDocument.Value(key: key, text: value, place: place, indentation: indentation))
        isOpen = true
    }
}
