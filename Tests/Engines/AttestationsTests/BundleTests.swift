import Attestations
import StructuredData
import Testing

@Suite("Bundles")
struct BundleTests {
    @Test func readsBack() throws {
        let envelopes = try Samples.all().map { try Envelope(signing: $0, with: [Keys.anna]) }
        let bytes = bundleBytes(envelopes)
        #expect(bytes.count { $0 == 0x0A } == envelopes.count)
        #expect(Bundle(parsing: bytes).envelopes == envelopes)
        #expect(Bundle(parsing: bytes.dropLast()).envelopes == envelopes)
        #expect(bundleBytes([]).isEmpty)
        #expect(Bundle(parsing: [UInt8]()).lines.isEmpty)
    }

    @Test func unrecognizedLinesAreToldAndIgnored() throws {
        let line = String(
            decoding: try Envelope(signing: sampleStatement(), with: [Keys.anna]).canonicalBytes,
            as: UTF8.self)
        let text = "\n" + line + "\r\n  \n{}\n\u{0}\n" + line + "\n" + line + "{"
        let bundle = Bundle(parsing: Array(text.utf8))
        #expect(bundle.lines.map(\.number) == [2, 4, 5, 6, 7])
        #expect(bundle.envelopes.count == 2)
        #expect(
            bundle.lines.dropFirst().first?.envelope
                == .failure(.malformed(.envelope, pointer: "/payload", fault: .missing)))
    }

    @Test func oneEnvelopeOverSeveralLines() throws {
        let envelope = try Envelope(signing: sampleStatement(), with: [Keys.anna])
        #expect(Bundle(parsing: Array(envelope.json.pretty.utf8)).envelopes == [envelope])
    }
}
