import Attestations
import StructuredData
import Testing

@Suite("Predicates")
struct PredicateTests {
    @Test func everyTypeReadsBack() throws {
        let statements = try Samples.all()
        #expect(Set(statements.compactMap { PredicateType($0.predicateType) }) == Set(PredicateType.allCases))
        for statement in statements {
            let again = try Statement(parsing: statement.canonicalBytes)
            #expect(again == statement)
            let predicate = try Predicate(of: again)
            #expect(predicate.type.rawValue == statement.predicateType.description)
            #expect(predicate.json == .object(statement.predicate))
        }
    }

    @Test func otherTypesAreRefused() throws {
        #expect(
            fault { _ = try Predicate(of: sampleStatement()) }
                == .unknownPredicate(type: "https://example.org/predicate/v1"))
    }

    @Test func nullIsUnsetAndUnknownMembersAreIgnored() throws {
        for statement in try Samples.all() {
            let json = JSON.object(statement.predicate)
            let more = try Statement(
                subjects: [wheelSubject()], predicateType: statement.predicateType,
                predicate: json.with("/unknown", [1]).with("/more", .null).object ?? [:])
            #expect(try Predicate(of: more) == Predicate(of: statement))
        }
    }
}

extension Predicate {
    /// Written again.
    var json: JSON {
        switch self {
        case .testResult(let content): content.json
        case .vulnerabilities(let content): content.json
        case .provenance(let content): content.json
        case .verificationSummary(let content): content.json
        case .simpleVerificationResult(let content): content.json
        }
    }
}

/// Rows of a table of changes to a predicate, each with the fault it must be refused for.
func expectFaults<Content: PredicateContent>(
    of content: Content, _ row: StatementTests.Row
) {
    let json = content.json.with(row.pointer, row.value)
    #expect(
        fault { _ = try Content(json: json) }
            == .malformed(.predicate(Content.predicateType), pointer: row.at, fault: row.fault))
}
