import ConformanceSuites
import Testing

@Suite("Public suites") struct SuiteTests {
    /// What does not pass; why is argued in `docs/conformance.md`.
    static let known: [String: Set<String>] = [
        "bpmn-execution": ["AdHocSubProcess_Sequential#1"],
        "dmn-tck": Set(decisionServices + imports + externalFunctions),
    ]

    private static let decisionServices =
        [
            "decisionService_001/decision_ds_001", "decisionService_002_a/ds_invoke_002_with_number",
        ].map { "compliance-level-3/0082-feel-coercion/0082-feel-coercion-test-01.xml#\($0)" }
        + [
            "002_a/decision_002", "004/decision_004_1", "005/decision_005_1", "006/decision_006_1",
            "008/decision_008_1", "012/decision_012_1", "013/decision_013_1", "014/decision_014_1",
        ].map { "compliance-level-3/0085-decision-services/0085-decision-services-test-01.xml#\($0)" }
    private static let imports = [
        "0086-import/0086-import-test-01.xml#test_001/A Decision Ctx with DT",
        "0086-import/0086-import-test-01.xml#test_002/A Decision Ctx with DT",
        "0089-nested-inputdata-imports/0089-nested-inputdata-imports-test-01.xml"
            + "#001/Model C Decision based on Bs",
    ].map { "compliance-level-3/\($0)" }
    private static let externalFunctions = [
        "boxed_001", "incorrect_002", "incorrect_003", "literal_001", "literal_002", "literal_003",
        "literal_005", "literal_006", "literal_007", "literal_007_a", "literal_010", "literal_011",
        "literal_012", "varargs_001",
    ].map { "compliance-level-3/0076-feel-external-java/0076-feel-external-java-test-01.xml#\($0)/\($0)" }

    /// Each case passes, but for those that are known not to; and those do not.
    @Test(arguments: Suite.all.map(\.name)) func casesPass(_ name: String) throws {
        let suite = try #require(Suite.all.first { $0.name == name })
        guard let folder = folder(suite.folder) else { return }
        let report = try suite.run(folder)
        print("\(name): \(report.passed)/\(report.total)")
        #expect(report.total > 0)
        let known = Self.known[name] ?? []
        for failure in report.failures where !known.contains(failure.id) {
            Issue.record("\(failure.id): \(failure.why)")
        }
        let better = known.intersection(report.passes)
        #expect(better.isEmpty, "these pass now: take them from the list")
    }
}
