import Diagnostics
import StructuredData
import Testing

@testable import YAML

@Suite("YAML documents") struct YAMLDocumentTests {
    static let documents: [(String, JSON)] = [
        ("", .null), ("# nothing\n", .null), ("---\n...\n", .null), ("\u{FEFF}a: 1", ["a": 1]),
        ("a: 1\nb: [x, 'y', \"z\\n\"]\n", ["a": 1, "b": ["x", "y", "z\n"]]),
        ("{a: {b: [1, {c: null}]}}", ["a": ["b": [1, ["c": .null]]]]),
        ("- |\n  one\n  two\n- >-\n  three\n  four\n", ["one\ntwo\n", "three four"]),
        ("%YAML 1.2\n---\nyes: no\n", ["yes": "no"]),
        ("1: a\ntrue: b\n", ["1": "a", "true": "b"]),
        (
            "a: '1'\nb: !!str 1\nc: ! 1\nd: !!float 1\ne: !!int \"1\"\n",
            [
                "a": "1", "b": "1", "c": "1", "d": .number(1), "e": 1,
            ]
        ),
        ("base: &b {x: 1, y: [2]}\ncopy: *b\n", ["base": ["x": 1, "y": [2]], "copy": ["x": 1, "y": [2]]]),
        ("a: &a {x: 1, y: 1}\nb:\n  <<: *a\n  y: 2\n", ["a": ["x": 1, "y": 1], "b": ["x": 1, "y": 2]]),
        ("b:\n  y: 2\n  <<: {x: 1, y: 1}\n", ["b": ["x": 1, "y": 2]]),
        ("b:\n  <<: [{x: 1}, {x: 2, z: 3}]\n", ["b": ["x": 1, "z": 3]]),
        ("b: {\"<<\": 1}\n", ["b": ["<<": 1]]),
    ]

    @Test(arguments: documents) func values(_ text: String, _ value: JSON) throws {
        #expect(try YAMLDocument(parsing: Array(text.utf8), file: "f.yaml").root.value == value)
    }

    static let refused: [(String, String, String)] = [
        ("a: [1, 2\nb: 3\n", "yaml.malformed", "f.yaml:2"),
        ("a: 1\n  b: 2\n", "yaml.malformed", "f.yaml:2"),
        ("a: \"x\n", "yaml.malformed", "f.yaml:2"),
        ("a: *b\n", "yaml.malformed", "f.yaml:1:4"),
        ("\ta: 1\n", "yaml.malformed", "f.yaml:1:1"),
        ("a: \u{0}b\n", "yaml.malformed", "f.yaml:1"),
        ("x:\n  a: 1\n  b: 2\n  a: 3\n", "yaml.duplicate-key", "f.yaml:4:3"),
        ("a: 1\n'a': 2\n", "yaml.duplicate-key", "f.yaml:2:1"),
        ("a: 1\n---\nb: 2\n", "yaml.several-documents", "f.yaml:2:1"),
        ("a: .inf\n", "yaml.unsupported", "f.yaml:1:4"),
        ("a: !!int x\n", "yaml.unsupported", "f.yaml:1"),
        ("a: !thing x\n", "yaml.unsupported", "f.yaml:1"),
        ("a: !!set {x, y}\n", "yaml.unsupported", "f.yaml:1"),
        ("? [a, b]\n: 1\n", "yaml.unsupported", "f.yaml:1:3"),
        ("a:\n  <<: 3\n", "yaml.unsupported", "f.yaml:2:7"),
    ]

    @Test(arguments: refused) func faults(_ text: String, _ code: String, _ place: String) throws {
        let error = try #require(throws: YAMLError.self) {
            try YAMLDocument(parsing: Array(text.utf8), file: "f.yaml")
        }
        let diagnostic = error.diagnostic
        #expect(diagnostic.code == code)
        #expect(
            diagnostic.place?.description.hasPrefix(place) == true, "\(String(describing: diagnostic.place))")
        #expect(diagnostic.hint != nil)
        #expect(diagnostic.message.first?.isUppercase == false)
    }

    @Test func placesOfKeysAndValues() throws {
        let text = "# head\nname: ü\nlist:\n  - one\n  - k: \"v\"\n"
        let document = try YAMLDocument(parsing: Array(text.utf8), file: "f.yaml")
        let list = try #require(document.root["list"])
        #expect(document.root.members?.map(\.mark) == [.init(line: 2, column: 1), .init(line: 3, column: 1)])
        #expect(list.elements?.map(\.mark) == [.init(line: 4, column: 5), .init(line: 5, column: 5)])
        #expect(list.elements?[1]["k"]?.mark == .init(line: 5, column: 8))
        #expect(document.excerpt(.init(line: 5, column: 8)) == "  - k: \"v\"")
        #expect(document.place(.init(line: 5, column: 8)).description == "f.yaml:5:8")
    }
}
