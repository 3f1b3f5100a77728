import Foundation
import Testing

@testable import FEEL

/// The technology compatibility kit of DMN, as far as it is about expressions.
@Suite("DMN technology compatibility kit") struct ConformanceTests {
    /// What was reached with the cases at hand; a number that falls is a regression.
    static let known = (passed: 2341, total: 2343)
    /// How many of a hundred must be right of other cases of the kit.
    static let leastPercentage = 97

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
        print(
            "passed \(passed) of \(total); \(unsupported) need Java, services, imports or other parts of models"
        )
        #expect(total > 0)
        #expect(silent <= Self.mostSilent)
        let least = total == Self.known.total ? Self.known.passed : total * Self.leastPercentage / 100
        #expect(passed >= least, "fewer are right than were")
    }
}
