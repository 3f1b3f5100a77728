/// What `pytest --benchmark-json` writes.
public struct PytestBenchmarkReport: Hashable, Sendable {
    /// The machine that measured, as far as it decides whether two reports can be compared.
    public struct Machine: Hashable, Sendable {
        public let node: String?
        public let machine: String?
        public let system: String?
        public let python: String?
        public let implementation: String?
        public let cpu: String?
        public let cpuCount: Int?
    }

    public let machine: Machine
    /// When it was measured, as written.
    public let datetime: String?
    /// The version of pytest-benchmark.
    public let version: String?
    /// In the order of the report.
    public let benchmarks: [Benchmark]

    /// - Parameter bytes: The whole file, with `--benchmark-save-data` or without.
    /// - Throws: ``ToolReportError``; a ``ToolReportError/contradiction(_:reason:)`` if the statistics are not those of
    ///   the data, or two benchmarks have one name.
    /// - SeeAlso: pytest-benchmark, `--benchmark-json`.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        let root = try JSONCursor(parsing: bytes, as: .pytestBenchmark)
        machine = try Machine(root.member("machine_info"))
        datetime = try root.optional("datetime")?.string()
        version = try root.optional("version")?.string()
        var benchmarks: [Benchmark] = []
        var names: Set<String> = []
        for entry in try root.member("benchmarks").elements() {
            let benchmark = try Benchmark(entry)
            guard names.insert(benchmark.fullname).inserted else {
                throw .contradiction(.pytestBenchmark, reason: "`\(benchmark.fullname)` is reported twice")
            }
            benchmarks.append(benchmark)
        }
        self.benchmarks = benchmarks
    }
}

extension PytestBenchmarkReport.Machine {
    fileprivate init(_ info: JSONCursor) throws(ToolReportError) {
        node = try info.optional("node")?.string()
        machine = try info.optional("machine")?.string()
        system = try info.optional("system")?.string()
        python = try info.optional("python_version")?.string()
        implementation = try info.optional("python_implementation")?.string()
        let processor = try info.optional("cpu")
        cpu = try processor?.optional("brand_raw")?.string()
        cpuCount = try processor?.optional("count")?.count()
    }
}
