import Conditions
import Testing

@Suite struct SeverityTests {
    @Test func fromANoteToAReleaseStopper() {
        #expect(Severity.allCases.sorted() == [.info, .low, .medium, .high, .critical])
        #expect(Severity.allCases.map(\.name) == ["info", "low", "medium", "high", "critical"])
    }

    @Test func named() {
        #expect(Severity(named: "HIGH") == .high)
        #expect(Severity(named: "moderate") == nil)
    }

    @Test func whatStandsInForAnUnknownOne() {
        #expect(UnknownSeverityRule.countsAsCritical.severity == .critical)
        #expect(UnknownSeverityRule.ignore.severity == nil)
        #expect(UnknownSeverityRule.countsAs(.low).severity == .low)
    }
}
