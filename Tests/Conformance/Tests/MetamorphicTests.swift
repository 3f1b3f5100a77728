import BPMN
import ConformanceSuites
import Testing

/// What must hold of every case of `bpmn-execution`, whatever its expectation.
@Suite("Metamorphic") struct MetamorphicTests {
    /// Cases for which a change does matter, by the specification; each must be needed.
    static let exempt: [Metamorphosis: [String: String]] = [:]

    /// The same comes of the changed model as of the model.
    @Test(arguments: Metamorphosis.allCases) func changesThatDoNotMatter(_ change: Metamorphosis) throws {
        let exempt = Self.exempt[change] ?? [:]
        for (folder, item) in try executionCases() {
            let model = try folder.model(of: item)
            let (before, after) = (try item.run(model), try item.run(model, after: change))
            if let why = exempt[item.id] {
                #expect(before != after, "\(item.id) is exempt for nothing: \(why)")
            } else {
                #expect(before == after, "\(item.id)")
            }
        }
    }

    /// A log that ends anywhere goes on as if it had not ended, and a second run gives the same log and state.
    @Test func logsGoOnFromAnywhere() throws {
        var cuts = 0
        let cases = try executionCases()
        for (folder, item) in cases {
            let model = try folder.model(of: item)
            let recording = try Recording(item, on: model)
            let (log, again) = (recording.log, try Recording(item, on: model))
            #expect(again.log == log && again.end == recording.end, "\(item.id) differs in a second run")
            for count in 0...log.count {
                cuts += 1
                let resumed = try recording.resumed(after: count)
                #expect(
                    resumed.log == log && resumed.end == recording.end,
                    "\(item.id) after \(count) of \(log.count) events")
            }
        }
        #expect(cases.isEmpty || cuts > 2000)
    }
}
