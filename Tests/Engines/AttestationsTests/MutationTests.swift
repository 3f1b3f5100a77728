import Attestations
import StructuredData
import Testing

/// Whatever happens to the bytes of an attestation, it is refused or says the same.
@Suite("Mutations")
struct MutationTests {
    private static func envelope() throws -> (bytes: [UInt8], statement: Statement) {
        let statement = try Samples.statement(
            SimpleVerificationResult(
                verifier: .init(id: uri("https://a.b/v"), policies: [Samples.policy("strict")]),
                timeCreated: time("2026-01-02T00:00:00Z"), properties: ["ACME_DONE"],
                details: VerificationDetails(waivers: [])))
        return (try Envelope(signing: statement, with: [Keys.anna]).canonicalBytes, statement)
    }

    /// What the bytes say, if they are believed.
    private func believed(_ bytes: [UInt8]) throws -> VerifiedAttestation? {
        guard case .accepted(let found, _) = try VerificationTests.request().verify([bytes]) else {
            return nil
        }
        return found.first
    }

    @Test(arguments: 0..<8) func flippedBitOfEveryByte(_ bit: Int) throws {
        let statement = try Statement(
            subjects: [ResourceDescriptor(digest: wheel)], predicateType: uri("a:b"), predicate: [:])
        let bytes = try Envelope(signing: statement, with: [Keys.anna]).canonicalBytes
        var harmless = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1 << bit
            guard let envelope = try? Envelope(parsing: changed),
                let found = try? envelope.verified(by: [Keys.anna.publicKey])
            else { continue }
            #expect(try found.statement() == statement)
            harmless += 1
        }
        // The key id is a hint and its name an optional member; the sixth bit turns `/` of base64 into an escape.
        #expect(harmless < 64 + 16)
    }

    @Test func everyTruncationAndEveryDoubledByte() throws {
        let (bytes, statement) = try Self.envelope()
        for count in bytes.indices { #expect(try believed(Array(bytes[..<count])) == nil) }
        for index in bytes.indices {
            let changed = bytes[...index] + bytes[index...]
            if let found = try believed(Array(changed)) { #expect(found.statement == statement) }
        }
    }

    /// Documents of every kind with every value replaced by each kind of value, or taken away: read or refused, never
    /// a trap.
    @Test func everyReplacedValue() throws {
        let values: [JSON?] = [
            nil, .null, true, 0, -1, 1.5, .integer(.max), "", "x", "\u{0}", [], [[]], [:], ["": ""],
            [["a": 1]],
        ]
        var refused = 0
        for statement in try Samples.all() {
            for pointer in pointers(statement.json) {
                for value in values {
                    let json = statement.json.with(pointer, value)
                    if fault({ _ = try Predicate(of: Statement(json: json)) }) != nil { refused += 1 }
                }
            }
        }
        #expect(refused > 1000)
    }

    private func pointers(_ json: JSON, under: String = "") -> [String] {
        let children: [(String, JSON)] =
            switch json {
            case .object(let members): members.filter { !$0.key.contains("/") }.map { ($0.key, $0.value) }
            case .array(let elements): elements.enumerated().map { (String($0), $1) }
            default: []
            }
        return children.flatMap { ["\(under)/\($0)"] + pointers($1, under: "\(under)/\($0)") }
    }
}
