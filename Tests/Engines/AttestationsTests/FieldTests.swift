import StructuredData
import Testing

@testable import Attestations

@Suite("Fields")
struct FieldTests {
    @Test func pointersAreEscaped() throws {
        let field = Field(["a/b": ["~": [1]]], .statement)
        let inner = try field.required("a/b").required("~").elements()
        #expect(inner.map(\.pointer) == ["/a~1b/~0/0"])
        #expect(
            fault { _ = try field.required("a/b").required("x/~") }
                == .malformed(.statement, pointer: "/a~1b/x~1~0", fault: .missing))
    }

    static let kept: [JSON] = [
        .integer(9_007_199_254_740_992), .integer(-9_007_199_254_740_992), .number(1e300),
        ["a": [.null, "x", true]],
    ]
    static let lost: [JSON] = [
        .integer(9_007_199_254_740_993), .integer(.min), .number(.infinity), [[.number(.nan)]],
        ["a": .integer(.max)],
    ]

    @Test func interoperable() {
        for value in Self.kept { #expect(isInteroperable(value)) }
        for value in Self.lost { #expect(!isInteroperable(value)) }
    }

    @Test func depthOfValues() {
        func nested(_ levels: Int) -> JSON { (0..<levels).reduce(JSON.null) { value, _ in [value] } }
        #expect(isInteroperable(nested(256)))
        #expect(!isInteroperable(nested(257)))
    }
}
