import Foundation
import Testing

@testable import FEEL

/// The technology compatibility kit of DMN, as far as it is about expressions.
@Suite("DMN technology compatibility kit") struct ConformanceTests {
    /// How many of a thousand results are right; a number that falls is a regression.
    static let least = 994

    /// How many errors may go without a report: those of decision services.
    static let mostSilent = 2

    @Test(.enabled(if: FileManager.default.fileExists(atPath: ConformanceCase.folder.path)))
    func resultsAreTheExpectedOnes() throws {
        var (passed, total, unsupported, silent) = (0, 0, 0, 0)
        for (file, cases) in try ConformanceCase.all() {
            let model = try DecisionModel(file)
            var failures: [String] = []
            for test in cases {
                do {
                    model.reportCount = 0
                    let value = try model.decide(test.decision, test.inputs)
                    total += 1
                    if test.isError, model.reportCount == 0 {
                        silent += 1
                        failures.append("  \(test.id) \(test.decision): gave null without a report")
                    }
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
        print("passed \(passed) of \(total); \(unsupported) need services, imports or other parts of models")
        #expect(total > 0)
        #expect(silent <= Self.mostSilent)
        #expect(passed * 1000 >= total * Self.least, "fewer are right than were")
    }
}
