import Ledger

extension RunQueries {
    /// Thins the measurements of the projection out; the events keep every value, and a rebuild brings them back.
    ///
    /// - Parameters:
    ///   - rules: From which age on, and how far.
    ///   - now: In nanoseconds since 1970.
    ///   - isTrial: Whether nothing is to be changed.
    /// - Returns: How many rows go.
    /// - Throws: ``DoDError/ledger(_:)``.
    package func thin(
        by rules: [ThinningRule], now: Int64, isTrial: Bool
    ) async throws(DoDError) -> Int {
        guard let youngest = rules.first?.age else { return 0 }
        let old = [ProjectionQuery.Term("time", .atMost, .integer(now - youngest))]
        for _ in 0..<10 {
            let rows = try await rows("measurements", old, [], .max).compactMap(MeasurementRow.init)
            let thinning = Thinning(rows, by: rules, now: now)
            if isTrial || thinning.removed.isEmpty { return thinning.removed.count }
            do {
                let progress = try await tables.progress(of: RunProjection.self)
                if try await tables.commit(RunProjection.self, thinning.changes, from: progress, to: progress)
                {
                    return thinning.removed.count
                }
            } catch { throw .ledger(error) }
        }
        throw .ledger(.conflict(stream: "projections", expected: 0, actual: 0))
    }
}

extension Thinning {
    fileprivate var changes: [ProjectionChange] {
        let table = RunProjection.Place.measurements
        return removed.map { .remove(table: table, key: $0.key) }
            + kept.map { .put(table: table, $0.values) }
    }
}

extension MeasurementRow {
    fileprivate init?(_ row: Columns) {
        guard let point = SeriesPoint(row), let position = row.integer("position") else { return nil }
        (gate, metric, self.position) = (point.gate, point.metric, position)
        (run, time, value, unit) = (point.run, point.time, point.value, point.unit)
        (least, most, count) = (point.least, point.most, point.count)
    }

    fileprivate var key: [ProjectionValue] { [.text(gate), .text(metric), .integer(position)] }

    fileprivate var values: [ProjectionValue] {
        key + [
            .text(run), .integer(time), .real(value), .text(unit), .real(least), .real(most), .integer(count),
        ]
    }
}
