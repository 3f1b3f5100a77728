import BPMN
import Diagnostics
import StructuredData

extension SuiteFolder {
    /// Every model of `bpmn-illegal` must be refused by a rule, and every model of the folders beside it must not.
    package func runIllegal() throws -> SuiteReport {
        var report = SuiteReport(name)
        for (index, item) in try cases().enumerated() {
            guard let id = item["id"]?.string, let file = item["file"]?.string else {
                report.record(item["id"]?.string ?? "#\(index + 1)", "the case has no `id` or no `file`")
                continue
            }
            do {
                report.record(id, refusal(try bytes(file), file).isEmpty ? "it was not refused" : nil)
            } catch {
                report.record(id, error.why)
            }
        }
        for suite in ["bpmn-execution", "bpmn-miwg"] { try addLegal(suite, to: &report) }
        return report
    }

    /// The ids of the rules by which a file is refused.
    private func refusal(_ bytes: [UInt8], _ file: String) -> [String] {
        do {
            _ = try Definitions(parsing: bytes, file: file)
        } catch {
            if case .illegal(let violations) = error { return violations.map(\.rule.rawValue) }
        }
        return []
    }

    private func addLegal(_ suite: String, to report: inout SuiteReport) throws {
        guard let folder = try? SuiteFolder(suite, in: data) else {
            return report.skip(suite, "the folder is absent")
        }
        let unwanted = suite == "bpmn-execution" ? try folder.refusedFiles() : []
        for file in folder.files(ending: ".bpmn") where !unwanted.contains(file) {
            let rules = refusal(try folder.bytes(file), file)
            report.record(
                "\(suite)/\(file)",
                rules.isEmpty ? nil : "a legal model was refused by \(rules.joined(separator: ", "))")
        }
    }

    /// The files that no case wants to be loaded.
    private func refusedFiles() throws -> Set<String> {
        var ignored = SuiteReport(name)
        let cases = try executionCases(&ignored)
        let wanted = Set(cases.filter { !$0.isRefusal }.map(\.file))
        return Set(cases.filter(\.isRefusal).map(\.file)).subtracting(wanted)
    }

    /// Every model must load and come through a round trip with its layout.
    package func runRoundTrip() throws -> SuiteReport {
        var report = SuiteReport(name)
        for file in files(ending: ".bpmn") {
            do {
                let first = try Definitions(parsing: bytes(file), file: file)
                let second = try Definitions(parsing: Array(first.written().utf8), file: file)
                report.record(file, first == second ? nil : "the model is changed by writing and loading it")
            } catch {
                let place = (error as? BPMNError)?.diagnostic.place.map { " at \($0)" } ?? ""
                report.record(file, words(error) + place)
            }
        }
        return report
    }
}
