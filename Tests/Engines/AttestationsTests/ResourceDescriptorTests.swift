import Attestations
import StructuredData
import Testing

@Suite("Resource descriptors")
struct ResourceDescriptorTests {
    @Test func wireForm() throws {
        let descriptor = try ResourceDescriptor(
            name: "gcc", uri: uri("https://example.org/gcc"), content: Array("hi".utf8),
            downloadLocation: uri("https://example.org/gcc.json"), mediaType: "application/x.dsse+json",
            annotations: ["acme_reviewed": false])
        #expect(
            descriptor.json.canonical
                == #"{"annotations":{"acme_reviewed":false},"content":"aGk=","#
                + #""downloadLocation":"https://example.org/gcc.json","mediaType":"application/x.dsse+json","#
                + #""name":"gcc","uri":"https://example.org/gcc"}"#)
    }

    @Test func oneOfThreeMustBeThere() throws {
        let expected = AttestationsError.malformed(
            .descriptor, pointer: "", fault: .noneOf(["uri", "digest", "content"]))
        #expect(fault { _ = try ResourceDescriptor(name: "x", mediaType: "y") } == expected)
        #expect(fault { _ = try ResourceDescriptor(content: []) } == expected)
        #expect(try ResourceDescriptor(content: [0]).json == ["content": "AA=="])
        #expect(try ResourceDescriptor(digest: wheel).digest == wheel)
    }

    @Test func emptyIsUnset() throws {
        let plain = try ResourceDescriptor(uri: uri("a:b"))
        #expect(
            try ResourceDescriptor(name: "", uri: uri("a:b"), content: [], mediaType: "", annotations: [:])
                == plain)
        #expect(plain.json == ["uri": "a:b"])
    }

    @Test func annotationsMustBeInteroperable() {
        #expect(
            fault { _ = try ResourceDescriptor(digest: wheel, annotations: ["n": .number(.nan)]) }
                == .malformed(.descriptor, pointer: "/annotations", fault: .notInteroperable))
    }
}
