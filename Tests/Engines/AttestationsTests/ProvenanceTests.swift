import Attestations
import StructuredData
import Testing

@Suite("Provenance")
struct ProvenanceTests {
    typealias Row = StatementTests.Row

    static let rows = [
        Row("/buildDefinition", nil, .missing), Row("/buildDefinition", 1, .wrongKind(expected: .object)),
        Row("/buildDefinition/buildType", nil, .missing),
        Row("/buildDefinition/buildType", "x", .notURI("x")),
        Row("/buildDefinition/externalParameters", [], .wrongKind(expected: .object)),
        Row("/buildDefinition/internalParameters", "x", .wrongKind(expected: .object)),
        Row("/buildDefinition/resolvedDependencies", [:], .wrongKind(expected: .array)),
        Row("/buildDefinition/resolvedDependencies/0", [:], .noneOf(["uri", "digest", "content"])),
        Row("/runDetails", nil, .missing), Row("/runDetails/builder", nil, .missing),
        Row("/runDetails/builder/id", nil, .missing), Row("/runDetails/builder/id", "", .empty),
        Row("/runDetails/builder/version/uv", 1, .wrongKind(expected: .text)),
        Row("/runDetails/builder/builderDependencies/0/uri", "x", .notURI("x")),
        Row("/runDetails/metadata", [], .wrongKind(expected: .object)),
        Row("/runDetails/metadata/invocationId", 1, .wrongKind(expected: .text)),
        Row("/runDetails/metadata/startedOn", "2026", .notTimestamp("2026")),
        Row("/runDetails/metadata/finishedOn", 5, .wrongKind(expected: .text)),
        Row("/runDetails/byproducts/0/content", "!", .notBase64),
    ]

    @Test(arguments: rows) func refused(_ row: Row) throws { expectFaults(of: try Samples.provenance(), row) }

    /// Unset, null and empty are the same in this predicate.
    @Test func leastForm() throws {
        let least: JSON = [
            "buildDefinition": ["buildType": "https://example.org/b", "externalParameters": [:]],
            "runDetails": ["builder": ["id": "https://example.org/c"]],
        ]
        let read = try Provenance(json: least)
        #expect(read.json == least)
        let spelled = least.with("/buildDefinition/internalParameters", .null)
            .with("/buildDefinition/resolvedDependencies", []).with(
                "/buildDefinition/externalParameters", nil
            )
            .with("/runDetails/metadata", ["invocationId": "", "startedOn": .null])
            .with("/runDetails/byproducts", []).with("/runDetails/builder/version", [:])
        #expect(try Provenance(json: spelled) == read)
    }

    @Test func builderChecksParameters() {
        let found = fault {
            _ = try Provenance.BuildDefinition(
                buildType: uri("https://example.org/b"), externalParameters: ["n": .integer(.max)])
        }
        #expect(
            found
                == .malformed(.predicate(.provenance), pointer: "/buildDefinition", fault: .notInteroperable))
    }
}
