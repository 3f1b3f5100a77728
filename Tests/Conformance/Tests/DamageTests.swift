import BPMN
import ProcessLanguages
import ConformanceSuites
import StructuredData
import Testing

/// Damaged input ends in an error, never in a trap.
@Suite("Damaged models and logs") struct DamageTests {
    /// A small generator of its own, so that every run is the same.
    struct Chance {
        var state: UInt64
        mutating func next(below limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(max(limit, 1)))
        }
    }

    /// Logs with an event left out, doubled or moved.
    @Test func damagedLogs() throws {
        var chance = Chance(state: 7)
        var (refused, total) = (0, 0)
        let cases = try executionCases()
        for (folder, item) in cases {
            let model = try folder.model(of: item)
            let deployment = try model.deployment()
            var log: [ProcessEvent] = []
            _ = try item.run(model) { log += $3 }
            for round in 0..<6 where log.count > 2 {
                var damaged = log
                let place = chance.next(below: log.count)
                switch round % 3 {
                case 0: damaged.remove(at: place)
                case 1: damaged.insert(log[place], at: chance.next(below: log.count))
                default: damaged.swapAt(place, chance.next(below: log.count))
                }
                total += 1
                if !folds(damaged, deployment) { refused += 1 }
            }
        }
        #expect(cases.isEmpty || total > 500 && refused > total / 10, "\(refused) of \(total)")
    }

    private func folds(_ log: [ProcessEvent], _ deployment: Deployment) -> Bool {
        do {
            var state = try ProcessState(folding: log, from: ProcessState(), in: deployment)
            _ = try ProcessEngine(deployment, evaluator: FEELEvaluator()).handle(
                .resume, in: &state, budget: 200)
            return true
        } catch {
            return false
        }
    }

    /// Files cut short, and with bytes changed.
    @Test func damagedFiles() throws {
        guard let data = folder("bpmn-miwg") else { return }
        var chance = Chance(state: 11)
        var refused = 0
        for file in data.files(ending: ".bpmn") {
            let bytes = try data.bytes(file)
            for round in 0..<8 {
                var damaged = bytes
                if round < 4 {
                    damaged = Array(bytes.prefix(chance.next(below: bytes.count)))
                } else {
                    for _ in 0..<3 {
                        damaged[chance.next(below: bytes.count)] = UInt8(chance.next(below: 256))
                    }
                }
                if !violations(of: damaged).isEmpty { refused += 1 }
            }
        }
        #expect(refused >= 14 * 4)
    }
}
