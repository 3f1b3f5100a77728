import Diagnostics
import StructuredData
import Testing

@testable import YAML

@Suite("Limits of YAML documents") struct YAMLLimitTests {
    static let values = laughs(9) { "[" + $0.joined(separator: ", ") + "]" }
    static let merges = laughs(9) { references in
        "{" + references.enumerated().map { "k\($0.offset): \($0.element)" }.joined(separator: ", ") + "}"
    }

    /// Each anchor holds the one before nine times.
    static func laughs(_ levels: Int, _ wrap: ([String]) -> String) -> String {
        (0..<levels).reduce(into: "a: &a0 [x]\n") { text, level in
            let references = [String](repeating: "*a\(level)", count: 9)
            text += "b\(level): &a\(level + 1) \(wrap(references))\n"
        }
    }

    static let bombs: [(String, String)] = [
        ("sequences", values), ("mappings", merges),
        ("a key that must be written out", values + "? *a9\n: 1\n"),
        ("a flow key", values + "x: {*a9 : 1}\n"), ("a key in brackets", values + "x: {[*a9]: 1}\n"),
        ("keys in a flow sequence", values + "x: [? *a9 : 1]\n"),
        (
            "anchors of one name",
            (0..<60).map { "c\($0): &a [*a, *a]\n" }.joined() + "? *a\n: 1\n"
        ),
    ]

    @Test(arguments: bombs) func aliasesOfAliasesAreRefused(_ name: String, _ text: String) {
        let error = #expect(throws: YAMLError.self) {
            try YAMLDocument(parsing: Array(("z: &a [x]\n" + text).utf8), file: "f.yaml")
        }
        // A key that is no text is refused before it is expanded.
        let isKey = name.contains("key") || name == "anchors of one name"
        let expected = isKey ? "unsupported" : "expands-too-far"
        #expect(error?.diagnostic.code == "yaml.\(expected)")
    }

    @Test func aliasesThatAreUsedOftenAreFine() throws {
        let head = "base: &base {a: 1, \"b?\": \"{x}: y\"}\nmore: &more {<<: *base, c: 2}\n"
        let uses = (0..<200).map { "u\($0): {<<: *more, d: *base}\n" }.joined()
        let document = try YAMLDocument(parsing: Array((head + uses).utf8), file: "f.yaml")
        #expect(document.root.members?.count == 202)
        #expect(document.root["u7"]?["c"]?.value == 2)
    }

    @Test func thatManyValuesAndNoMore() throws {
        let text = Array("[1, 2, 3]".utf8)
        #expect(throws: Never.self) {
            try YAMLDocument(parsing: text, file: "f", limits: YAMLLimits(values: 4))
        }
        #expect(throws: YAMLError.expandsTooFar(file: "f", limit: 3)) {
            try YAMLDocument(parsing: text, file: "f", limits: YAMLLimits(values: 3))
        }
    }

    @Test func thatDeepAndNoDeeper() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try YAMLDocument(parsing: nested(64), file: "f") }
        for depth in [66, 900, 5000] {
            let error = #expect(throws: YAMLError.self) {
                try YAMLDocument(parsing: nested(depth), file: "f")
            }
            #expect(error?.diagnostic.code == "yaml.too-deep")
        }
    }

    @Test func thatLongAndNoLonger() {
        let text = Array("a: 1".utf8)
        #expect(throws: YAMLError.tooLarge(file: "f", size: 4, limit: 3)) {
            try YAMLDocument(parsing: text, file: "f", limits: YAMLLimits(size: 3))
        }
    }

    @Test func otherEncodingsAreRefused() {
        #expect(throws: YAMLError.notUTF8(file: "f")) {
            try YAMLDocument(parsing: [0x61, 0x3A, 0x20, 0xFF], file: "f")
        }
    }

    /// Whatever the text, there is a value or an error, and no trap.
    @Test func damagedDocumentsAreRefusedOrRead() {
        let text = Array("a: &x {b: [1, 'c', \"d\"], <<: {e: !!str f}}\n? k\n: |\n  text\ng: *x\n".utf8)
        var outcomes = (read: 0, refused: 0)
        for index in text.indices {
            for byte in [UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "*"), 0x0A, 0x80, 0x00] {
                var damaged = text
                damaged[index] = byte
                let isRead = (try? YAMLDocument(parsing: damaged, file: "f")) != nil
                if isRead { outcomes.read += 1 } else { outcomes.refused += 1 }
            }
        }
        #expect(outcomes.read > 20)
        #expect(outcomes.refused > 20)
    }
}
