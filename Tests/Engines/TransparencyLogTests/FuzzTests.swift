import Testing

@testable import TransparencyLog

/// Whatever is read is written again byte for byte: no value has two texts, and nothing traps.
@Suite("Spoilt texts of every form") struct FuzzTests {
    struct Form: Sendable, CustomTestStringConvertible {
        let name: String
        let examples: [String]
        /// What the text that was read comes out as.
        let rewritten: @Sendable ([UInt8]) throws -> [UInt8]
        var testDescription: String { name }
    }

    static let forms = [
        Form(name: "note", examples: [SignedNoteTests.example, CheckpointTests.example]) {
            Array(try SignedNote(parsing: $0).description.utf8)
        },
        Form(
            name: "checkpoint",
            examples: ["log\n17\n\(CheckpointTests.root)\n", "a\n5\n\(CheckpointTests.root)\nb\n"]
        ) {
            Array(try Checkpoint(parsing: String(decoding: $0, as: UTF8.self)).text.utf8)
        },
        Form(name: "verifier key", examples: NoteKeyTests.pairs.map(\.verifier)) {
            Array(try VerifierKey(parsing: String(decoding: $0, as: UTF8.self)).description.utf8)
        },
        Form(name: "signer key", examples: NoteKeyTests.pairs.map(\.signer)) {
            Array(try SignerKey(parsing: String(decoding: $0, as: UTF8.self)).secretText.utf8)
        },
        Form(name: "tile path", examples: TileIDTests.names.map(\.path)) {
            Array(try TileID(path: String(decoding: $0, as: UTF8.self)).path.utf8)
        },
        Form(name: "bundle path", examples: ["tile/entries/x001/x234/067.p/8", "tile/entries/000"]) {
            Array(try EntryBundleID(path: String(decoding: $0, as: UTF8.self)).path.utf8)
        },
        Form(name: "request", examples: [WitnessMessageTests.request, "old 0\n\n\(CheckpointTests.example)"])
        {
            Array(try AddCheckpointRequest(parsing: $0).description.utf8)
        },
        Form(name: "answer", examples: [WitnessMessageTests.answer]) {
            Array(try cosignatures(parsing: $0).map(\.line).joined().utf8)
        },
        Form(name: "size", examples: ["0\n", "17\n", "9223372036854775807\n"]) {
            Array("\(try witnessedSize(parsing: $0))\n".utf8)
        },
        Form(
            name: "proof",
            examples: [
                "\(LogProof.header)\nextra Zg==\nindex 3\n\(CheckpointTests.root)\n\n\(CheckpointTests.example)"
            ]
        ) { Array(try LogProof(parsing: $0).description.utf8) },
        Form(name: "bundle", examples: ["\u{0}\u{1}a\u{0}\u{0}\u{0}\u{3}abc"]) {
            try EntryBundle(id: EntryBundleID(index: 0, width: 3), bytes: $0).bytes
        },
    ]

    @Test(arguments: forms) func readsAndWritesTheSame(_ form: Form) throws {
        var numbers = Numbers(state: 99)
        for example in form.examples {
            let bytes = Array(example.utf8)
            #expect(try form.rewritten(bytes) == bytes)
            for _ in 0..<1500 {
                let changed = spoilt(bytes, &numbers)
                guard let again = read(form, changed) else { continue }
                #expect(again == changed, "\(String(decoding: changed, as: UTF8.self))")
            }
        }
        for length in 0..<64 {
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &numbers) }
            if let again = read(form, noise) { #expect(again == noise) }
        }
    }

    private func read(_ form: Form, _ bytes: [UInt8]) -> [UInt8]? {
        // A text that is no UTF-8 cannot even be handed to those that take strings.
        guard String(validating: bytes, as: UTF8.self) != nil || ["note", "proof"].contains(form.name) else {
            return nil
        }
        var result: [UInt8]?
        _ = isFine { result = try form.rewritten(bytes) }
        return result
    }
}

/// A text with one or two faults.
func spoilt(_ bytes: [UInt8], _ numbers: inout Numbers) -> [UInt8] {
    var copy = bytes
    for _ in 0..<Int.random(in: 1...2, using: &numbers) {
        guard !copy.isEmpty else { break }
        let place = Int.random(in: 0..<copy.count, using: &numbers)
        var lines = copy.split(separator: 0x0A, omittingEmptySubsequences: false)
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
        case 1: copy.remove(at: place)
        case 2: copy.insert(copy[place], at: place)
        case 3: copy.insert(Array("\n +=A0/—".utf8).randomElement(using: &numbers) ?? 0, at: place)
        case 4:
            lines.insert(lines[place % lines.count], at: Int.random(in: 0..<lines.count, using: &numbers))
            copy = Array(lines.joined(separator: [0x0A]))
        default:
            lines.remove(at: place % lines.count)
            copy = Array(lines.joined(separator: [0x0A]))
        }
    }
    return copy
}
