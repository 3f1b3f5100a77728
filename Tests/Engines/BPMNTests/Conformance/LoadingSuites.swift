import BPMN
import Diagnostics
import StructuredData

extension ConformanceData {
    /// Every model of `bpmn-illegal` must be refused by a rule.
    func runIllegal() throws -> SuiteReport {
        var report = SuiteReport(suite: "bpmn-illegal")
        for item in try cases() {
            guard let id = item["id"]?.string, let file = item["file"]?.string else { continue }
            do {
                _ = try Definitions(parsing: bytes(file), file: file)
                report.record(id, "loaded")
            } catch BPMNError.illegal(let violations) where !violations.isEmpty {
                report.record(id, nil)
            }
        }
        return report
    }

    /// Every model must load and come through a round trip with its layout.
    func runRoundTrip(_ suite: String) throws -> SuiteReport {
        var report = SuiteReport(suite: suite)
        for file in models() {
            do {
                let first = try Definitions(parsing: bytes(file), file: file)
                let second = try Definitions(parsing: Array(first.written().utf8), file: file)
                report.record(file, first == second ? nil : "changed by the round trip")
            } catch let error as BPMNError {
                report.record(
                    file,
                    "\(error.diagnostic.message) at \(error.diagnostic.place.map(String.init(describing:)) ?? "?")"
                )
            }
        }
        return report
    }
}
