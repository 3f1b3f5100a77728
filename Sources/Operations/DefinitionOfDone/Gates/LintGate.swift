import Capabilities
import Diagnostics
import ToolReports
import Conditions
import Projects
import PythonPackaging

/// Whether a lint rule is broken, by the project's linter (ruff or flake8), else ruff.
struct LintGate: Gate {
    let name = "lint"

    func obstacle(in context: GateContext) -> Obstacle? { context.noPython }

    func inputs(in context: GateContext) -> FileSelection { .python }

    func tool(in context: GateContext) -> ToolIdentity? {
        context.toolbox.identity(linter(context), in: context.environment)
    }

    private func linter(_ context: GateContext) -> String {
        if let named = context.commandTool { return named }
        return context.project.project.tools.linter?.value == .flake8 ? "flake8" : "ruff"
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        let tool = try await context.toolbox.tool(linter(context), in: context.environment)
        var measurement = GateMeasurement(tool: tool.identity)
        measurement.findings =
            tool.identity.name == "flake8" ? try await flake8(tool, context) : try await ruff(tool, context)
        return measurement
    }

    private func ruff(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        let arguments = context.arguments(default: ["check", "."]) + ["--output-format", "json", "--no-fix"]
        let result = try await context.runForReport(tool.executable, arguments)
        guard case .exited(0...1) = result.termination else { throw context.failure(result) }
        let report: RuffReport
        do { report = try RuffReport(parsing: result.standardOutput.bytes) } catch {
            throw GateFailure.unreadable(what: "ruff's report", reason: error.diagnostic.message)
        }
        return report.problems.map { problem in
            let isError = problem.rule == nil || problem.rule == "invalid-syntax" || problem.rule == "io"
            return Finding(
                problem, gate: name, kind: isError ? "errors" : "findings",
                severity: isError ? .high : .medium,
                remedy: problem.fix == .safe ? "run `ruff check --fix`" : nil, context)
        }
    }

    /// flake8 prints `path:line:column: CODE message`.
    private func flake8(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        let format = "%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"
        let arguments =
            context.arguments(default: []) + [
                "--format", format, "--exit-zero", "--extend-exclude", ".uvmgr,.venv",
            ]
        let result = try await context.runForReport(tool.executable, arguments)
        guard result.isSuccess else { throw context.failure(result) }
        return try result.standardOutput.text.split(whereSeparator: \.isNewline).map { line in
            let fields = line.split(separator: "\t", maxSplits: 4).map(String.init)
            guard fields.count == 5, let row = Int(fields[1]), let column = Int(fields[2]) else {
                throw GateFailure.unreadable(what: "flake8's report", reason: "unexpected line `\(line)`")
            }
            let isSyntaxError = fields[3].hasPrefix("E9")
            return Finding(
                gate: name, kind: isSyntaxError ? "errors" : "findings", rule: fields[3],
                severity: isSyntaxError ? .high : .medium,
                place: SourcePlace(file: context.shown(fields[0]), line: row, column: column),
                message: fields[4])
        }
    }
}
