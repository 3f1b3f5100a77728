package import Ledger
import StructuredData

/// What is on record, asked of the projection; every answer has all events that were appended before it.
package struct RunQueries: Sendable {
    let log: any EventLog
    let tables: any ProjectionStore

    package init(log: any EventLog, tables: any ProjectionStore) { (self.log, self.tables) = (log, tables) }

    /// The latest runs, the newest first.
    package func runs(limit: Int) async throws(DoDError) -> [RunSummary] {
        var runs = try await rows("runs", [], [("position", true)], limit).compactMap(RunSummary.init)
        // Few runs are to be signed, and what people said is told by their streams.
        for index in runs.indices where runs[index].needsApproval && runs[index].answer == .done {
            runs[index].approval = try await RunHistory(store: log).run(runs[index].id).approval
        }
        return runs
    }

    /// A gate's results, the newest first.
    package func gates(_ gate: String?, limit: Int) async throws(DoDError) -> [GateHistory] {
        let terms = gate.map { [ProjectionQuery.Term("gate", .equal, .text($0))] } ?? []
        return try await rows("gates", terms, [("position", true)], limit).compactMap(GateHistory.init)
    }

    /// A metric over time, the oldest first; the latest `limit` of them.
    package func series(
        gate: String, metric: String?, limit: Int
    ) async throws(DoDError) -> [SeriesPoint] {
        var terms = [ProjectionQuery.Term("gate", .equal, .text(gate))]
        if let metric { terms.append(.init("metric", .equal, .text(metric))) }
        return try await rows("measurements", terms, [("position", true)], limit)
            .compactMap(SeriesPoint.init).reversed()
    }

    /// The metrics that were ever measured, by gate.
    package func metrics() async throws(DoDError) -> [(gate: String, metric: String)] {
        var seen: Set<String> = []
        return try await rows("measurements", [], [("gate", false), ("metric", false)], .max)
            .compactMap(SeriesPoint.init).filter { seen.insert("\($0.gate) \($0.metric)").inserted }
            .map { ($0.gate, $0.metric) }
    }

    /// Findings, the one that was seen last first.
    package func findings(_ state: FindingRecord.State?, gate: String?) async throws(DoDError)
        -> [FindingRecord]
    {
        var terms: [ProjectionQuery.Term] = []
        if let gate { terms.append(.init("gate", .equal, .text(gate))) }
        if state == .open { terms.append(.init("fixedIn", .equal, .null)) }
        let found = try await rows("findings", terms, [("position", true)], .max).compactMap(
            FindingRecord.init)
        return found.filter { state == nil || $0.state == state }
    }

    /// Waivers that changed a decision, the one used last first.
    package func waivers() async throws(DoDError) -> [WaiverRecord] {
        try await rows("waivers", [], [("lastSeen", true)], .max).compactMap(WaiverRecord.init)
    }

    /// Whose runs they were, the busiest first.
    package func people() async throws(DoDError) -> [PersonRecord] {
        try await rows("people", [], [("runs", true), ("actor", false)], .max).compactMap(PersonRecord.init)
    }

    /// Makes all tables anew.
    ///
    /// - Returns: How many events were read.
    package func rebuild() async throws(DoDError) -> Int64 {
        do { return try await Projector(RunProjection.self, of: log, in: tables).rebuild() } catch {
            throw .ledger(error)
        }
    }

    func rows(
        _ table: String, _ terms: [ProjectionQuery.Term], _ order: [(column: String, descending: Bool)],
        _ limit: Int
    ) async throws(DoDError) -> [Columns] {
        do {
            _ = try await Projector(RunProjection.self, of: log, in: tables).catchUp()
            let rows = try await tables.rows(
                RunProjection.self, ProjectionQuery(table, terms, order: order, limit: limit))
            guard let table = RunProjection.tables.first(where: { $0.name == table }) else { return [] }
            return rows.map { Columns(table: table, row: $0) }
        } catch { throw .ledger(error) }
    }
}

/// A row with the names of its columns.
struct Columns {
    let table: ProjectionTable
    let row: [ProjectionValue]

    func text(_ name: String) -> String? { row[table.column(name)].text }
    func integer(_ name: String) -> Int64? { row[table.column(name)].integer }
    func real(_ name: String) -> Double? { row[table.column(name)].real }
    func list(_ name: String) -> [String] { (text(name) ?? "").split(separator: ",").map(String.init) }
}
