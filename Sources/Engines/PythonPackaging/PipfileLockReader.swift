import Diagnostics
import StructuredData

/// Reads `Pipfile.lock`, specification 6.
enum PipfileLockReader {
    static func read(_ text: String, file: String) throws(PackagingError) -> LockFile {
        let root: JSON
        do { root = try JSON(parsing: text) } catch { throw .json(error, file: file) }
        let places = JSONKeyPlaces(text, file: file)
        let format = root.value(at: "/_meta/pipfile-spec")?.integer
        guard format == 6 else {
            throw .lock(
                .format(.pipenv, found: format.map { String($0) }, supported: "6"),
                place: places.place("_meta", "pipfile-spec") ?? SourcePlace(file: file))
        }
        let indexes = indexes(root)
        var packages: [LockedPackage] = []
        for category in places.categories where category != "_meta" {
            guard let members = root[category]?.object else {
                throw field(category, "an object", SourcePlace(file: file))
            }
            for name in places.members(of: category) {
                let place = places.place(category, name) ?? SourcePlace(file: file)
                guard let entry = members[name] else { continue }
                packages.append(try package(name, entry, category, indexes, place))
            }
        }
        return LockFile(
            kind: .pipenv, file: file, formatVersion: "6",
            requiresPython: try requiresPython(root, file), packages: packages)
    }

    /// `3.11` is any 3.11.
    private static func requiresPython(_ root: JSON, _ file: String) throws(PackagingError)
        -> VersionSpecifiers?
    {
        let full = root.value(at: "/_meta/requires/python_full_version")?.string
        let short = root.value(at: "/_meta/requires/python_version")?.string
        guard let text = full ?? short.map({ $0 + ".*" }) else { return nil }
        do { return try VersionSpecifiers("==" + text) } catch {
            throw error.placed(at: SourcePlace(file: file), excerpt: nil)
        }
    }

    /// The URL of each index by its name.
    private static func indexes(_ root: JSON) -> [String: String] {
        let sources = root.value(at: "/_meta/sources")?.array ?? []
        let pairs = sources.compactMap { source -> (String, String)? in
            guard let name = source["name"]?.string, let url = source["url"]?.string else { return nil }
            return (name, url)
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func package(
        _ name: String, _ entry: JSON, _ category: String, _ indexes: [String: String], _ place: SourcePlace
    ) throws(PackagingError) -> LockedPackage {
        guard entry.object != nil else { throw field("\(category).\(name)", "an object", place) }
        do {
            let pin = try pin(entry["version"]?.string)
            return LockedPackage(
                name: try PackageName(name), version: pin, source: source(entry, indexes),
                hashes: entry["hashes"]?.array?.isEmpty == false ? .all : .none,
                extras: try (entry["extras"]?.array ?? []).compactMap(\.string).map {
                    text throws(PackagingError) in
                    try PackageName(text)
                },
                marker: try entry["markers"]?.string.map { text throws(PackagingError) in try Marker(text) },
                groups: [category], place: place)
        } catch { throw error.placed(at: place, excerpt: nil) }
    }

    /// The version of a `==` pin; `*`, which stands for packages that do not count here, pins nothing.
    private static func pin(_ text: String?) throws(PackagingError) -> Version? {
        guard let text, text != "*" else { return nil }
        return try VersionSpecifiers(text).pinned
    }

    private static func source(_ entry: JSON, _ indexes: [String: String]) -> LockedPackage.Source {
        if let url = entry["git"]?.string { return .git(url, revision: entry["ref"]?.string) }
        if let path = entry["path"]?.string {
            return entry["editable"]?.bool == true ? .editable(path) : .path(path)
        }
        if let file = entry["file"]?.string { return file.containsText("://") ? .url(file) : .path(file) }
        return .registry(entry["index"]?.string.map { indexes[$0] ?? $0 })
    }

    private static func field(_ key: String, _ expected: String, _ place: SourcePlace) -> PackagingError {
        .field(key: key, expected: expected, place: place, excerpt: nil)
    }
}

/// Where the keys of the first two levels of a JSON document stand.
struct JSONKeyPlaces {
    private let file: String
    private var found: [String: [(key: String, place: SourcePlace)]] = [:]
    /// The keys of the document, in their order.
    private(set) var categories: [String] = []

    /// Reads a text that is known to be JSON, so that only strings and nesting matter.
    init(_ text: String, file: String) {
        self.file = file
        var (line, lineStart, depth) = (1, 0, 0)
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\n"): (line, lineStart) = (line + 1, index + 1)
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                let end = Self.end(of: bytes, from: index)
                if depth <= 2, Self.isKey(bytes, after: end), let key = Self.text(bytes[index...end]) {
                    let column =
                        String(decoding: bytes[lineStart..<index], as: UTF8.self).unicodeScalars.count + 1
                    let place = SourcePlace(
                        file: file, line: line, column: column, length: key.unicodeScalars.count + 2)
                    note(key, depth, place)
                }
                index = end
            default: break
            }
            index += 1
        }
    }

    func place(_ category: String, _ key: String) -> SourcePlace? {
        found[category]?.first { $0.key == key }?.place
    }

    func members(of category: String) -> [String] { found[category]?.map(\.key) ?? [] }

    private mutating func note(_ key: String, _ depth: Int, _ place: SourcePlace) {
        if depth == 1 {
            categories.append(key)
        } else if let category = categories.last {
            found[category, default: []].append((key, place))
        }
    }

    /// The closing quote of the string that opens at `start`.
    private static func end(of bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count - 1)
    }

    private static func isKey(_ bytes: [UInt8], after end: Int) -> Bool {
        bytes[(end + 1)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: ":")
    }

    private static func text(_ quoted: ArraySlice<UInt8>) -> String? {
        (try? JSON(parsing: Array(quoted)))?.string
    }
}
