import StructuredData
import Testing
import ToolReports

@Suite("pytest-benchmark")
struct PytestBenchmarkReportTests {
    @Test func realReport() throws {
        let report = try PytestBenchmarkReport(parsing: Fixture.bytes("benchmark.json"))
        #expect(
            report.version == "5.3.1" && report.machine.python == "3.11.7" && report.machine.cpuCount == 2)
        #expect(report.benchmarks.map(\.name) == ["test_total_speed[10]", "test_total_speed[100]"])
        let first = report.benchmarks[0]
        #expect(first.fullname == "tests/test_bench.py::test_total_speed[10]" && first.group == "totals")
        #expect(first.params == ["n": 10] && first.rounds == 20 && first.data.count == 20)
        #expect(first.data == first.data.sorted() && first.min == 2.1220002963673323e-07)
        #expect(first.percentile(50) == first.median)
        #expect(first.ops.map { abs($0 - 3745879.521680603) < 1e-3 } == true)
    }

    private func report(_ stats: String, _ more: String = "") -> [UInt8] {
        bytes(
            #"{"machine_info": {}, "benchmarks": [{"name": "a", "fullname": "t::a", "stats": {\#(stats)}}\#(more)]}"#
        )
    }

    private func benchmark(_ stats: String) throws -> Benchmark {
        try #require(try PytestBenchmarkReport(parsing: report(stats)).benchmarks.first)
    }

    /// The values of `numpy.percentile([4, 1, 3, 2, 10], p)`.
    @Test(
        arguments: [
            (0, 1), (10, 1.4), (25, 2), (50, 3), (75, 4), (90, 7.6), (95, 8.8), (99, 9.76), (100, 10),
        ] as [(Double, Double)])
    func percentiles(p: Double, value: Double) throws {
        let found = try benchmark(
            #""data": [4, 1, 3, 2, 10], "min": 1, "max": 10, "mean": 4, "median": 3, "stddev": 3.5, "rounds": 5"#
        )
        #expect(found.percentile(p).map { abs($0 - value) < 1e-12 } == true)
    }

    @Test func summaryAlone() throws {
        let found = try benchmark(
            #""min": 1, "max": 10, "mean": 4, "median": 3, "stddev": 3.5, "rounds": 5, "q1": 2, "q3": 4"#)
        #expect([0, 25, 50, 75, 100].map(found.percentile) == [1, 2, 3, 4, 10])
        #expect(found.percentile(99) == nil && found.percentile(-1) == nil && found.percentile(.nan) == nil)
        let one = try benchmark(
            #""data": [2], "min": 2, "max": 2, "mean": 2, "median": 2, "stddev": 0, "rounds": 1"#)
        #expect(one.percentile(99) == 2 && one.percentile(101) == nil && one.ops == 0.5)
    }

    @Test(arguments: [
        (
            #""min": 1, "max": 3, "mean": 2, "median": 2, "stddev": 0, "rounds": 2, "data": [1, 3, 2]"#,
            "contradiction"
        ),
        (
            #""min": 1, "max": 3, "mean": 2, "median": 2, "stddev": 0, "rounds": 3, "data": [1, 4, 2]"#,
            "contradiction"
        ),
        (
            #""min": 1, "max": 3, "mean": 1.5, "median": 2, "stddev": 0, "rounds": 3, "data": [1, 3, 2]"#,
            "contradiction"
        ),
        (#""min": 3, "max": 1, "mean": 2, "median": 2, "stddev": 0, "rounds": 3"#, "contradiction"),
        (#""min": 1, "max": 3, "mean": 4, "median": 2, "stddev": 0, "rounds": 3"#, "contradiction"),
        (#""min": -1, "max": 3, "mean": 2, "median": 2, "stddev": 0, "rounds": 3"#, "wrong-shape"),
        (#""min": 1, "max": 3, "mean": 2, "median": 2, "stddev": 0, "rounds": 0"#, "wrong-shape"),
        (#""min": 1, "max": 3, "mean": "2", "median": 2, "stddev": 0, "rounds": 3"#, "wrong-shape"),
        ("", "wrong-shape"),
        (#""min": NaN"#, "malformed"),
    ]) func refused(stats: String, code: String) {
        #expect(performing: { try PytestBenchmarkReport(parsing: report(stats)) }, throws: hasCode(code))
    }

    @Test func namesStandOnce() {
        let stats = #""min": 1, "max": 1, "mean": 1, "median": 1, "stddev": 0, "rounds": 1"#
        let twice = report(stats, #", {"name": "a", "fullname": "t::a", "stats": {\#(stats)}}"#)
        #expect(performing: { try PytestBenchmarkReport(parsing: twice) }, throws: hasCode("contradiction"))
        #expect(performing: { try PytestBenchmarkReport(parsing: []) }, throws: hasCode("empty"))
    }
}
