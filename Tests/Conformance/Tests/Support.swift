import ConformanceSuites
import Foundation
import Testing

/// The public cases, beside the checkout unless `UVMGR_CONFORMANCE` names another folder.
let data: URL = {
    if let named = ProcessInfo.processInfo.environment["UVMGR_CONFORMANCE"] { return URL(filePath: named) }
    return URL(filePath: #filePath + "/../../../../../shared/conformance").standardizedFileURL
}()

/// The folder of a suite; `nil`, and a message, when it is absent.
func folder(_ suite: String) -> SuiteFolder? {
    do {
        return try SuiteFolder(suite, in: data)
    } catch {
        print("\(suite): skipped, \(error.why)")
        return nil
    }
}

/// The cases of `bpmn-execution`; none when the folder is absent.
func executionCases() throws -> [(SuiteFolder, ExecutionCase)] {
    guard let folder = folder("bpmn-execution") else { return [] }
    var report = SuiteReport("bpmn-execution")
    let cases = try folder.executionCases(&report)
    #expect(!cases.isEmpty && report.failures.isEmpty, "\(report.failures)")
    return cases.map { (folder, $0) }
}
