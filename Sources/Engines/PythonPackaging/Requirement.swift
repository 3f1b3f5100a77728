/// A dependency of a distribution, such as `requests[socks] >=2.31; python_version < "3.13"` (PEP 508).
public struct Requirement: Hashable, Sendable {
    /// Which distributions satisfy a requirement.
    public enum Source: Hashable, Sendable {
        /// Those of an index with such a version; the empty set is any version.
        case versions(VersionSpecifiers)
        /// The one at a URL (or path), as written after `@`.
        case url(String)
    }

    public let name: PackageName
    /// In the order written.
    public let extras: [PackageName]
    public let source: Source
    public let marker: Marker?

    public init(name: PackageName, extras: [PackageName] = [], source: Source, marker: Marker? = nil) {
        (self.name, self.extras, self.source, self.marker) = (name, extras, source, marker)
    }

    /// Reads a whole requirement.
    ///
    /// - Throws: ``PackagingError/malformed(_:)`` that points at what does not fit.
    public init(_ text: String) throws(PackagingError) {
        var parser = RequirementParser(Scanner(text))
        self = try parser.requirement()
    }

    /// The specifiers; the empty set for a requirement by URL.
    public var specifiers: VersionSpecifiers {
        if case .versions(let specifiers) = source { specifiers } else { VersionSpecifiers([]) }
    }

    public var url: String? { if case .url(let url) = source { url } else { nil } }

    /// Whether the requirement counts in `environment`: its marker holds, or it has none.
    public func applies(in environment: MarkerEnvironment) -> Bool { marker?.holds(in: environment) ?? true }
}

extension Requirement: CustomStringConvertible {
    /// A text that reads as the same requirement.
    public var description: String {
        var text = name.spelling
        if !extras.isEmpty { text += "[\(extras.map(\.spelling).joined(separator: ","))]" }
        switch source {
        case .versions(let specifiers): text += specifiers.description
        case .url(let url): text += " @ \(url)"
        }
        guard let marker else { return text }
        // A URL may hold a semicolon: white space ends it.
        return text + (url == nil ? "; " : " ; ") + marker.description
    }
}

/// Reads a requirement from left to right.
struct RequirementParser {
    private var scanner: Scanner

    init(_ scanner: Scanner) { self.scanner = scanner }

    mutating func requirement() throws(PackagingError) -> Requirement {
        scanner.skipSpace()
        let name = try name(expecting: "a package name")
        scanner.skipSpace()
        let extras = try extras()
        scanner.skipSpace()
        let source = try source()
        scanner.skipSpace()
        let marker = try marker()
        guard scanner.isAtEnd else { throw scanner.fault(.requirement, .expected(expected(after: source))) }
        return Requirement(name: name, extras: extras, source: source, marker: marker)
    }

    private func expected(after source: Requirement.Source) -> String {
        switch source {
        case .url: "` ;` and a marker, or the end"
        case .versions(let specifiers) where specifiers.isEmpty: "an operator, `[`, `@`, `;` or the end"
        case .versions: "`,`, `;` or the end"
        }
    }

    private mutating func name(expecting what: String) throws(PackagingError) -> PackageName {
        let start = scanner.index
        let text = scanner.take { $0.isLetterOrDigit || "-_.".unicodeScalars.contains($0) }
        guard !text.isEmpty else { throw scanner.fault(.requirement, .expected(what)) }
        guard let name = try? PackageName(text) else {
            throw scanner.fault(.requirement, .unexpected, from: start)
        }
        return name
    }

    private mutating func extras() throws(PackagingError) -> [PackageName] {
        guard scanner.accept("[") else { return [] }
        scanner.skipSpace()
        if scanner.accept("]") { return [] }
        var extras: [PackageName] = []
        repeat {
            scanner.skipSpace()
            extras.append(try name(expecting: "the name of an extra"))
            scanner.skipSpace()
        } while scanner.accept(",")
        guard scanner.accept("]") else { throw scanner.fault(.requirement, .expected("`,` or `]`")) }
        return extras
    }

    private mutating func source() throws(PackagingError) -> Requirement.Source {
        if scanner.accept("@") {
            scanner.skipSpace()
            let url = scanner.take { !$0.properties.isWhitespace }
            guard !url.isEmpty else { throw scanner.fault(.requirement, .expected("a URL")) }
            return .url(url)
        }
        let open = scanner.accept("(")
        scanner.skipSpace()
        guard let next = scanner.peek(), "<>=!~^".unicodeScalars.contains(next) else {
            guard !open || scanner.accept(")") else {
                throw scanner.fault(.requirement, .expected("a version specifier"))
            }
            return .versions(VersionSpecifiers([]))
        }
        let clauses = try SpecifierParser.clauses(&scanner)
        guard !open || scanner.accept(")") else { throw scanner.fault(.requirement, .expected("`,` or `)`")) }
        return .versions(VersionSpecifiers(clauses))
    }

    private mutating func marker() throws(PackagingError) -> Marker? {
        guard scanner.accept(";") else { return nil }
        var parser = MarkerParser(scanner)
        let marker = try parser.marker()
        scanner = parser.scanner
        return marker
    }
}
