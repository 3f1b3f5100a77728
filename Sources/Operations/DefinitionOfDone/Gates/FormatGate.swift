import Capabilities
import Conditions
import Diagnostics
import ToolReports
import Projects
import PythonPackaging
import StructuredData
import TOML

/// Whether the code is formatted, by the project's formatter, else ruff.
struct FormatGate: Gate {
    let name = "format"

    func obstacle(in context: GateContext) -> Obstacle? { context.noPython }

    func inputs(in context: GateContext) -> FileSelection { .python }

    func tool(in context: GateContext) -> ToolIdentity? {
        context.toolbox.identity(formatter(context), in: context.environment)
    }

    private func formatter(_ context: GateContext) -> String {
        context.commandTool ?? context.project.project.tools.formatter?.value.rawValue ?? "ruff"
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        let tool = try await context.toolbox.tool(formatter(context), in: context.environment)
        var measurement = GateMeasurement(tool: tool.identity)
        measurement.findings =
            tool.identity.name == "black"
            ? try await black(tool, context) : try await ruff(tool, context)
        return measurement
    }

    private func ruff(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        let arguments = context.arguments(default: ["format", "--check", "."])
        let result = try await context.runForReport(tool.executable, arguments + ["--output-format", "json"])
        let report: RuffFormatReport
        if result.standardOutput.bytes.isEmpty, result.standardError.text.contains("--output-format") {
            return try await text(tool, arguments, context)
        }
        guard case .exited(0...2) = result.termination else { throw context.failure(result) }
        do { report = try RuffFormatReport(parsing: result.standardOutput.bytes) } catch {
            throw result.isSuccess
                ? GateFailure.unreadable(what: "ruff's report", reason: error.diagnostic.message)
                : context.failure(result)
        }
        if report.unformatted.isEmpty, report.errors.isEmpty, !result.isSuccess {
            throw context.failure(result)
        }
        return report.unformatted.map { unformatted($0, remedy: "run `ruff format`", context) }
            + report.errors.map { Finding($0, gate: name, kind: "errors", severity: .high, context) }
    }

    /// For formatters that print a line a file: `would reformat path`.
    private func text(_ tool: Tool, _ arguments: [String], _ context: GateContext) async throws -> [Finding] {
        let result = try await context.runForReport(tool.executable, arguments)
        let lines = (result.standardError.text + "\n" + result.standardOutput.text).split(
            whereSeparator: \.isNewline)
        var findings: [Finding] = []
        for line in lines {
            if let path = line.dropping(prefix: "would reformat ")
                ?? line.dropping(prefix: "Would reformat: ")
            {
                // The formatter's own list of environments is lost where the project sets `exclude`.
                if context.shown(String(path)).hasPrefix(".uvmgr/") { continue }
                let command = tool.identity.name == "ruff" ? "ruff format" : tool.identity.name
                findings.append(unformatted(path, remedy: "run `\(command)`", context))
            } else if let rest = line.dropping(prefix: "error: cannot format ") {
                let parts = rest.split(separator: ":", maxSplits: 1)
                findings.append(
                    Finding(
                        gate: name, kind: "errors", rule: "syntax-error", severity: .high,
                        place: SourcePlace(file: context.shown(String(parts[0]))),
                        message: parts.count > 1 ? parts[1].trimmed : "cannot be parsed"))
            }
        }
        let isSeen = lines.contains { $0.lowercased().hasPrefix("would reformat") }
        if findings.isEmpty, !result.isSuccess, !isSeen { throw context.failure(result) }
        return findings
    }

    private func unformatted(_ path: String, remedy: String, _ context: GateContext) -> Finding {
        Finding(
            gate: name, kind: "findings", rule: "unformatted", severity: .low,
            place: SourcePlace(file: context.shown(path), line: 1), message: "the file would be reformatted",
            remedy: remedy)
    }

    private func black(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        let isExtended = context.project.pyproject?.value["tool"]?["black"]?["extend-exclude"] != nil
        let own = isExtended ? [] : ["--extend-exclude", "/\\.uvmgr/"]
        return try await text(
            tool, context.arguments(default: ["--check", "--no-color"] + own + ["."]), context)
    }
}

extension Finding {
    /// A tool's problem, with its path as findings show it.
    init(
        _ problem: ToolProblem, gate: String, kind: String, severity: Severity, remedy: String? = nil,
        _ context: GateContext
    ) {
        self.init(
            gate: gate, kind: kind, rule: problem.rule ?? "invalid-syntax", severity: severity,
            place: SourcePlace(file: context.shown(problem.file), line: problem.line, column: problem.column),
            message: problem.message, remedy: remedy ?? problem.notes.first)
    }
}

extension StringProtocol {
    func dropping(prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}

extension GateContext {
    /// A project without a Python file has nothing to format, lint or check.
    var noPython: Obstacle? {
        inventory.files.contains { $0.path.hasSuffix(".py") || $0.path.hasSuffix(".pyi") }
            ? nil : .nothingThere("the project has no Python file")
    }

    /// The tool that the configured command names.
    var commandTool: String? { settings?.command?.first?.split(separator: "/").last.map(String.init) }

    /// The configured arguments, else the gate's own.
    func arguments(default own: [String]) -> [String] {
        settings?.command.map { Array($0.dropFirst()) } ?? own
    }
}
