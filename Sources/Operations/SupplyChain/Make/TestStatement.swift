import Attestations
import DefinitionOfDone
import ToolReports

extension AttestedRun {
    /// What the tests gate measured, as `test-result`; `nil` if it measured nothing.
    ///
    /// It speaks of tests, not of the condition that the policy has for them: a run may be done with failures that its
    /// policy allows, and the result here is `FAILED` all the same.
    func testResult() throws(AttestationsError) -> TestResult? {
        guard let gate = run.gate("tests"), gate.outcome.isMeasured else { return nil }
        let failures = gate.findings.filter { $0.kind == "failures" }
        let waived = failures.filter { isWaived($0) }.map(\.rule)
        let failed = failures.filter { !isWaived($0) }.map(\.rule)
        let passed = (tests?.cases ?? []).filter { $0.outcome == .passed }.map(\.fullName)
        return try TestResult(
            result: failed.isEmpty ? waived.isEmpty ? .passed : .warned : .failed,
            configuration: try configuration(), passedTests: passed.filter { !$0.isEmpty },
            warnedTests: waived.filter { !$0.isEmpty }, failedTests: failed.filter { !$0.isEmpty })
    }

    /// Whether the verdict excuses a finding, by itself or with its whole gate.
    func isWaived(_ finding: Finding) -> Bool {
        run.verdict?.waivers.contains {
            $0.gate == finding.gate && ($0.finding == nil || $0.finding == finding.fingerprint)
        } ?? false
    }

    private func configuration() throws(AttestationsError) -> [ResourceDescriptor] {
        guard let header = run.header else { return [] }
        var configuration = [
            try ResourceDescriptor(name: "definition", digest: try DigestSet(sha256: header.definition))
        ]
        if let lock = header.subject.lock {
            configuration.append(
                try ResourceDescriptor(name: "uv.lock", digest: try DigestSet(sha256: lock)))
        }
        return configuration
    }
}

extension JUnitReport.Case {
    /// As findings of the tests gate name a test.
    fileprivate var fullName: String { className.isEmpty ? name : "\(className)::\(name)" }
}
