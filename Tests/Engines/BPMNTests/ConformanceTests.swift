import BPMN
import Testing

@Suite("Conformance") struct ConformanceTests {
    @Test func illegalModelsAreRefused() throws {
        guard let data = ConformanceData(suite: "bpmn-illegal") else {
            return print("bpmn-illegal is absent: skipped")
        }
        let report = try data.runIllegal()
        print(report.summary)
        #expect(report.passed >= 151)
    }

    @Test func executionGivesTheTraces() throws {
        guard let data = ConformanceData(suite: "bpmn-execution") else {
            return print("bpmn-execution is absent: skipped")
        }
        let report = try data.runExecution()
        print(report.summary)
        #expect(report.passed >= 134)
    }

    @Test func scaleProcessesEnd() throws {
        guard let data = ConformanceData(suite: "bpmn-scale") else {
            return print("bpmn-scale is absent: skipped")
        }
        let report = try data.runScale()
        print(report.summary)
        #expect(report.passed >= 20)
    }

    @Test(arguments: [("bpmn-miwg", 14), ("bpmn-execution", 83), ("bpmn-scale", 20)])
    func legalModelsComeThroughARoundTrip(suite: String, count: Int) throws {
        guard let data = ConformanceData(suite: suite) else { return print("\(suite) is absent: skipped") }
        let report = try data.runRoundTrip(suite)
        print(report.summary)
        #expect(report.failures.isEmpty && report.passed >= count)
    }
}
