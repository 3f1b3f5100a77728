import ConformanceSuites
import Testing

@Suite("Twins") struct TwinTests {
    /// The forecast of a twin tells a run in which the event does come.
    @Test func aRunWithTheEventIsFound() throws {
        var (found, total) = (0, 0)
        for (folder, item) in try executionCases() {
            let model = try folder.model(of: item)
            for kind in Twin.allCases {
                let twin = model.copy
                guard kind.drop(from: twin) else { continue }
                total += 1
                let fault = try item.fault(without: kind, running: model, asIn: twin, insteadOf: model)
                if fault != nil { found += 1 }
            }
        }
        print("twins: \(found) of \(total) runs with the event are told from those without")
        #expect(found * 10 >= total * 7)
    }
}
