import Capabilities
import Conditions
import Diagnostics
import ToolReports
import Projects
import PythonPackaging

/// Whether types check, by the project's checker, else mypy.
struct TypesGate: Gate {
    let name = "types"

    func obstacle(in context: GateContext) -> Obstacle? {
        if let none = context.noPython { return none }
        let isSet = context.project.project.tools.typeChecker != nil || context.settings?.command != nil
        return isSet ? nil : .notConfigured("no type checker is set up")
    }

    func inputs(in context: GateContext) -> FileSelection { .python }

    func tool(in context: GateContext) -> ToolIdentity? {
        context.toolbox.identity(checker(context), in: context.environment)
    }

    private func checker(_ context: GateContext) -> String {
        context.commandTool ?? context.project.project.tools.typeChecker?.value.rawValue ?? "mypy"
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        let tool = try await context.toolbox.tool(checker(context), in: context.environment)
        var measurement = GateMeasurement(tool: tool.identity)
        measurement.findings =
            switch tool.identity.name {
            case "pyright", "basedpyright": try await pyright(tool, context)
            case "ty": try await ty(tool, context)
            default: try await mypy(tool, context)
            }
        return measurement
    }

    private func mypy(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        var arguments = context.arguments(default: context.mypyTargets)
        if let python = context.environment?.python { arguments += ["--python-executable", python] }
        let result = try await context.runForReport(
            tool.executable, arguments + ["--output", "json", "--no-color-output"])
        if result.termination == .exited(2), result.standardError.text.contains("arguments: --output") {
            return try await oldMypy(tool, arguments, context)
        }
        guard case .exited(0...1) = result.termination else { throw context.failure(result) }
        let report: MypyReport
        do { report = try MypyReport(parsing: result.standardOutput.bytes) } catch {
            throw GateFailure.unreadable(what: "mypy's report", reason: error.diagnostic.message)
        }
        if report.problems.isEmpty, !result.isSuccess { throw context.failure(result) }
        return report.problems.map { finding($0, context) }
    }

    /// mypy before 1.11 has no `--output`.
    private func oldMypy(
        _ tool: Tool, _ arguments: [String], _ context: GateContext
    ) async throws -> [Finding] {
        let result = try await context.runForReport(
            tool.executable,
            arguments + ["--no-pretty", "--show-column-numbers", "--show-error-codes", "--no-color-output"],
            label: "text-")
        guard case .exited(0...1) = result.termination else { throw context.failure(result) }
        let report = MypyReport(text: result.standardOutput.text)
        if report.problems.isEmpty, !result.isSuccess { throw context.failure(result) }
        return report.problems.map { finding($0, context) }
    }

    private func pyright(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        var arguments = context.arguments(default: []) + ["--outputjson"]
        if let python = context.environment?.python { arguments += ["--pythonpath", python] }
        let result = try await context.runForReport(tool.executable, arguments)
        guard case .exited(0...1) = result.termination else { throw context.failure(result) }
        let report: PyrightReport
        do { report = try PyrightReport(parsing: result.standardOutput.bytes) } catch {
            throw GateFailure.unreadable(what: "pyright's report", reason: error.diagnostic.message)
        }
        return report.problems.map { finding($0, context) }
    }

    private func ty(_ tool: Tool, _ context: GateContext) async throws -> [Finding] {
        var arguments = context.arguments(default: ["check"]) + ["--output-format", "gitlab"]
        if let environment = context.environment { arguments += ["--python", environment.path] }
        let result = try await context.runForReport(tool.executable, arguments)
        guard case .exited(0...1) = result.termination else { throw context.failure(result) }
        let report: TyReport
        do { report = try TyReport(parsing: result.standardOutput.bytes) } catch {
            throw GateFailure.unreadable(what: "ty's report", reason: error.diagnostic.message)
        }
        return report.problems.map { finding($0, context) }
    }

    private func finding(_ problem: ToolProblem, _ context: GateContext) -> Finding {
        let (kind, severity): (String, Severity) =
            switch problem.severity {
            case .error: ("errors", .high)
            case .warning: ("warnings", .medium)
            case .note: ("notes", .info)
            }
        return Finding(problem, gate: name, kind: kind, severity: severity, context)
    }
}

extension GateContext {
    /// mypy's own setting of what to check, else the source folder.
    fileprivate var mypyTargets: [String] {
        if project.hasMypyTargets { return [] }
        return inventory.files.contains { $0.path.hasPrefix("src/") } ? ["src"] : ["."]
    }
}
