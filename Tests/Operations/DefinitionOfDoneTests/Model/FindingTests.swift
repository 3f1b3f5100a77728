import Conditions
import Diagnostics
import Testing

@testable import DefinitionOfDone

@Suite struct FindingTests {
    static func finding(_ file: String, _ line: Int?, _ message: String = "unused", rule: String = "F401")
        -> Finding
    {
        Finding(
            gate: "lint", kind: "findings", rule: rule, severity: .medium,
            place: SourcePlace(file: file, line: line), message: message)
    }

    @Test func theFingerprintOutlivesAMove() {
        let finding = Self.finding("a.py", 3)
        #expect(finding.fingerprint == Self.finding("a.py", 90).fingerprint)
        #expect(finding.fingerprint.utf8.count == 16)
        for other in [
            Self.finding("b.py", 3), Self.finding("a.py", 3, "other"), Self.finding("a.py", 3, rule: "F811"),
        ] { #expect(other.fingerprint != finding.fingerprint) }
    }
}
