import Advisories
import Testing

@Suite struct AdvisorySeverityTests {
    @Test func orderGoesUp() {
        #expect(AdvisorySeverity.allCases.sorted() == [.low, .medium, .high, .critical])
    }

    @Test(arguments: [
        ("CRITICAL", AdvisorySeverity.critical), ("HIGH", .high), ("MODERATE", .medium), ("medium", .medium),
        ("Low", .low), ("UNKNOWN", nil), ("", nil),
    ])
    func databaseWord(_ word: String, _ severity: AdvisorySeverity?) {
        #expect(AdvisorySeverity(databaseWord: word) == severity)
    }

    @Test(arguments: [
        (0.0, AdvisorySeverity.low), (3.9, .low), (4.0, .medium), (6.9, .medium), (7.0, .high), (8.9, .high),
        (9.0, .critical), (10.0, .critical),
    ])
    func score(_ score: Double, _ severity: AdvisorySeverity) {
        #expect(AdvisorySeverity(score: score) == severity)
    }
}
