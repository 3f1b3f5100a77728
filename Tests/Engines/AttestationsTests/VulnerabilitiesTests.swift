import Attestations
import StructuredData
import Testing

@Suite("Vulnerabilities")
struct VulnerabilitiesTests {
    typealias Row = StatementTests.Row

    static let rows = [
        Row("/scanner", nil, .missing), Row("/scanner", [], .wrongKind(expected: .object)),
        Row("/scanner/uri", nil, .missing), Row("/scanner/uri", "x", .notURI("x")),
        Row("/scanner/version", 1, .wrongKind(expected: .text)), Row("/scanner/db", nil, .missing),
        Row("/scanner/db/lastUpdate", nil, .missing),
        Row("/scanner/db/lastUpdate", "2026-01-01", .notTimestamp("2026-01-01")),
        Row("/scanner/db/uri", "x", .notURI("x")), Row("/scanner/result", nil, .missing),
        Row("/scanner/result/0/id", nil, .missing), Row("/scanner/result/1/id", "", .empty),
        Row("/scanner/result/0/severity", nil, .missing), Row("/scanner/result/0/severity", [], .empty),
        Row("/scanner/result/0/severity", [:], .wrongKind(expected: .array)),
        Row("/scanner/result/0/severity/0/method", nil, .missing),
        Row("/scanner/result/0/severity/0/score", 7.5, .wrongKind(expected: .text)),
        Row("/scanner/result/0/annotations", [:], .wrongKind(expected: .array)),
        Row("/scanner/result/0/annotations/0", "x", .wrongKind(expected: .object)),
        Row("/metadata", nil, .missing), Row("/metadata/scanStartedOn", nil, .missing),
        Row("/metadata/scanFinishedOn", "now", .notTimestamp("now")),
    ]

    @Test(arguments: rows) func refused(_ row: Row) throws {
        expectFaults(of: try Samples.vulnerabilities(), row)
    }

    /// The example of the specification, with one finding.
    @Test func example() throws {
        let json: JSON = [
            "scanner": [
                "uri": "pkg:github/aquasecurity/trivy@244fd47e07d1004f0aed9", "version": "0.19.2",
                "db": [
                    "uri": "pkg:github/aquasecurity/trivy-db/commit/4c76bb580b2736d67751410fa4ab66d2b6b9b27d",
                    "version": "v1-2021080612", "lastUpdate": "2021-08-06T17:45:50.52Z",
                ],
                "result": [
                    [
                        "id": "CVE-123",
                        "severity": [
                            ["method": "nvd", "score": "medium"], ["method": "cvss_score", "score": "5.2"],
                        ],
                    ]
                ],
            ],
            "metadata": [
                "scanStartedOn": "2021-08-06T17:45:50.52Z", "scanFinishedOn": "2021-08-06T17:50:50.52Z",
            ],
        ]
        let read = try Vulnerabilities(json: json)
        #expect(read.json == json)
        #expect(read.scanner.results.first?.severities.map(\.score) == ["medium", "5.2"])
    }

    @Test func aliasesTravelInAnnotations() throws {
        let finding = try #require(Samples.vulnerabilities().scanner.results.first)
        #expect(finding.aliases == ["CVE-2026-1", "PYSEC-2026-1"])
        #expect(finding.annotations.count == 2)
        let odd = try Vulnerabilities.Finding(
            id: "x", severities: [.init(method: "m", score: "s")],
            annotations: [["aliases": "text"], ["aliases": [1]]])
        #expect(odd.aliases.isEmpty)
    }

    @Test func builderChecks() {
        let part = DocumentPart.predicate(.vulnerabilities)
        let rated = [Vulnerabilities.Severity(method: "m", score: "s")]
        #expect(
            fault { _ = try Vulnerabilities.Finding(id: "", severities: rated) }
                == .malformed(part, pointer: "/id", fault: .empty))
        #expect(
            fault { _ = try Vulnerabilities.Finding(id: "x", severities: []) }
                == .malformed(part, pointer: "/severity", fault: .empty))
        #expect(
            fault {
                _ = try Vulnerabilities.Finding(
                    id: "x", severities: rated, annotations: [["n": .number(.nan)]])
            } == .malformed(part, pointer: "/annotations", fault: .notInteroperable))
    }
}
