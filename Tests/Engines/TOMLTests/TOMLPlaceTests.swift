import Diagnostics
import StructuredData
import TOML
import Testing

@Suite("Places of keys and values")
struct TOMLPlaceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let path: TOMLPath
        /// Line, column, length.
        let key: [Int]
        let value: [Int]
        var testDescription: String { "\(path) in \(text)" }
    }

    static let rows = [
        Row(text: "a = 1", path: ["a"], key: [1, 1, 1], value: [1, 5, 1]),
        Row(text: "\n  \"a b\" = 'x' # c", path: ["a b"], key: [2, 3, 5], value: [2, 11, 3]),
        Row(text: "a . 'b'.c = 10", path: ["a", "b"], key: [1, 5, 3], value: [1, 5, 3]),
        Row(text: "a . 'b'.c = 10", path: ["a", "b", "c"], key: [1, 9, 1], value: [1, 13, 2]),
        Row(text: "a.b = 1\na.c = 2", path: ["a"], key: [1, 1, 1], value: [1, 1, 1]),
        Row(text: "a.b = 1\na.c = 2", path: ["a", "c"], key: [2, 3, 1], value: [2, 7, 1]),
        Row(text: "\"é😀\" = {k = 1}", path: ["é😀", "k"], key: [1, 9, 1], value: [1, 13, 1]),
        Row(text: "x = 'e\u{301}😀' # c\ny = 2", path: ["y"], key: [2, 1, 1], value: [2, 5, 1]),
        Row(text: "u = ['日本', 7]", path: ["u", 1], key: [1, 12, 1], value: [1, 12, 1]),
        Row(text: "[ a . \"b c\" ]\nd=1", path: ["a"], key: [1, 3, 1], value: [1, 3, 1]),
        Row(text: "[ a . \"b c\" ]\nd=1", path: ["a", "b c"], key: [1, 7, 5], value: [1, 1, 13]),
        Row(text: "[ a . \"b c\" ]\nd=1", path: ["a", "b c", "d"], key: [2, 1, 1], value: [2, 3, 1]),
        Row(text: "[a.b]\n[a]\nc = 1", path: ["a"], key: [2, 2, 1], value: [2, 1, 3]),
        Row(text: "[[p]]\nn = 1\n[[p]]\nn = 2", path: ["p"], key: [1, 3, 1], value: [1, 3, 1]),
        Row(text: "[[p]]\nn = 1\n[[p]]\nn = 2", path: ["p", 1], key: [3, 3, 1], value: [3, 1, 5]),
        Row(text: "[[p]]\nn = 1\n[[p]]\nn = 2", path: ["p", 1, "n"], key: [4, 1, 1], value: [4, 5, 1]),
        Row(
            text: "[[p]]\n[[p.q]]\n[[p]]\n[[p.q]]\nx = 1\n[p.r]\ny = 2", path: ["p", 1, "q", 0, "x"],
            key: [5, 1, 1], value: [5, 5, 1]),
        Row(
            text: "[[p]]\n[[p]]\n[p.r]\ny = 2", path: ["p", 1, "r", "y"], key: [4, 1, 1], value: [4, 5, 1]),
        Row(
            text: "a = [ # c ]\n  1,\n  [ 'x', [2]], # d\n]", path: ["a", 1, 1, 0], key: [3, 11, 1],
            value: [3, 11, 1]),
        Row(
            text: "a = [ # c ]\n  1,\n  [ 'x', [2]], # d\n]", path: ["a"], key: [1, 1, 1], value: [1, 5, 7]),
        Row(
            text: "a = [{b = [{c.d = 1}]}]", path: ["a", 0, "b", 0, "c", "d"], key: [1, 15, 1],
            value: [1, 19, 1]),
        Row(
            text: "s = \"\"\"\nx = 1\n\\\"\"\"\" # end\n\nx = 2", path: ["x"], key: [5, 1, 1],
            value: [5, 5, 1]),
        Row(text: "s = '''\nx = 1\n''''' # end\nx = 2", path: ["x"], key: [4, 1, 1], value: [4, 5, 1]),
        Row(text: "\u{FEFF}a = 1\r\n\r\n[b]\r\nc = 'x'\r\n", path: ["a"], key: [1, 1, 1], value: [1, 5, 1]),
        Row(
            text: "\u{FEFF}a = 1\r\n\r\n[b]\r\nc = 'x'\r\n", path: ["b", "c"], key: [4, 1, 1],
            value: [4, 5, 3]),
        Row(text: "d = 1979-05-27 07:32:00 # c", path: ["d"], key: [1, 1, 1], value: [1, 5, 19]),
        Row(text: "d = [1979-05-27 , true ]", path: ["d", 0], key: [1, 6, 10], value: [1, 6, 10]),
        Row(text: #"a."\u00e9" = 1"#, path: ["a", "é"], key: [1, 3, 8], value: [1, 14, 1]),
    ]

    @Test(arguments: rows) func place(_ row: Row) throws {
        let document = try TOMLDocument(parsing: row.text, file: "t.toml")
        #expect(numbers(document.place(of: row.path)) == row.key)
        #expect(numbers(document.valuePlace(of: row.path)) == row.value)
    }

    private func numbers(_ place: SourcePlace?) -> [Int]? {
        place.flatMap { place in place.line.flatMap { line in place.column.map { [line, $0, place.length] } }
        }
    }

    @Test(arguments: [["b"], ["a", "b"], ["c", 2], ["c", -1], [0], ["c", "x"]] as [TOMLPath])
    func nothingThere(path: TOMLPath) throws {
        let document = try TOMLDocument(parsing: "a = 1\nc = [1, 2]", file: "t.toml")
        #expect(document.place(of: path) == nil)
        #expect(document.valuePlace(of: path) == nil)
    }

    @Test func excerptsAndTheRoot() throws {
        let document = try TOMLDocument(parsing: "a = 1\r\nb = 2 # c\r\n", file: "t.toml")
        #expect(document.place(of: ["b"]).flatMap(document.excerpt) == "b = 2 # c")
        #expect(document.place(of: []) == SourcePlace(file: "t.toml"))
        #expect(document.excerpt(SourcePlace(file: "t.toml")) == nil)
        #expect(document.excerpt(SourcePlace(file: "t.toml", line: 9)) == nil)
        #expect(document.excerpt(SourcePlace(file: "t.toml", line: 0)) == nil)
        #expect(document.excerpt(SourcePlace(file: "t.toml", line: .min)) == nil)
    }

    /// Every value of every document has a place, and the text there is its key.
    @Test(arguments: RealDocuments.all) func everyPlacePointsAtItsKey(text: String) throws {
        let document = try TOMLDocument(parsing: text, file: "t.toml")
        let paths = allPaths(document.value)
        #expect(paths.count > 20)
        for path in paths {
            let place = try #require(document.place(of: path), "\(path)")
            let excerpt = try #require(document.excerpt(place), "\(path)")
            let start = try #require(place.column) - 1
            let written = String(
                String.UnicodeScalarView(excerpt.unicodeScalars.dropFirst(start).prefix(place.length)))
            guard let expected = path.last(where: { if case .key = $0 { true } else { false } }),
                case .key(let key) = expected
            else { continue }
            if case .key = path[path.count - 1] {
                #expect([key, "\"\(key)\"", "'\(key)'"].contains(written), "\(path)")
                let behind = excerpt.unicodeScalars.dropFirst(start + place.length).first { $0 != " " }
                #expect([".", "=", "]"].contains(behind), "\(path)")
            } else {
                #expect(!written.isEmpty && written.first != "," && written.last != ",", "\(path)")
            }
        }
    }
}

/// The paths of all values inside a value.
func allPaths(_ value: JSON, _ prefix: TOMLPath = []) -> [TOMLPath] {
    var paths = prefix.isEmpty ? [] : [prefix]
    for (key, member) in value.object ?? [:] { paths += allPaths(member, prefix + [.key(key)]) }
    for (index, element) in (value.array ?? []).enumerated() {
        paths += allPaths(element, prefix + [.index(index)])
    }
    return paths
}
