import BPMN
import StructuredData
import Testing

/// Damaged input ends in an error, never in a trap.
@Suite("Damaged input") struct FuzzTests {
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
        guard let data = ConformanceData(suite: "bpmn-execution") else {
            return print("bpmn-execution is absent: skipped")
        }
        var chance = Chance(state: 7)
        var (refused, total) = (0, 0)
        for item in try data.cases() {
            guard let file = item["file"]?.string else { continue }
            let deployment = try Deployment(Definitions(parsing: data.bytes(file)))
            var log: [ProcessEvent] = []
            _ = try data.trace(of: item) { log += $2 }
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
        #expect(total > 500 && refused > total / 10, "\(refused) of \(total)")
    }

    private func folds(_ log: [ProcessEvent], _ deployment: Deployment) -> Bool {
        do {
            var state = try ProcessState(folding: log, from: ProcessState(), in: deployment)
            _ = try ProcessEngine(deployment, evaluator: SuiteLanguage()).handle(
                .resume, in: &state, budget: 200)
            return true
        } catch {
            return false
        }
    }

    /// Files cut short, and with bytes changed.
    @Test func damagedFiles() throws {
        guard let data = ConformanceData(suite: "bpmn-miwg") else {
            return print("bpmn-miwg is absent: skipped")
        }
        var chance = Chance(state: 11)
        var refused = 0
        for file in data.models() {
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

    /// Events whose JSON is not theirs.
    @Test(arguments: [
        "{}", "{\"type\":\"Nothing\"}", "{\"type\":\"ProcessStarted\"}",
        "{\"type\":\"ClockSet\",\"time\":\"now\"}",
        "{\"type\":\"ElementCompleted\",\"instance\":1,\"flows\":[1]}", "[]", "{\"type\":5}",
        "{\"type\":\"ElementActivated\",\"instance\":1,\"element\":\"a\",\"scope\":1,\"mode\":\"other\"}",
    ])
    func damagedEvents(text: String) throws {
        let json = try JSON(parsing: text)
        #expect(throws: BPMNError.self) { try ProcessEvent(json: json) }
    }
}
