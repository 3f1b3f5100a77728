import Capabilities
import Conditions
import Diagnostics
import ToolReports

/// How much of the code the tests reach: lines, branches, and the lines that changed.
struct CoverageGate: Gate {
    let name = "coverage"

    func obstacle(in context: GateContext) -> Obstacle? {
        context.project.testRunner == nil ? .nothingThere("the project has no tests") : nil
    }

    func inputs(in context: GateContext) -> FileSelection { .all }

    func parameters(in context: GateContext) -> [String] { [context.base ?? ""] }

    func tool(in context: GateContext) -> ToolIdentity? {
        context.toolbox.identity("coverage", in: context.environment)
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        guard let environment = context.environment else { throw GateFailure.noEnvironment("it is missing") }
        guard let tests = context.upstream["tests"], tests.outcome.isMeasured else {
            throw GateFailure.needs("tests")
        }
        guard let data = tests.evidence.first(where: { $0.name == "coverage.data" }) else {
            throw GateFailure.unreadable(
                what: "the tests' coverage data", reason: "the tests broke off or wrote none")
        }
        let (folder, output) = (context.scratch + "/data", context.scratch + "/coverage.json")
        try context.services.files.write(try context.evidence.read(data), to: folder + "/.coverage")
        let result = try await context.run(
            environment.python, ["-m", "coverage", "json", "-q", "--fail-under=0", "-o", output],
            environment: ["COVERAGE_FILE": folder + "/.coverage"])
        guard result.isSuccess else { throw context.failure(result) }
        let report: CoverageJSONReport
        do {
            report = try CoverageJSONReport(
                parsing: try context.report(output, as: "coverage.json", mediaType: "application/json"))
        } catch let error as ToolReportError {
            throw GateFailure.unreadable(what: "`coverage.json`", reason: error.diagnostic.message)
        }
        var measurement = GateMeasurement(tool: tool(in: context))
        measurement.measurements = Self.measurements(report)
        if let base = context.base, let difference = try await difference(report, since: base, context) {
            measurement.measurements.append(difference)
        }
        measurement.findings = findings(report, context)
        return measurement
    }

    private static func measurements(_ report: CoverageJSONReport) -> [Measurement] {
        let totals = report.totals
        func ratio(_ name: String, _ part: Int, _ whole: Int, _ pointer: String) -> Measurement? {
            guard whole > 0 else { return nil }
            return Measurement(
                name, Quantity(value: Double(part) / Double(whole), dimension: .ratio),
                origin: MeasurementOrigin(evidence: "coverage.json", pointer: pointer))
        }
        let lines = ratio(
            "line", totals.coveredLines, totals.statements, "/totals/covered_lines ÷ /totals/num_statements")
        let branches = totals.branches.flatMap { all in
            ratio(
                "branch", totals.coveredBranches ?? 0, all, "/totals/covered_branches ÷ /totals/num_branches")
        }
        return [lines, branches].compactMap { $0 }
    }

    /// Of the statements on lines that differ from `base`, the share that ran; all where none differs.
    private func difference(
        _ report: CoverageJSONReport, since base: String, _ context: GateContext
    ) async throws -> Measurement? {
        guard
            let git = GitRepository(
                folder: context.root, environment: context.childEnvironment.base,
                runner: context.services.runner,
                files: context.services.files),
            let patch = try await git.difference(since: base)
        else { return nil }
        context.record.note(try context.evidence.keep(text: patch, as: "changes.diff"))
        var changed = ChangedLines(patch: patch)
        for path in try await git.untrackedFiles() { changed.addWhole(path) }
        var (reached, all) = (0, 0)
        for file in report.files {
            guard let lines = changed.lines(of: context.shown(file.path)) else { continue }
            reached += file.executedLines.count { lines.contains($0) }
            all += file.executedLines.union(file.missingLines).count { lines.contains($0) }
        }
        return Measurement(
            "diff", Quantity(value: all == 0 ? 1 : Double(reached) / Double(all), dimension: .ratio),
            origin: MeasurementOrigin(
                evidence: "coverage.json",
                pointer:
                    "\(reached) of \(all) changed statements since \(base.prefix(12)), /files/*/executed_lines"
            ))
    }

    /// The files with the most lines that no test reaches.
    private func findings(_ report: CoverageJSONReport, _ context: GateContext) -> [Finding] {
        let files = report.files.filter { !$0.missingLines.isEmpty }
            .sorted { ($1.missingLines.count, $0.path) < ($0.missingLines.count, $1.path) }
        return files.prefix(25).map { file in
            let path = context.shown(file.path)
            let ranges = file.missingLines.lineRanges
            let word = file.missingLines.count == 1 ? "line" : "lines"
            return Finding(
                gate: name, kind: "uncovered", rule: "uncovered", severity: .info,
                place: SourcePlace(file: path, line: file.missingLines.min()),
                message: "no test reaches \(file.missingLines.count) \(word): \(ranges)")
        }
    }
}

extension Set<Int> {
    /// `3–7, 12`, the first eight ranges.
    fileprivate var lineRanges: String {
        var ranges: [ClosedRange<Int>] = []
        for line in sorted() {
            if let last = ranges.last, line <= last.upperBound + 1 {
                ranges[ranges.count - 1] = last.lowerBound...Swift.max(line, last.upperBound)
            } else {
                ranges.append(line...line)
            }
        }
        let shown = ranges.prefix(8).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }
        return shown.joined(separator: ", ") + (ranges.count > 8 ? ", …" : "")
    }
}
