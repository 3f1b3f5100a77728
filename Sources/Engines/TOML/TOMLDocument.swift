public import Diagnostics
public import StructuredData

/// A TOML 1.0 document: its value, and where each part of it stands.
public struct TOMLDocument: Sendable {
    /// The name of the file, as places show it.
    public let file: String
    /// The root table, as an object.
    ///
    /// Integers are `integer`, floats `number` (also `1.0`), tables `object`. Dates and times have no form in JSON and
    /// become a `string` as RFC 3339 writes it (`1979-05-27T07:32:00-07:00`, `1979-05-27T07:32:00`, `1979-05-27`,
    /// `07:32:00`); infinities and not-a-number become the strings `"Infinity"`, `"-Infinity"` and `"NaN"`, so that a
    /// value always equals itself and can be written as JSON. Line breaks in multi-line strings are `\n`.
    public let value: JSON

    let source: SourceText
    let layout: Layout

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - text: A whole document; a byte order mark and CRLF line ends are allowed.
    ///   - file: What places are to call it.
    /// - Throws: ``TOMLError/malformed(place:excerpt:reason:)`` for the first fault.
    /// - Complexity: O(*n*).
    /// - SeeAlso: TOML 1.0.0, <https://toml.io/en/v1.0.0>
    public init(parsing text: String, file: String) throws(TOMLError) {
        let source = SourceText(text, file: file)
        // First, because TOMLKit's reader aborts the program on some faults, such as `[.a]`, `[[a]`
        // and `a = 1979-05-27T-`.
        do { layout = try LayoutScanner.layout(of: source) } catch { throw source.malformed(error) }
        value = try tomlValue(of: source, text)
        self.source = source
        self.file = file
    }

    /// Where the key of a value stands, as long as the key (its quotes included).
    ///
    /// Of a table it is the key in its own header, or else where it is named first; of an element of an array it is the
    /// element, of an element of an array of tables the key in its header. The empty path is the file.
    ///
    /// - Returns: `nil` if there is no such value.
    public func place(of path: TOMLPath) -> SourcePlace? {
        guard let index = layout.node(at: path) else { return nil }
        guard index != 0 else { return SourcePlace(file: file) }
        let node = layout.nodes[index]
        return source.place(node.key.isEmpty ? node.value ?? node.key : node.key)
    }

    /// Where a value stands; of a value over several lines, its first line.
    ///
    /// A table has no value of its own, so it is its header, or else its key.
    ///
    /// - Returns: `nil` if there is no such value.
    public func valuePlace(of path: TOMLPath) -> SourcePlace? {
        guard let index = layout.node(at: path), index != 0, let value = layout.nodes[index].value else {
            return place(of: path)
        }
        return source.place(value)
    }

    /// The line that a place names, without its line break.
    public func excerpt(_ place: SourcePlace) -> String? { place.line.flatMap(source.excerpt(line:)) }
}

extension SourceText {
    func malformed(_ fault: LayoutFault) -> TOMLError {
        let offset = min(fault.offset, bytes.count)
        return malformed(place(offset..<offset), fault.reason)
    }

    func malformed(_ place: SourcePlace, _ reason: String) -> TOMLError {
        .malformed(place: place, excerpt: place.line.flatMap(excerpt(line:)), reason: reason)
    }
}
