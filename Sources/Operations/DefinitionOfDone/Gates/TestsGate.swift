import Capabilities
import Diagnostics
import PythonPackaging
import ToolReports
import Conditions
import Projects

/// Whether the tests pass, by pytest, else unittest; under coverage where the run measures it.
struct TestsGate: Gate {
    let name = "tests"
    let revision = 2

    func obstacle(in context: GateContext) -> Obstacle? {
        if context.settings?.command != nil { return nil }
        return context.project.testRunner == nil ? .nothingThere("the project has no tests") : nil
    }

    func inputs(in context: GateContext) -> FileSelection { .all }

    func parameters(in context: GateContext) -> [String] {
        [context.planned.contains("coverage") ? "coverage" : "plain"]
    }

    func tool(in context: GateContext) -> ToolIdentity? {
        guard context.project.testRunner != .unittest else {
            return ToolIdentity(
                name: "unittest", version: context.environment?.pythonVersion ?? "", origin: .project)
        }
        return context.toolbox.identity("pytest", in: context.environment)
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        guard let environment = context.environment else { throw GateFailure.noEnvironment("it is missing") }
        try context.checkCommandIsPytest()
        let run = TestRun(context: context, environment: environment)
        let isPytest = context.project.testRunner != .unittest || context.commandTool == "pytest"
        let result = try await context.run(
            environment.python, isPytest ? run.pytest : try run.unittest(), environment: run.variables)
        var measurement = GateMeasurement(tool: tool(in: context))
        // Where a test file cannot be read, pytest runs no test: what was reached until then is no coverage.
        if result.termination != .exited(2) { try await run.keepCoverage() }
        if isPytest, result.termination == .exited(5) {
            throw GateFailure.notApplicable("pytest collected no test")
        }
        guard context.services.files.isFile(run.junit) else { throw context.failure(result) }
        let report: JUnitReport
        do {
            report = try JUnitReport(
                parsing: try context.report(run.junit, as: "junit.xml", mediaType: "application/xml"))
        } catch let error as ToolReportError {
            throw GateFailure.unreadable(what: "`junit.xml`", reason: error.diagnostic.message)
        }
        if report.cases.isEmpty, result.isSuccess {
            guard isPytest else { throw GateFailure.noUnittest(in: context.project.project.testPaths.value) }
            throw GateFailure.notApplicable("pytest found no test")
        }
        let bad = report.cases.filter { $0.isBad }
        // A run that broke off, or failed for another reason than its tests, says nothing about them.
        if bad.isEmpty, !result.isSuccess { throw context.failure(result) }
        measurement.findings = bad.map { finding($0, context) }
        measurement.measurements = report.measurements(evidence: "junit.xml")
        return measurement
    }

    private func finding(_ test: JUnitReport.Case, _ context: GateContext) -> Finding {
        let text = test.text
        let place = test.place(failureText: text, context)
        let message = (test.collectionError ?? test.message ?? text.lastLine).split(
            whereSeparator: \.isNewline
        ).first.map(String.init)
        return Finding(
            gate: name, kind: "failures", rule: test.identifier, severity: .high,
            place: place, message: message ?? "failed", remedy: test.remedy)
    }
}

extension GateFailure {
    /// There are test files, so that there being no test means that they are written for another runner.
    fileprivate static func noUnittest(in paths: [String]) -> GateFailure {
        .toolFailed(
            command: "unittest", how: "found no test in `\(paths.joined(separator: "`, `"))`",
            said: "if they are written for pytest, add `pytest` to the `dev` dependencies")
    }
}

/// The command lines of one run of the tests.
struct TestRun {
    let context: GateContext
    let environment: ProjectEnvironment

    var junit: String { context.scratch + "/junit.xml" }
    /// In a folder of its own: coverage takes files beside it whose names start alike for its own.
    var coverageData: String { context.scratch + "/data/.coverage" }
    private var measuresCoverage: Bool {
        context.planned.contains("coverage") && environment.packages["coverage"] != nil
    }

    var variables: [String: String] {
        measuresCoverage ? ["COVERAGE_FILE": coverageData] : [:]
    }

    var pytest: [String] {
        var arguments = ["-m", "pytest"]
        let usesPlugin = environment.packages["pytest-cov"] != nil
        if measuresCoverage, !usesPlugin { arguments = ["-m"] + coverageRun + ["-m", "pytest"] }
        arguments += context.arguments(default: [])
        arguments += [
            "--junitxml", junit, "-o", "junit_family=xunit1", "-o",
            "cache_dir=" + context.folder.toolCaches + "/pytest", "--color=no", "-q",
        ]
        if usesPlugin {
            arguments +=
                measuresCoverage
                ? coverageSources.map { "--cov" + ($0.isEmpty ? "" : "=" + $0) }
                    + ["--cov-branch", "--cov-report=", "--cov-fail-under=0"] : ["--no-cov"]
        }
        if environment.packages["pytest-benchmark"] != nil { arguments.append("--benchmark-disable") }
        return arguments
    }

    func unittest() throws -> [String] {
        let script = context.scratch + "/run_unittest.py"
        try context.services.files.makeDirectory(context.scratch)
        try context.services.files.write(Array(unittestRunner.utf8), to: script)
        let prefix = measuresCoverage ? ["-m"] + coverageRun : []
        return prefix + [script, junit] + context.project.project.testPaths.value
    }

    private var coverageRun: [String] {
        let sources = coverageSources.filter { !$0.isEmpty }
        return ["coverage", "run", "--branch"]
            + (sources.isEmpty ? [] : ["--source=" + sources.joined(separator: ",")])
    }

    /// What to measure: what the project's coverage settings say, which is an empty name here, else its packages.
    private var coverageSources: [String] {
        if context.project.hasCoverageSources { return [""] }
        // coverage takes folders and importable names; the path of a module is neither.
        let sources = context.project.importSources.map { path in
            path.hasSuffix(".py") ? String(path.lastName.dropLast(3)) : path
        }
        return sources.isEmpty ? ["."] : sources
    }

    /// Keeps coverage's data as evidence, which is what the coverage gate reads.
    func keepCoverage() async throws {
        guard measuresCoverage else { return }
        let files = context.services.files
        let folder = context.scratch + "/data"
        guard files.isDirectory(folder) else { return }
        if !files.isFile(coverageData), try files.list(folder).contains(where: { $0.hasPrefix(".coverage.") })
        {
            _ = try await context.run(
                environment.python, ["-m", "coverage", "combine", "-q", folder], environment: variables,
                label: "combine-")
        }
        guard files.isFile(coverageData) else { return }
        _ = try context.report(coverageData, as: "coverage.data", mediaType: "application/vnd.sqlite3")
    }
}

extension JUnitReport.Case {
    /// `package.module.Class::test`, as the runner would take it.
    var identifier: String { className.isEmpty ? name : "\(className)::\(name)" }

    /// The failing line of the test's own file, which tracebacks write as `path:line: Error`, else where it starts.
    fileprivate func place(failureText: String, _ context: GateContext) -> SourcePlace? {
        var file = self.file ?? context.file(ofModule: className)
        if let path = file { file = context.shown(path) }
        guard let file else { return nil }
        for text in failureText.split(whereSeparator: \.isNewline).reversed() {
            let parts = text.trimmed.split(separator: ":", maxSplits: 2)
            if parts.count == 3, let line = Int(parts[1]), context.shown(String(parts[0])) == file {
                return SourcePlace(file: file, line: line)
            }
            if let line = text.lineOfTraceback(in: file, context) {
                return SourcePlace(file: file, line: line)
            }
        }
        // Runners count the lines of a test's start from 0.
        return SourcePlace(file: file, line: line.map { $0 + 1 })
    }

    /// What Python said of a file that pytest could not read; its message says only that it could not.
    fileprivate var collectionError: String? {
        guard message == "collection failure" else { return nil }
        return text.split(whereSeparator: \.isNewline).last { $0.hasPrefix("E ") }.map {
            $0.dropFirst().trimmed
        }
    }

    /// For a file that imports what is not installed.
    fileprivate var remedy: String? {
        guard collectionError?.hasPrefix("ModuleNotFoundError:") == true else { return nil }
        return "add what it needs to the `dev` group, or name an environment that has it (`environment`)"
    }

    var isBad: Bool { outcome == .failed || outcome == .errored }
}

extension Substring {
    /// The line of `File "path", line 12, in test`.
    fileprivate func lineOfTraceback(in file: String, _ context: GateContext) -> Int? {
        let parts = trimmed.split(separator: "\"")
        guard parts.count == 3, parts[0] == "File ", context.shown(String(parts[1])) == file else {
            return nil
        }
        return parts[2].dropping(prefix: ", line ").flatMap { Int($0.prefix { $0.isNumber }) }
    }
}

extension GateContext {
    /// Other commands are run as they stand only where a parser says how to read them.
    func checkCommandIsPytest() throws(GateFailure) {
        guard let tool = commandTool, tool != "pytest" else { return }
        throw .unreadable(
            what: "its `command`",
            reason: "it starts with `\(tool)`: start it with `pytest`, or name a `parser` for its output")
    }

    /// The file of a dotted module name, trying shorter prefixes for classes in it.
    fileprivate func file(ofModule name: String) -> String? {
        var parts = name.split(separator: ".")
        while !parts.isEmpty {
            let path = parts.joined(separator: "/") + ".py"
            if inventory.contains(path) { return path }
            parts.removeLast()
        }
        return nil
    }
}

extension JUnitReport {
    func measurements(evidence: String) -> [Measurement] {
        let bad = count(.failed) + count(.errored)
        let skipped = count(.skipped)
        func number(_ name: String, _ value: Int, _ pointer: String) -> Measurement {
            Measurement(
                name, .init(value: Double(value), dimension: .count),
                origin: MeasurementOrigin(evidence: evidence, pointer: pointer))
        }
        return [
            number("failures", bad, "//testcase[failure or error]"),
            number("tests", cases.count, "//testcase"),
            number("passed", cases.count - bad - skipped, "//testcase[not(*)]"),
            number("skipped", skipped, "//testcase[skipped]"),
            Measurement(
                "duration", .init(value: cases.reduce(0) { $0 + ($1.time ?? 0) }, dimension: .time),
                origin: MeasurementOrigin(evidence: evidence, pointer: "//testcase/@time")),
        ]
    }
}
