import Capabilities
import Conditions
import Diagnostics
import Digests
import ToolReports
import Projects
import PythonPackaging

/// Whether the benchmarks stay in their budget, by the times that pytest-benchmark recorded.
struct PerformanceGate: Gate {
    let name = "performance"

    func obstacle(in context: GateContext) -> Obstacle? {
        let isThere =
            context.project.project.tools.benchmark != nil || context.settings?.command != nil
        return isThere ? nil : .nothingThere("the project has no benchmarks (pytest-benchmark)")
    }

    func inputs(in context: GateContext) -> FileSelection { .all }

    func tool(in context: GateContext) -> ToolIdentity? {
        context.toolbox.identity("pytest-benchmark", in: context.environment)
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        guard let environment = context.environment else { throw GateFailure.noEnvironment("it is missing") }
        try context.checkCommandIsPytest()
        let output = context.scratch + "/benchmark.json"
        var arguments = ["-m", "pytest"] + context.arguments(default: [])
        arguments += [
            "--benchmark-only", "--benchmark-json", output, "-q", "--color=no", "-o",
            "cache_dir=" + context.folder.toolCaches + "/pytest",
        ]
        // Tracing lines and sharing cores would both be measured along.
        if environment.packages["pytest-cov"] != nil { arguments.append("--no-cov") }
        if environment.packages["pytest-xdist"] != nil { arguments += ["-n", "0"] }
        let result = try await context.run(environment.python, arguments)
        if result.termination == .exited(5) {
            throw GateFailure.notApplicable("pytest collected no benchmark")
        }
        guard result.isSuccess else { throw context.failure(result) }
        let report: PytestBenchmarkReport
        do {
            report = try PytestBenchmarkReport(
                parsing: try context.report(output, as: "benchmark.json", mediaType: "application/json"))
        } catch let error as ToolReportError {
            throw GateFailure.unreadable(what: "`benchmark.json`", reason: error.diagnostic.message)
        }
        guard !report.benchmarks.isEmpty else { throw GateFailure.notApplicable("no benchmark ran") }
        var measurement = GateMeasurement(tool: tool(in: context))
        measurement.measurements = try Self.measurements(report.benchmarks)
        measurement.findings = slowest(report.benchmarks, context)
        return measurement
    }

    /// The benchmarks that a budget is most likely about, each with where it stands.
    private func slowest(_ benchmarks: [Benchmark], _ context: GateContext) -> [Finding] {
        let ranked = benchmarks.sorted { ($1.percentile(99) ?? $1.mean) < ($0.percentile(99) ?? $0.mean) }
        return ranked.prefix(3).map { benchmark in
            let parts = benchmark.fullname.split(separator: ":", omittingEmptySubsequences: true).map(
                String.init)
            let file = parts.first.map { context.shown($0) } ?? ""
            let function = parts.last?.prefix { $0 != "[" } ?? ""
            let p99 =
                benchmark.percentile(99).map { Quantity(value: $0, dimension: .time).description }
                ?? "unknown"
            let mean = Quantity(value: benchmark.mean, dimension: .time)
            return Finding(
                gate: name, kind: "timing", rule: benchmark.name, severity: .info,
                place: SourcePlace(file: file, line: context.line(of: "def \(function)(", in: file)),
                message: "p99 \(p99), mean \(mean) over \(benchmark.rounds) rounds",
                fingerprint: String(SHA256Digest(of: "timing\u{0}\(benchmark.fullname)").hex.prefix(16)))
        }
    }

    /// The slowest benchmark's value of each statistic, then every benchmark's own.
    private static func measurements(_ benchmarks: [Benchmark]) throws -> [Measurement] {
        var worst: [Measurement] = []
        var each: [Measurement] = []
        for (name, percentile) in [("p50", 50.0), ("p90", 90), ("p95", 95), ("p99", 99), ("mean", .nan)] {
            let values = try benchmarks.enumerated().map { index, benchmark in
                guard let value = percentile.isNaN ? benchmark.mean : benchmark.percentile(percentile) else {
                    throw GateFailure.unreadable(
                        what: "`benchmark.json`", reason: "it has no recorded times of `\(benchmark.name)`")
                }
                let pointer = "/benchmarks/\(index)/stats/" + (percentile.isNaN ? "mean" : "data")
                return Measurement(
                    "\(name)[\(benchmark.name)]", Quantity(value: value, dimension: .time),
                    origin: MeasurementOrigin(evidence: "benchmark.json", pointer: pointer))
            }
            guard let slowest = values.max(by: { $0.quantity.value < $1.quantity.value }) else { continue }
            worst.append(Measurement(name, slowest.quantity, origin: slowest.origin))
            each += values
        }
        return worst + each
    }
}
