import Attestations
import StructuredData
import Testing

@Suite("Statements")
struct StatementTests {
    @Test func canonicalBytes() throws {
        let digest = try #require(wheel["sha256"])
        #expect(
            String(decoding: try sampleStatement().canonicalBytes, as: UTF8.self)
                == #"{"_type":"https://in-toto.io/Statement/v1","predicate":{"a":1,"b":{"c":"é"}},"#
                + #""predicateType":"https://example.org/predicate/v1","#
                + #""subject":[{"digest":{"sha256":"\#(digest)"},"name":"demo-1.0-py3-none-any.whl"}]}"#)
    }

    @Test func readsBack() throws {
        let commit = try ResourceDescriptor(
            name: "source", uri: uri("git+https://example.org/demo"),
            digest: DigestSet([
                "gitCommit": "d20ace7968ba43c0219f62d71334c1095bab1602",
                "gitTree": "ebe4add40f63c3c98bc9b32ff1e736f04120b023",
            ]), content: [1, 2, 250], downloadLocation: uri("https://example.org/demo.tar.gz"),
            mediaType: "application/gzip", annotations: ["acme_note": [1, .null, true]])
        let statement = try Statement(
            subjects: [wheelSubject(), commit], predicateType: uri("https://example.org/p"), predicate: [:])
        #expect(try Statement(parsing: statement.canonicalBytes) == statement)
        #expect(statement.names(wheel) && !statement.names(otherWheel))
        #expect(statement.names(try DigestSet(["gitCommit": "d20ace7968ba43c0219f62d71334c1095bab1602"])))
    }

    @Test func unknownMembersAreIgnoredAndNullIsUnset() throws {
        let statement = try sampleStatement()
        var json = statement.json.with("/extra", 1).with("/subject/0/extra", 1)
        #expect(try Statement(json: json) == statement)
        json = statement.json.with("/predicate", .null).with("/subject/0/uri", .null)
            .with("/subject/0/annotations", [:])
        #expect(try Statement(json: json).predicate.isEmpty)
        #expect(try Statement(json: json).subjects == statement.subjects)
        #expect(try Statement(json: statement.json.with("/predicate", nil)).predicate.isEmpty)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let pointer: String
        let value: JSON?
        let at: String
        let fault: FieldFault
        init(_ pointer: String, _ value: JSON?, at: String? = nil, _ fault: FieldFault) {
            (self.pointer, self.value, self.at, self.fault) = (pointer, value, at ?? pointer, fault)
        }
        var testDescription: String { "\(pointer) = \(value.map(\.canonical) ?? "nothing")" }
    }

    private static let known = ["https://in-toto.io/Statement/v1"]
    static let rows = [
        Row("/_type", nil, .missing),
        Row("/_type", 1, .wrongKind(expected: .text)),
        Row(
            "/_type", "https://in-toto.io/Statement/v0.1",
            .unknownValue("https://in-toto.io/Statement/v0.1", known: known)),
        Row("/_type", "", .empty),
        Row("/subject", nil, .missing),
        Row("/subject", [], .empty),
        Row("/subject", [:], .wrongKind(expected: .array)),
        Row("/subject/0", "x", .wrongKind(expected: .object)),
        Row("/subject/0", ["name": "x"], .noneOf(["uri", "digest", "content"])),
        Row("/subject/0/digest", nil, at: "/subject/0", .noneOf(["uri", "digest", "content"])),
        Row("/subject/0", ["uri": "https://example.org/x"], at: "/subject/0/digest", .missing),
        Row("/subject/0", ["content": "eA=="], at: "/subject/0/digest", .missing),
        Row("/subject/0/digest/sha256", "abc", .notDigest(algorithm: "sha256")),
        Row("/subject/0/digest/gitCommit", "ABC", .notDigest(algorithm: "gitCommit")),
        Row("/subject/0/digest/gitTree", 7, .wrongKind(expected: .text)),
        Row("/subject/0/digest", [], .wrongKind(expected: .object)),
        Row("/subject/0/content", "e", .notBase64),
        Row("/subject/0/uri", "Example", .notURI("Example")),
        Row("/subject/0/name", [], .wrongKind(expected: .text)),
        Row("/subject/0/annotations", [], .wrongKind(expected: .object)),
        Row("/predicateType", nil, .missing),
        Row("/predicateType", "predicate", .notURI("predicate")),
        Row("/predicate", [], .wrongKind(expected: .object)),
    ]

    @Test(arguments: rows) func refused(_ row: Row) throws {
        let json = try sampleStatement().json.with(row.pointer, row.value)
        #expect(
            fault { _ = try Statement(json: json) }
                == .malformed(.statement, pointer: row.at, fault: row.fault))
    }

    @Test(arguments: ["", "[]", "{", #"{"_type":1,"_type":1}"#, "\u{FEFF}{}"]) func notAStatement(
        _ text: String
    ) {
        #expect(fault { _ = try Statement(parsing: Array(text.utf8)) } != nil)
    }

    @Test func deepNestingIsRefused() {
        let text = String(repeating: "[", count: 100_000)
        guard case .notJSON(.statement, let error)? = fault({ _ = try Statement(parsing: Array(text.utf8)) })
        else {
            Issue.record("not refused")
            return
        }
        #expect(error.reason == .tooDeep(limit: 260))
    }

    @Test func builderRefusesWhatOthersWouldReadOtherwise() throws {
        let type = try uri("https://example.org/p")
        let subject = try wheelSubject()
        let faults: [(AttestationsError?, String, FieldFault)] = [
            (
                fault { _ = try Statement(subjects: [], predicateType: type, predicate: [:]) }, "/subject",
                .empty
            ),
            (
                fault {
                    _ = try Statement(subjects: [subject, subject], predicateType: type, predicate: [:])
                },
                "/subject", .repeated("demo-1.0-py3-none-any.whl")
            ),
            (
                fault {
                    _ = try Statement(
                        subjects: [subject], predicateType: type, predicate: ["n": .number(.infinity)])
                }, "/predicate", .notInteroperable
            ),
            (
                fault {
                    _ = try Statement(
                        subjects: [subject], predicateType: type, predicate: ["n": .integer(1 << 53 + 1)])
                }, "/predicate", .notInteroperable
            ),
            (
                fault {
                    let deep = (0..<300).reduce(JSON.null) { value, _ in [value] }
                    _ = try Statement(subjects: [subject], predicateType: type, predicate: ["n": deep])
                }, "/predicate", .notInteroperable
            ),
        ]
        for (found, pointer, expected) in faults {
            #expect(found == .malformed(.statement, pointer: pointer, fault: expected))
        }
    }
}
