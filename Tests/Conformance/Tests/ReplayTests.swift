import BPMN
import ConformanceSuites
import StructuredData
import Testing

/// What the log of a case promises: every event reads back from its JSON, and the same inputs give the same log.
@Suite("Replay") struct ReplayTests {
    @Test func logsAreStable() throws {
        var types: Set<String> = []
        for (folder, item) in try executionCases() {
            let model = try folder.model(of: item)
            var (first, second): ([ProcessEvent], [ProcessEvent]) = ([], [])
            _ = try item.run(model) { first += $3 }
            _ = try item.run(model) { second += $3 }
            #expect(first == second && !first.isEmpty, "\(item.id)")
            for event in first {
                types.insert(event.type)
                #expect(try ProcessEvent(json: JSON(parsing: event.json.canonicalBytes)) == event)
            }
        }
        if folder("bpmn-execution") != nil { #expect(types.count >= 25, "\(types.sorted())") }
    }

    /// Every state in which a case comes to rest is the same after moving to the same model.
    @Test func movingToTheSameModelChangesNothing() throws {
        var states = 0
        let cases = try executionCases()
        for (folder, item) in cases {
            let model = try folder.model(of: item)
            let deployment = try model.deployment()
            _ = try item.run(model) { _, _, after, _ in
                guard after.isQuiet else { return }
                states += 1
                let plan = after.migrationPlan(from: deployment, to: deployment)
                #expect(plan.steps.allSatisfy { $0.change == .kept }, "\(item.id)")
                let moved = try after.migrated(from: deployment, to: deployment)
                #expect(moved == after, "\(item.id)")
            }
        }
        #expect(cases.isEmpty || states > 100)
    }
}
