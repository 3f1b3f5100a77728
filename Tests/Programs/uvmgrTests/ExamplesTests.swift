import Foundation
import StructuredData
import Testing

/// The two projects that the documentation shows, from a clean checkout to the verdict.
@Suite(.serialized, .needsUV) struct ExamplesTests {
    @Test func ordersIsDone() async throws {
        try await withExample("orders") { project in
            let first = try await project.run("dod", "validate")
            #expect(first.exit == 0, "\(first.everything)")
            #expect(first.stdout.hasPrefix("✓ done  orders 1.4.0 at "), "\(first.stdout)")
            for gate in [
                "format", "lint", "types", "tests", "coverage", "lock", "build", "vulnerabilities",
                "performance",
            ] {
                #expect(first.stdout.contains("✓ \(gate)"), "\(gate) did not pass:\n\(first.stdout)")
            }

            // Nothing has changed, so nothing is measured.
            let second = try await project.validate()
            #expect(second.exit == 0)
            #expect(
                second.gates.filter { $0["outcome"]?["name"]?.string == "measured" }.allSatisfy {
                    $0["reusedFrom"]?.string != nil
                })
            let text = try await project.run("dod", "validate")
            #expect(text.stdout.contains("0 gates measured"), "\(text.stdout)")
            #expect(text.stdout.contains("reused from "))

            // A test file concerns what reads Python, and nothing else.
            try project.write(
                project.read("tests/test_money.py") + "\n\n# Touched.\n", to: "tests/test_money.py")
            let third = try await project.validate()
            #expect(third.exit == 0, "\(third.outcome.everything)")
            for gate in ["lock", "vulnerabilities"] {
                #expect(third.isReused(gate), "\(gate) was measured again")
            }
            for gate in ["format", "lint", "types", "tests", "coverage"] {
                #expect(!third.isReused(gate), "\(gate) was not measured again")
            }
            #expect(try await project.runs().count == 4)
        }
    }

    @Test func ordersBrokenIsNotDone() async throws {
        try await withExample("orders-broken") { project in
            let text = try await project.run("dod", "validate")
            #expect(text.exit == 1, "\(text.everything)")
            #expect(text.stdout.hasPrefix("✗ not done  orders 0.9.2"), "\(text.stdout)")
            let json = try await project.run("dod", "show", "last", "--format", "json")
            let run = Validated(outcome: json)
            let failed = run.gates.filter { $0["status"]?.string == "failed" }
            #expect(failed.count >= 8, "\(text.stdout)")
            for gate in failed {
                let places = (gate["findings"]?.array ?? []).compactMap { finding -> String? in
                    guard let file = finding["place"]?["file"]?.string,
                        let line = finding["place"]?["line"]?.integer
                    else { return nil }
                    return "\(file):\(line)"
                }
                let name = gate["name"]?.string ?? ""
                #expect(!places.isEmpty, "\(name) names no line")
                #expect(
                    places.contains { text.stdout.contains($0) },
                    "\(name) shows none of \(places):\n\(text.stdout)")
            }
            #expect(try await project.runs().first?["verdict"]?.string == "not done")
        }
    }
}
