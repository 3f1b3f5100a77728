import Advisories
import Diagnostics
import Foundation
import Testing

@Suite("CVSS vectors") struct CVSSVectorTests {
    /// `score vector` lines, made with the Python package `cvss`: vectors of real advisories and random ones.
    static let known: [(score: Double, vector: String)] = {
        let file = URL(filePath: #filePath + "/../Fixtures/vector-scores.txt").standardizedFileURL
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            return Double(parts[0]).map { ($0, String(parts[1])) }
        }
    }()

    @Test func scoresEqualThoseOfAnotherImplementation() throws {
        #expect(Self.known.count >= 400)
        for (score, vector) in Self.known {
            #expect(try CVSSVector(parsing: vector).baseScore == score, "\(vector)")
        }
    }

    /// `UVMGR_CVSS_SCORES` names a JSON object of vector to score to compare with.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["UVMGR_CVSS_SCORES"] != nil))
    func scoresOfAFile() throws {
        let path = try #require(ProcessInfo.processInfo.environment["UVMGR_CVSS_SCORES"])
        let data = try Data(contentsOf: URL(filePath: path))
        let scores = try JSONDecoder().decode([String: Double].self, from: data)
        let different = try scores.filter { try CVSSVector(parsing: $0.key).baseScore != $0.value }
        #expect(different.isEmpty, "\(different.count) of \(scores.count): \(different.prefix(5))")
    }

    struct Example: Sendable {
        let vector: String
        let version: CVSSVector.Version
        let score: Double
        let severity: AdvisorySeverity
    }

    @Test(arguments: [
        Example(
            vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", version: .v31, score: 9.8,
            severity: .critical),
        Example(
            vector: "CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:C/C:L/I:N/A:N", version: .v30, score: 2.3, severity: .low),
        Example(
            vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", version: .v31, score: 0, severity: .low),
        Example(vector: "AV:N/AC:L/Au:N/C:C/I:C/A:C", version: .v2, score: 10, severity: .critical),
        Example(
            vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", version: .v4,
            score: 9.3,
            severity: .critical),
        // Threat metrics lower the one score of version 4.
        Example(
            vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", version: .v4,
            score: 8.1,
            severity: .high),
    ])
    func example(_ row: Example) throws {
        let vector = try CVSSVector(parsing: row.vector)
        #expect((vector.version, vector.baseScore, vector.severity) == (row.version, row.score, row.severity))
        #expect(vector.text == row.vector)
    }

    struct Bad: Sendable {
        let vector: String
        let fault: AdvisoriesError.VectorFault
    }

    @Test(arguments: [
        Bad(vector: "", fault: .malformedField("")),
        Bad(vector: "CVSS:3.1", fault: .unknownVersion),
        Bad(vector: "CVSS:3.2/AV:N", fault: .unknownVersion),
        Bad(vector: "CVSS:2.0/AV:N", fault: .unknownVersion),
        Bad(vector: "CVSS:3.1/", fault: .malformedField("")),
        Bad(vector: "CVSS:3.1/AV", fault: .malformedField("AV")),
        Bad(vector: "CVSS:3.1/AV:N:N", fault: .malformedField("AV:N:N")),
        Bad(vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", fault: .malformedField("")),
        Bad(vector: "CVSS:3.1/AT:N", fault: .unknownMetric("AT")),
        Bad(vector: "CVSS:3.1/AV:Q", fault: .unknownValue(metric: "AV", value: "Q")),
        Bad(vector: "CVSS:3.1/AV:N/AV:N", fault: .duplicateMetric("AV")),
        Bad(
            vector: "CVSS:3.1/AV:N/AC:L/S:U/C:H/I:H/A:H", fault: .missingMetrics(["PR", "UI"])),
        Bad(
            vector: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:S/SI:N/SA:N",
            fault: .unknownValue(metric: "SC", value: "S")),
    ])
    func whatIsNoVectorIsRefused(_ row: Bad) {
        #expect(throws: AdvisoriesError.vector(row.vector, row.fault)) { try CVSSVector(parsing: row.vector) }
    }

    @Test func diagnosticNamesTheFault() {
        let error = AdvisoriesError.vector("CVSS:3.1/AV:Q", .unknownValue(metric: "AV", value: "Q"))
        #expect(
            error.diagnostic.message
                == "`CVSS:3.1/AV:Q` is not a CVSS vector: `Q` is no value of the metric `AV`")
    }
}
