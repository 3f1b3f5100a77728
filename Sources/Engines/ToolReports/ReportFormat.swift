/// The formats that this target reads, by the names that diagnostics and configuration use.
public enum ReportFormat: String, Sendable, CaseIterable {
    case junit, cobertura, sarif, ruff, mypy, pyright, ty
    case coverageJSON = "coverage-json"
    case ruffFormat = "ruff-format"
    case pytestBenchmark = "pytest-benchmark"
    case jsonPointer = "json-pointer"
    case regex
}
