import Foundation

/// The target table of `Package.swift`, read as text: the manifest cannot be imported.
struct ManifestTable {
    struct Row {
        let room, name: String
        let uses, products: [String]
    }

    static let root = URL(filePath: #filePath + "/../../../..").standardizedFileURL
    let rows: [Row]

    init() throws {
        let text = try String(contentsOf: Self.root.appending(path: "Package.swift"), encoding: .utf8)
        let base = Self.strings(in: text.firstMatch(of: /let base = \[([^\]]*)\]/).map { String($0.1) } ?? "")
        rows = text.matches(of: /Row\(\s*room: \.(\w+), name: "(\w+)"((?:[^()]|\([^()]*\))*)\)/).map {
            match in
            Row(
                room: String(match.1), name: String(match.2),
                uses: Self.list("uses", in: String(match.3), base),
                products: Self.list("products", in: String(match.3), base))
        }
    }

    func row(_ name: String) -> Row? { rows.first { $0.name == name } }

    /// The elements of `label: base + ["a", "b"]`.
    private static func list(_ label: String, in text: String, _ base: [String]) -> [String] {
        guard let match = try? Regex("\(label): (base)?[ +]*(\\[[^\\]]*\\])?").firstMatch(in: text) else {
            return []
        }
        let isBased = match.output[1].substring != nil
        return (isBased ? base : []) + strings(in: match.output[2].substring.map(String.init) ?? "")
    }

    private static func strings(in text: String) -> [String] {
        text.matches(of: /"(\w+)"/).map { String($0.1) }
    }
}
