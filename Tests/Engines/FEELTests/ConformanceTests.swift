import Foundation
import Testing

@testable import FEEL

/// The technology compatibility kit of DMN, as far as it is about expressions.
@Suite("DMN technology compatibility kit") struct ConformanceTests {
    /// How many results are right; a number that falls is a regression.
    static let least = 1

    @Test(.enabled(if: FileManager.default.fileExists(atPath: ConformanceCase.folder.path)))
    func resultsAreTheExpectedOnes() throws {
        var (passed, total, unsupported) = (0, 0, 0)
        for (file, cases) in try ConformanceCase.all() {
            let model = try DecisionModel(file)
            var failures: [String] = []
            for test in cases {
                do {
                    let value = try model.decide(test.decision, test.inputs)
                    total += 1
                    if ConformanceCase.isSame(value, test.expected) {
                        passed += 1
                    } else {
                        failures.append("  \(test.id) \(test.decision): \(value), expected \(test.expected)")
                    }
                } catch is DecisionModel.Unsupported {
                    unsupported += 1
                } catch {
                    total += 1
                    failures.append("  \(test.id) \(test.decision): \(error)")
                }
            }
            if !failures.isEmpty { print(file.lastPathComponent + "\n" + failures.joined(separator: "\n")) }
        }
        print("passed \(passed) of \(total); \(unsupported) need decision tables, services or imports")
        #expect(total > 0)
        #expect(passed >= Self.least)
    }
}
