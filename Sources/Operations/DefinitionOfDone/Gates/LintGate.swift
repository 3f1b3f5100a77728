import Capabilities
import Diagnostics
import ToolReports
import Conditions
import Projects
import PythonPackaging

/// Whether a lint rule is broken, by the project's linter (ruff or flake8), else ruff.
struct LintGate: Gate {
    let name = "lint"
    let revision = 2

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

    /// flake8's report, as a file: settings of the project can lead it away from standard output, or add to it.
    private func flake8(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        let output = context.scratch + "/flake8.txt"
        let arguments =
            context.arguments(default: []) + [
                "--format", Flake8Line.format, "--output-file", output, "--extend-exclude", ".uvmgr,.venv",
            ]
        let result = try await context.run(tool.executable, arguments)
        guard case .exited(0...1) = result.termination else { throw context.failure(result) }
        guard context.services.files.isFile(output) else { throw context.failure(result) }
        let text = String(decoding: try context.services.files.read(output), as: UTF8.self)
        context.record.note(try context.evidence.keep(text: text, as: "flake8.txt"))
        // Statistics and source lines, which settings can ask for, stand between and after the findings.
        let lines = text.split(whereSeparator: \.isNewline).compactMap { Flake8Line($0) }
        guard lines.isEmpty == result.isSuccess else { throw context.failure(result) }
        return lines.map { line in
            let isSyntaxError = line.rule.hasPrefix("E9")
            return Finding(
                gate: name, kind: isSyntaxError ? "errors" : "findings", rule: line.rule,
                severity: isSyntaxError ? .high : .medium,
                place: SourcePlace(file: context.shown(line.file), line: line.row, column: line.column),
                message: line.message)
        }
    }
}

/// One finding of flake8, in a form that no other line of its output has.
private struct Flake8Line {
    private static let mark = "uvmgr-finding"
    static let format = mark + "\t%(path)s\t%(row)d\t%(col)d\t%(code)s\t%(text)s"

    let file, rule, message: String
    let row, column: Int

    /// `nil` for a line that is no finding.
    init?(_ line: Substring) {
        let fields = line.split(separator: "\t", maxSplits: 5, omittingEmptySubsequences: false).map(
            String.init)
        guard fields.count == 6, fields[0] == Self.mark, let row = Int(fields[2]), let column = Int(fields[3])
        else { return nil }
        (file, rule, message, self.row, self.column) = (fields[1], fields[4], fields[5], row, column)
    }
}
