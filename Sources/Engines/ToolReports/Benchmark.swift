public import StructuredData

/// One benchmark of pytest-benchmark; all times are seconds for one call.
public struct Benchmark: Hashable, Sendable {
    public let name: String
    /// The test's node id, which is unique in a report.
    public let fullname: String
    public let group: String?
    /// The parameters of the test; empty if it has none.
    public let params: [String: JSON]
    /// Every round, ascending; empty if the report was written without its data.
    public let data: [Double]
    public let min: Double
    public let max: Double
    public let mean: Double
    public let median: Double
    /// Of a sample (n - 1); 0 for one round.
    public let stddev: Double
    public let rounds: Int
    private let lowerQuartile: Double?
    private let upperQuartile: Double?

    /// Calls per second; `nil` if a call took no measurable time.
    public var ops: Double? { mean > 0 ? 1 / mean : nil }

    /// The time that the share `p` of the rounds did not exceed.
    ///
    /// Between two rounds it is interpolated linearly, as `numpy.percentile` does by default (method 7 of Hyndman and Fan).
    ///
    /// - Parameter p: In percent, `0...100`.
    /// - Returns: `nil` if `p` is out of range, or if the report has no data and `p` is none of 0, 25, 50, 75 and 100.
    public func percentile(_ p: Double) -> Double? {
        guard (0...100).contains(p) else { return nil }
        guard let last = data.indices.last else { return summarized(p) }
        let position = Double(last) * p / 100
        let lower = Int(position)
        let upper = Swift.min(lower + 1, last)
        return data[lower] + (data[upper] - data[lower]) * (position - Double(lower))
    }

    private func summarized(_ p: Double) -> Double? {
        switch p {
        case 0: min
        case 25: lowerQuartile
        case 50: median
        case 75: upperQuartile
        case 100: max
        default: nil
        }
    }

    init(_ entry: JSONCursor) throws(ToolReportError) {
        name = try entry.member("name").string()
        fullname = try entry.member("fullname").string()
        group = try entry.optional("group")?.string()
        let parameters = try entry.optional("params")
        if let parameters, parameters.value.object == nil { throw parameters.wrong("an object") }
        params = parameters?.value.object ?? [:]
        let stats = try entry.member("stats")
        var data: [Double] = []
        for round in try stats.optional("data")?.elements() ?? [] { data.append(try seconds(round)) }
        self.data = data.sorted()
        min = try seconds(stats.member("min"))
        max = try seconds(stats.member("max"))
        mean = try seconds(stats.member("mean"))
        median = try seconds(stats.member("median"))
        stddev = try seconds(stats.member("stddev"))
        rounds = try stats.member("rounds").count(from: 1)
        lowerQuartile = try stats.optional("q1").map(seconds)
        upperQuartile = try stats.optional("q3").map(seconds)
        try check()
    }

    /// The statistics must be those of the data.
    private func check() throws(ToolReportError) {
        guard min <= median, median <= max, min <= mean * (1 + 1e-9), mean <= max * (1 + 1e-9) else {
            throw .contradiction(
                .pytestBenchmark, reason: "mean and median of `\(fullname)` are not between its extremes")
        }
        guard let first = data.first, let last = data.last else { return }
        guard data.count == rounds else {
            throw .contradiction(
                .pytestBenchmark, reason: "`\(fullname)` has \(rounds) rounds, but \(data.count) are listed")
        }
        let average = data.reduce(0, +) / Double(data.count)
        guard first == min, last == max, abs(average - mean) <= 1e-6 * Swift.max(mean, average) else {
            throw .contradiction(
                .pytestBenchmark, reason: "the statistics of `\(fullname)` are not those of its data")
        }
    }
}

private func seconds(_ cursor: JSONCursor) throws(ToolReportError) -> Double {
    let seconds = try cursor.number()
    guard seconds >= 0 else { throw cursor.wrong("a time of at least 0 seconds") }
    return seconds
}
