import Capabilities
import Conditions
import Diagnostics
import ToolReports
import Telemetry

/// A gate of the team's own: a command, and how its output is read.
struct CustomGate: Gate {
    let name: String

    func inputs(in context: GateContext) -> FileSelection {
        guard let patterns = context.settings?.inputs else { return .all }
        // The name of a folder means what is in it.
        let selection = FileSelection(
            patterns.flatMap { [$0, $0.hasSuffix("/") ? $0 + "**" : $0 + "/**"] })
        // Patterns that match nothing would make a result that never goes out of date.
        return context.inventory.files.contains { selection.contains($0.path) } ? selection : .all
    }

    /// Scripts of the project that the command names.
    func parameters(in context: GateContext) -> [String] {
        let words = Set((context.settings?.command ?? []).map { $0.dropping(prefix: "./") ?? $0 })
        return context.inventory.files.filter { words.contains($0.path) }.map(\.digest)
    }

    /// The command is part of the key; which program a name stands for is not known before it runs.
    func tool(in context: GateContext) -> ToolIdentity? { nil }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        guard let settings = context.settings, let command = settings.command, let parser = settings.parser
        else {
            throw GateFailure.notApplicable("it has no command")
        }
        let executable = try context.executable(command[0])
        let before = try reportStatus(context)
        let result = try await context.run(
            executable, Array(command.dropFirst()),
            environment: ["UVMGR_SCRATCH": context.scratch])
        var measurement = GateMeasurement()
        if parser == .exitCode {
            measurement.findings = result.isSuccess ? [] : [exitFinding(result, context)]
            return measurement
        }
        if settings.report != nil, let before, try reportStatus(context) == before {
            guard result.isSuccess else { throw context.failure(result) }
            throw GateFailure.unreadable(what: "its report", reason: "the command left the old one as it was")
        }
        let bytes =
            try settings.report.map {
                try context.report(
                    $0.path(in: context.root), as: $0.lastName, mediaType: "application/octet-stream")
            } ?? result.standardOutput.bytes
        do {
            try CustomOutput(gate: name, settings: settings, context: context).read(
                bytes, parser, into: &measurement)
        } catch let error as ToolReportError {
            guard result.isSuccess else { throw context.failure(result) }
            throw GateFailure.unreadable(what: "its output", reason: error.diagnostic.message)
        }
        if measurement.findings.isEmpty, !result.isSuccess { throw context.failure(result) }
        if parser == .junit,
            measurement.measurements.contains(where: { $0.name == "tests" && $0.quantity.value == 0 })
        {
            throw GateFailure.notApplicable("its report has no test")
        }
        return measurement
    }

    private func reportStatus(_ context: GateContext) throws -> FileStatus? {
        try context.settings?.report.flatMap { try context.services.files.status($0.path(in: context.root)) }
    }

    private func exitFinding(_ result: ProcessResult, _ context: GateContext) -> Finding {
        let said = [result.standardError.text.lastLine, result.standardOutput.text.lastLine].first {
            !$0.isEmpty
        }
        return Finding(
            gate: name, kind: "errors", rule: "exit-code", severity: .high, place: context.settings?.place,
            message: context.redactor.redact(said ?? "the command did not exit with 0"))
    }
}

/// What a custom gate's output means.
private struct CustomOutput {
    let gate: String
    let settings: GateSettings
    let context: GateContext

    func read(
        _ bytes: [UInt8], _ parser: GateSettings.Parser, into measurement: inout GateMeasurement
    ) throws {
        switch parser {
        case .exitCode: break
        case .junit:
            let report = try JUnitReport(parsing: bytes)
            measurement.measurements = report.measurements(evidence: evidenceName)
            measurement.findings = report.cases.filter(\.isBad).map { test in
                Finding(
                    gate: gate, kind: "failures", rule: test.identifier, severity: .high,
                    place: test.file.map { SourcePlace(file: context.shown($0), line: test.line) },
                    message: test.message ?? test.text.lastLine)
            }
        case .cobertura:
            let report = try CoberturaReport(parsing: bytes)
            for (name, part, whole) in [
                ("line", report.coveredLines, report.lines),
                ("branch", report.coveredBranches, report.branches),
            ] where whole > 0 {
                measurement.measurements.append(
                    number(name, Double(part) / Double(whole), .ratio, pointer: "//line"))
            }
        case .sarif: measurement.findings = try SARIFLog(parsing: bytes).results.compactMap(finding)
        case .jsonPointer:
            let pointer = settings.pointer ?? ""
            try add(ToolReports.number(at: pointer, in: bytes), pointer, &measurement)
        case .regex:
            let pattern = settings.pattern ?? ""
            try add(ToolReports.number(matching: pattern, in: bytes), pattern, &measurement)
        }
    }

    private var evidenceName: String { settings.report?.lastName ?? "stdout.txt" }

    private func number(_ name: String, _ value: Double, _ dimension: Dimension, pointer: String)
        -> Measurement
    {
        Measurement(
            name, Quantity(value: value, dimension: dimension),
            origin: MeasurementOrigin(evidence: evidenceName, pointer: pointer))
    }

    /// Gives a plain number the unit that the settings say.
    private func add(_ value: Double, _ pointer: String, _ measurement: inout GateMeasurement) throws {
        let name = settings.metric ?? GateCatalog.specification(of: gate)?.mainMetric ?? gate
        guard let unit = settings.unit else {
            measurement.measurements.append(number(name, value, .count, pointer: pointer))
            return
        }
        guard let unit = Amount.Unit(rawValue: unit) else {
            throw GateFailure.unreadable(
                what: "its output", reason: "`\(unit)` is not a unit of the condition language")
        }
        let quantity = unit.quantity(value)
        measurement.measurements.append(number(name, quantity.value, quantity.dimension, pointer: pointer))
    }

    private func finding(_ result: SARIFLog.Result) -> Finding? {
        guard !result.isSuppressed, result.level != .none else { return nil }
        let (kind, severity): (String, Severity) =
            switch result.level {
            case .error: ("errors", .high)
            case .warning: ("warnings", .medium)
            case .note, .none: ("findings", .info)
            }
        return Finding(
            gate: gate, kind: kind, rule: result.rule ?? "sarif", severity: severity,
            place: result.file.map {
                SourcePlace(file: context.shown($0), line: result.line, column: result.column)
            }, message: result.message)
    }
}

extension GateContext {
    /// The program that a word of a command stands for: a path, a tool of the environment, or one on the search path.
    func executable(_ word: String) throws -> String {
        if word.contains("/") { return word.path(in: root) }
        if let environment, services.files.isFile(environment.executable(word)) {
            return environment.executable(word)
        }
        guard let found = services.runner.find(word, path: childEnvironment.base["PATH"] ?? "") else {
            throw GateFailure.toolFailed(command: word, how: "is not on the search path", said: "")
        }
        return found
    }
}

extension String {
    /// The last name of a path.
    var lastName: String { split(separator: "/").last.map(String.init) ?? self }
}
