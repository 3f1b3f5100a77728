import Foundation
import StructuredData
import Testing

/// The three sentences that a user writes first, each seen to hold and to fail for a real reason.
@Suite(.serialized, .needsUV) struct SentencesTests {
    private static let pyproject = """
        [project]
        name = "shop"
        version = "1.0.0"
        requires-python = ">=3.10"
        dependencies = ["h11>=0.16"]

        [dependency-groups]
        dev = ["coverage>=7.6", "pytest>=8", "pytest-benchmark>=5"]

        [tool.pytest.ini_options]
        pythonpath = ["src"]
        testpaths = ["tests"]

        [tool.coverage.run]
        source = ["src"]

        [tool.uvmgr.dod]
        advisories = "advisories"

        [tool.uvmgr.dod.gates]
        coverage    = ">= 80%"
        security    = "no critical CVEs"
        performance = "p99 < 1s"

        """

    private static let source = """
        def total(prices: list[int]) -> int:
            return sum(prices)

        """

    private static let tests = """
        from shop import total


        def test_total():
            assert total([1, 2]) == 3


        def test_total_is_fast(benchmark):
            benchmark.pedantic(total, args=([1, 2],), rounds=20)

        """

    private static let untested = """


        def discount(price: int, percent: int) -> int:
            if percent < 0:
                raise ValueError("negative")
            if percent > 100:
                raise ValueError("too much")
            cut = price * percent
            cut = cut // 100
            return price - cut

        """

    private static let slow = """


        def test_slow(benchmark):
            import time

            benchmark.pedantic(time.sleep, args=(1.2,), rounds=2)

        """

    private static let arguments = ["tests", "coverage", "security", "performance", "lock"].flatMap {
        ["--only", $0]
    }

    private func validate(_ project: Project) async throws -> Validated {
        let outcome = try await start(
            ["dod", "validate", "--format", "json"] + Self.arguments, in: project.folder
        ).outcome()
        return Validated(outcome: outcome)
    }

    @Test func eachHoldsAndFails() async throws {
        let advisory = try Data(
            contentsOf: Program.root.appending(path: "Examples/orders-broken/advisories/PYSEC-2026-348.json"))
        let files = [
            "pyproject.toml": Self.pyproject, "src/shop.py": Self.source, "tests/test_shop.py": Self.tests,
            "advisories/h11.json": try Self.critical(advisory),
        ]
        try await withProject(files) { project in
            let uv = try #require(Program.uv)
            let lock = try await sh("'\(uv)' lock -q", in: project.folder)
            try #require(lock.exit == 0, "\(lock.everything)")

            let good = try await validate(project)
            #expect(good.exit == 0, "\(good.outcome.everything)")
            for gate in ["coverage", "vulnerabilities", "performance"] {
                #expect(good.state(gate) == "passed", "\(good.words(gate))")
            }

            let again = try await validate(project)
            #expect(again.exit == 0)
            for gate in again.gates {
                #expect(gate["reusedFrom"]?.string == good.report?["run"]?.string, "\(gate.pretty)")
            }

            try project.edit("tests/test_shop.py", "[1, 2]) == 3", "[1, 2, 3]) == 6")
            let touched = try await validate(project)
            #expect(touched.exit == 0, "\(touched.outcome.everything)")
            #expect(touched.isReused("vulnerabilities"))
            #expect(touched.isReused("lock"))
            #expect(!touched.isReused("tests"))
            #expect(!touched.isReused("coverage"))

            try await coverageFails(project)
            try await performanceFails(project)
            try await securityFails(project, uv)
            #expect(try await project.runs().count == 6)
        }
    }

    private func coverageFails(_ project: Project) async throws {
        try project.write(Self.source + Self.untested, to: "src/shop.py")
        let result = try await validate(project)
        #expect(result.exit == 1, "\(result.outcome.everything)")
        #expect(result.state("coverage") == "failed")
        #expect(result.gate("coverage")?["findings"]?[0]?["place"]?["file"]?.string == "src/shop.py")
        #expect(result.words("coverage").contains("required >= 80%"))
        for gate in ["vulnerabilities", "performance"] { #expect(result.state(gate) == "passed") }
        try project.write(Self.source, to: "src/shop.py")
    }

    private func performanceFails(_ project: Project) async throws {
        let tests = try project.read("tests/test_shop.py")
        try project.write(tests + Self.slow, to: "tests/test_shop.py")
        let result = try await validate(project)
        #expect(result.exit == 1, "\(result.outcome.everything)")
        #expect(result.state("performance") == "failed")
        #expect(result.words("performance").contains("test_slow"))
        let p99 = result.gate("performance")?["measurements"]?.array?.first { $0["name"]?.string == "p99" }
        #expect((p99?["quantity"]?["value"]?.number ?? 0) > 1)
        for gate in ["coverage", "vulnerabilities"] { #expect(result.state(gate) == "passed") }
        try project.write(tests, to: "tests/test_shop.py")
    }

    private func securityFails(_ project: Project, _ uv: String) async throws {
        try project.edit("pyproject.toml", "h11>=0.16", "h11==0.14.0")
        let lock = try await sh("'\(uv)' lock -q", in: project.folder)
        try #require(lock.exit == 0, "\(lock.everything)")
        let result = try await validate(project)
        #expect(result.exit == 1, "\(result.outcome.everything)")
        #expect(result.state("vulnerabilities") == "failed")
        let finding = result.gate("vulnerabilities")?["findings"]?[0]
        #expect(finding?["message"]?.string?.contains("h11 0.14.0") == true)
        #expect(finding?["severity"]?.string == "critical")
        #expect(finding?["place"]?["file"]?.string == "uv.lock")
        #expect(finding?["remedy"]?.string?.contains("0.16.0") == true)
        for gate in ["coverage", "performance"] { #expect(result.state(gate) == "passed") }
    }

    /// The entry, if it is the critical one about h11.
    private static func critical(_ entry: Data) throws -> String {
        let document = try JSON(parsing: entry)
        try #require(document["affected"]?[0]?["package"]?["name"]?.string == "h11")
        return document.pretty
    }
}
