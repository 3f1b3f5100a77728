import Testing

@testable import TransparencyLog

@Suite("Signed notes, C2SP signed-note") struct SignedNoteTests {
    static let example = """
        Ognuno sta solo sul cuor della terra
        trafitto da un raggio di sole:

        ed è subito sera.

        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

        """

    @Test func theSpecificationsExample() throws {
        let note = try SignedNote(parsing: Self.example)
        #expect(
            note.text
                == "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
        )
        #expect(note.signatures.map(\.name.description) == ["quasimodo.example/salvatore"])
        #expect(note.signatures.map(\.bytes.count) == [64])
        #expect(note.description == Self.example)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let why: String
        let note: String
        let line: Int
        var testDescription: String { why }
    }

    static let signature = "— example.com/log Az3grlgtzPICa5OS8npVmf1M"
    static let malformed = [
        Row(why: "empty", note: "", line: 1),
        Row(why: "no line feed at the end", note: "text\n\n\(signature)", line: 3),
        Row(why: "no blank line", note: "text\n\(signature)\n", line: 1),
        Row(why: "nothing before the blank line", note: "\n\(signature)\n", line: 1),
        Row(why: "no signature", note: "text\n\n", line: 3),
        Row(why: "blank line at the end", note: "text\n\n\(signature)\n\n", line: 5),
        Row(why: "text among signatures", note: "text\n\n\(signature)\ntext\n", line: 4),
        Row(why: "hyphen", note: "text\n\n- example.com/log Az3grlgtzPICa5OS8npVmf1M\n", line: 3),
        Row(why: "no space after the dash", note: "text\n\n—example.com/log Az3grlgt\n", line: 3),
        Row(why: "no name", note: "text\n\n—  Az3grlgtzPICa5OS8npVmf1M\n", line: 3),
        Row(why: "no signature on the line", note: "text\n\n— example.com/log\n", line: 3),
        Row(why: "plus in the name", note: "text\n\n— a+b Az3grlgtzPICa5OS8npVmf1M\n", line: 3),
        Row(
            why: "no-break space in the name", note: "text\n\n— a\u{A0}b Az3grlgtzPICa5OS8npVmf1M\n", line: 3),
        Row(why: "ideographic space", note: "text\n\n— a\u{3000}b Az3grlgtzPICa5OS8npVmf1M\n", line: 3),
        Row(why: "next line in the name", note: "text\n\n— a\u{85}b Az3grlgtzPICa5OS8npVmf1M\n", line: 3),
        Row(why: "two spaces", note: "text\n\n— example.com/log  Az3grlgtzPICa5OS8npVmf1M\n", line: 3),
        Row(why: "space at the end", note: "text\n\n\(signature) \n", line: 3),
        Row(why: "four bytes", note: "text\n\n— example.com/log Az3grg==\n", line: 3),
        Row(why: "bits behind the end", note: "text\n\n— example.com/log Az3grli=\n", line: 3),
        Row(why: "no padding", note: "text\n\n— example.com/log Az3grlg\n", line: 3),
        Row(why: "URL alphabet", note: "text\n\n— example.com/log Az3grl-_\n", line: 3),
        Row(why: "carriage return", note: "text\r\n\n\(signature)\n", line: 1),
        Row(why: "tab", note: "one\ntwo\t\n\n\(signature)\n", line: 2),
        Row(why: "nul", note: "one\n\ntwo\u{0}\n\n\(signature)\n", line: 3),
        Row(
            why: "too many signatures",
            note: "text\n\n" + String(repeating: signature + "\n", count: 101), line: 103),
        Row(
            why: "too long", note: String(repeating: "long\n", count: 200_000) + "\n\(signature)\n", line: 1),
    ]

    @Test(arguments: malformed) func refused(_ row: Row) throws {
        let error = try #require(throws: TransparencyLogError.self) { try SignedNote(parsing: row.note) }
        guard case .malformed(.note, let line, let reason) = error else {
            Issue.record(error)
            return
        }
        #expect(line == row.line, "\(reason)")
    }

    @Test func notUTF8IsRefused() {
        for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x80]] as [[UInt8]] {
            #expect(throws: TransparencyLogError.malformed(.note, line: 1, reason: "it is not UTF-8")) {
                try SignedNote(parsing: bytes + Array("\n\n\(Self.signature)\n".utf8))
            }
        }
    }

    @Test func acceptedForms() throws {
        let delete = "a\u{7F}b\n"  // Not among the control characters below U+0020.
        for text in ["text\n", "\n", "\n\n\n", "a\n\n\(Self.signature)\n", "e\u{301}\n", delete] {
            let note = try SignedNote(parsing: text + "\n\(Self.signature)\n")
            #expect(note.textBytes == Array(text.utf8))
        }
        let many = "text\n\n" + String(repeating: Self.signature + "\n", count: 100)
        #expect(try SignedNote(parsing: many).signatures.count == 100)
    }

    @Test(arguments: ["", "text", "\u{1}\n", "a\rb\n"]) func unfitTexts(_ text: String) throws {
        #expect(throws: TransparencyLogError.self) {
            try SignedNote(text: text, signatures: [TestKeys.log().sign(text)])
        }
        #expect(throws: TransparencyLogError.self) { try SignedNote(text: "text\n", signatures: []) }
    }

    /// Strings with an accent written in two ways are equal; notes of them are not.
    @Test func equalByBytes() throws {
        let (one, two) = ("\u{E9}\n\n\(Self.signature)\n", "e\u{301}\n\n\(Self.signature)\n")
        #expect(one == two)
        #expect(try SignedNote(parsing: one) != SignedNote(parsing: two))
        #expect(try KeyName("caf\u{E9}") != KeyName("cafe\u{301}"))
    }
}
