import Diagnostics
import StructuredData
import TOML

/// A table of a TOML document with typed access: a value of another type is an error that points at it.
struct TableReader {
    let document: TOMLDocument
    let path: TOMLPath
    let value: JSON

    init(_ document: TOMLDocument) { (self.document, path, value) = (document, [], document.value) }

    init(parsing text: String, file: String) throws(PackagingError) {
        do { self.init(try TOMLDocument(parsing: text, file: file)) } catch { throw .toml(error) }
    }

    private init(_ document: TOMLDocument, _ path: TOMLPath, _ value: JSON) {
        (self.document, self.path, self.value) = (document, path, value)
    }

    /// The keys in the order of the file.
    var keys: [String] {
        let placed = (value.object ?? [:]).keys.map { key in (key, document.place(of: path + [.key(key)])) }
        return placed.sorted { a, b in
            (a.1?.line ?? 0, a.1?.column ?? 0, a.0) < (b.1?.line ?? 0, b.1?.column ?? 0, b.0)
        }.map(\.0)
    }

    func has(_ key: String) -> Bool { value[key] != nil }

    /// Where the table itself stands.
    var place: SourcePlace { document.place(of: path) ?? SourcePlace(file: document.file) }

    /// Where a key stands.
    func place(_ key: String) -> SourcePlace { document.place(of: path + [.key(key)]) ?? place }

    /// Where the value of a key stands.
    func valuePlace(_ key: String) -> SourcePlace { document.valuePlace(of: path + [.key(key)]) ?? place }

    func string(_ key: String) throws(PackagingError) -> String? {
        guard let value = value[key] else { return nil }
        guard let text = value.string else { throw wrong(key, "a string") }
        return text
    }

    func bool(_ key: String) throws(PackagingError) -> Bool? {
        guard let value = value[key] else { return nil }
        guard let truth = value.bool else { throw wrong(key, "`true` or `false`") }
        return truth
    }

    func integer(_ key: String) throws(PackagingError) -> Int64? {
        guard let value = value[key] else { return nil }
        guard let number = value.integer else { throw wrong(key, "a whole number") }
        return number
    }

    /// The strings of an array, none without the key.
    func strings(_ key: String) throws(PackagingError) -> [String] {
        guard let value = value[key] else { return [] }
        guard let array = value.array else { throw wrong(key, "an array of strings") }
        var strings: [String] = []
        for (index, element) in array.enumerated() {
            guard let text = element.string else {
                throw wrong(path + [.key(key), .index(index)], "a string")
            }
            strings.append(text)
        }
        return strings
    }

    func table(_ key: String) throws(PackagingError) -> TableReader? {
        guard let value = value[key] else { return nil }
        guard value.object != nil else { throw wrong(key, "a table") }
        return TableReader(document, path + [.key(key)], value)
    }

    /// The table at the end of a chain of tables.
    func table(_ keys: [String]) throws(PackagingError) -> TableReader? {
        var current = self
        for key in keys {
            guard let next = try current.table(key) else { return nil }
            current = next
        }
        return current
    }

    /// The tables of an array, none without the key.
    func tables(_ key: String) throws(PackagingError) -> [TableReader] {
        guard let value = value[key] else { return [] }
        guard let array = value.array else { throw wrong(key, "an array of tables") }
        var tables: [TableReader] = []
        for (index, element) in array.enumerated() {
            let place = path + [.key(key), .index(index)]
            guard element.object != nil else { throw wrong(place, "a table") }
            tables.append(TableReader(document, place, element))
        }
        return tables
    }

    func required(_ key: String) throws(PackagingError) -> String {
        guard let text = try string(key) else {
            throw .field(
                key: dotted(path + [.key(key)]), expected: nil, place: place, excerpt: document.excerpt(place)
            )
        }
        return text
    }

    func wrong(_ key: String, _ expected: String) -> PackagingError { wrong(path + [.key(key)], expected) }

    func wrong(_ path: TOMLPath, _ expected: String) -> PackagingError {
        let place = document.valuePlace(of: path) ?? place
        return .field(key: dotted(path), expected: expected, place: place, excerpt: document.excerpt(place))
    }

    /// Reads the text of a value, so that an error points into it.
    func parse<Value>(
        _ text: String, at steps: TOMLPath, _ read: (String) throws(PackagingError) -> Value
    ) throws(PackagingError) -> Value {
        do { return try read(text) } catch {
            let place = document.valuePlace(of: path + steps) ?? place
            throw error.placed(at: place, excerpt: document.excerpt(place))
        }
    }

    private func dotted(_ path: TOMLPath) -> String {
        path.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += (text.isEmpty ? "" : ".") + key
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
