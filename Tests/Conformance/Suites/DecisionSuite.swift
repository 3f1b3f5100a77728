import Diagnostics
import FEEL
import Foundation

extension SuiteFolder {
    /// Every expected result of the compatibility kit.
    package func runDecisions() throws -> SuiteReport {
        var report = SuiteReport(name)
        for file in files(ending: ".xml") {
            do {
                let root = try XMLNode.read(bytes(file))
                guard root.local == "testCases" else { continue }
                let model = try DecisionModel(bytes(model(of: file, root)))
                for test in DecisionCase.all(root) {
                    report.record("\(file)#\(test.test)/\(test.decision)", fault(of: test, model))
                }
            } catch {
                report.record(file, words(error))
            }
        }
        return report
    }

    /// The model of a test file.
    ///
    /// Some name none, or one of another folder: then it is the one that is called as the folder.
    private func model(of file: String, _ root: XMLNode) -> String {
        let parts = file.split(separator: "/").dropLast()
        let folder = parts.map { $0 + "/" }.joined()
        let named = folder + (root.first("modelName")?.text ?? "")
        if named.hasSuffix(".dmn"), FileManager.default.fileExists(atPath: url.appending(path: named).path) {
            return named
        }
        return folder + (parts.last ?? "") + ".dmn"
    }

    private func fault(of test: DecisionCase, _ model: DecisionModel) -> String? {
        do {
            model.reportCount = 0
            let value = try model.decide(test.decision, test.inputs)
            guard DecisionCase.isSame(value, test.expected) else {
                return "gave \(value) instead of \(test.expected)"
            }
            return test.isError && model.reportCount == 0 ? "gave null without a report" : nil
        } catch let error as DecisionModel.Unsupported {
            return "not evaluated: needs \(error.what), which is not part of expressions"
        } catch {
            return words(error)
        }
    }
}
