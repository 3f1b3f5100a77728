import BPMN
import Foundation
import Ledger
import SQLiteStore
import StructuredData
import Workflows

/// How fast an instance is read back from its ledger: rows, JSON, records, and the fold of the engine's events.
func replaying(_ folder: String) async throws -> JSON {
    let models: [(String, WorkflowModel, Int)] = [
        ("a loop of 20,000 scripts", try loop(20_000), 1),
        ("5,000 tasks in a row", try tasksInARow(5000), 1),
        ("5,000 tasks at once", try tasksAtOnce(5000), 64),
    ]
    var lines: [JSON] = []
    for (index, (name, model, parallel)) in models.enumerated() {
        let file = "replay\(index)"
        let written = try Ledgered(folder, file)
        let (id, _, events) = try await written.complete(model, parallel: parallel)
        try written.store.close()
        var (times, cpu): ([Double], [Double]) = ([], [])
        var records = 0
        for _ in 0..<7 {
            let store = try SQLiteStore(path: "\(folder)/\(file).db", access: .read)
            let library = ModelLibrary(named: [model])
            let (start, before) = (ContinuousClock.now, processorMilliseconds())
            let state = try await library.state(of: id, in: store)
            times.append((ContinuousClock.now - start) / .seconds(1))
            cpu.append((processorMilliseconds() - before) / 1000)
            guard state.process.version == events, state.standing == .completed else {
                throw WrongResult(what: name)
            }
            records = state.version
            try store.close()
        }
        lines.append([
            "what": .string(name), "events": .integer(Int64(events)), "records": .integer(Int64(records)),
            "rate": .number(Double(events) / median(times)),
            "cpuRate": .number(Double(events) / (cpu.min() ?? 0)),
        ])
    }
    return .array(lines)
}
