import StructuredData
import TOML
import Testing

/// A small fixed generator (SplitMix64), so that a failure can be repeated.
struct FixedRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite("Any edit of any document")
struct TOMLPropertyTests {
    private func lines(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    private func keys(_ path: TOMLPath) -> [String]? {
        var names: [String] = []
        for element in path {
            guard case .key(let name) = element else { return nil }
            names.append(name)
        }
        return names
    }

    /// Lines that an edit left out or put in, by their text; the rest is unchanged and in order.
    private func changed(_ before: String, _ after: String) -> [CollectionDifference<String>.Change] {
        Array(lines(after).difference(from: lines(before)))
    }

    @Test(arguments: RealDocuments.all) func replacedScalarChangesItsLineAlone(text: String) throws {
        let document = try TOMLDocument(parsing: text, file: "t.toml")
        for path in allPaths(document.value) {
            guard let names = keys(path), let old = document.value.at(path), old.object == nil,
                old.array == nil,
                !(old.string ?? "").contains("\n")
            else { continue }
            var editor = try TOMLEditor(text: text, file: "t.toml")
            try editor.set(names, to: "new – value")
            #expect(changed(text, editor.text).count == 2, "\(names)")
            #expect(
                try TOMLDocument(parsing: editor.text, file: "t.toml").place(of: path)
                    == document.place(of: path))
            try editor.set(names, to: old)
            #expect(
                try TOMLDocument(parsing: editor.text, file: "t.toml").value == document.value, "\(names)")
        }
    }

    @Test(arguments: RealDocuments.all) func removedKeyTakesOnlyItsLines(text: String) throws {
        let document = try TOMLDocument(parsing: text, file: "t.toml")
        for path in allPaths(document.value) {
            guard let names = keys(path) else { continue }
            var editor = try TOMLEditor(text: text, file: "t.toml")
            try editor.remove(names)
            #expect(try TOMLDocument(parsing: editor.text, file: "t.toml").place(of: path) == nil)
            let added = changed(text, editor.text).count { if case .insert = $0 { true } else { false } }
            #expect(added <= 1, "\(names)")
        }
    }

    @Test(arguments: RealDocuments.all) func addedKeyGoesAgainWithoutATrace(text: String) throws {
        let document = try TOMLDocument(parsing: text, file: "t.toml")
        for path in [[]] + allPaths(document.value) {
            guard let names = keys(path), document.value.at(path)?.object != nil else { continue }
            var editor = try TOMLEditor(text: text, file: "t.toml")
            try editor.set(names + ["brand new"], to: [1, "x"])
            // Three lines of a new table, and a last line that gets a line break.
            #expect(changed(text, editor.text).count <= 5, "\(names)")
            try editor.remove(names + ["brand new"])
            let isTable = try TOMLDocument(parsing: editor.text, file: "t.toml").value == document.value
            #expect(editor.text == text || isTable, "\(names)")
        }
        var editor = try TOMLEditor(text: text, file: "t.toml")
        try editor.appendTable(["tool", "fresh"], [("a", 1, "why"), ("b", ["c"], nil)])
        #expect(editor.text.hasPrefix(text))
        try editor.remove(["tool", "fresh"])
        #expect(Array(editor.text.utf8) == Array(text.utf8))
    }

    /// Random damage must end in a document or an error, never in a crash; and a document must have its places.
    @Test(arguments: 0..<6) func damageIsNeverACrash(seed: Int) {
        var random = FixedRandom(state: UInt64(seed))
        let texts = RealDocuments.all
        let pieces = Array("[]{}=.,#\"'\\\n\r\t 01+-_:eTZxuU\u{0}\u{7F}é\u{FEFF}ainft").map(String.init)
        var valid = 0
        for _ in 0..<250 {
            var scalars = Array(texts[seed % texts.count].unicodeScalars)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<scalars.count, using: &random)
                let length = Int.random(in: 0...min(3, scalars.count - at), using: &random)
                let piece = pieces.randomElement(using: &random) ?? ""
                scalars.replaceSubrange(at..<at + length, with: piece.unicodeScalars)
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars)
            guard let document = try? TOMLDocument(parsing: String(view), file: "t.toml") else { continue }
            valid += 1
            #expect(allPaths(document.value).allSatisfy { document.place(of: $0) != nil })
        }
        #expect(valid > 0)
    }

    /// Short random texts reach corners that damage does not.
    @Test func shortTextsAreNeverACrash() {
        var random = FixedRandom(state: 42)
        let pieces = [
            "a", "b", "[", "]", "[[", "]]", "{", "}", "=", " = ", ".", ",", "\n", "#", "\"", "'", "\"\"\"",
            "'''", "\\",
            "1", "0x", "0", "_", "-", "+", ":", "e", "inf", "nan", "true", "1979-05-27", "T", " ", "07:32:00",
            "\r\n", "Z",
            "\\u00e9", "\u{FEFF}", "p", "0b1", "0o7",
        ]
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...9, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            for prefix in ["", "a = "] { _ = try? TOMLDocument(parsing: prefix + text, file: "t.toml") }
        }
    }
}

extension JSON {
    fileprivate func at(_ path: TOMLPath) -> JSON? {
        var current = self
        for element in path {
            let next =
                switch element {
                case .key(let key): current[key]
                case .index(let index): current[index]
                }
            guard let next else { return nil }
            current = next
        }
        return current
    }
}
