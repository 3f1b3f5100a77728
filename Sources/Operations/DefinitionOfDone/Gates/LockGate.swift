import Capabilities
import Diagnostics
import PythonPackaging
import Projects
import Conditions
import Telemetry

/// Whether the lock file says what the project asks for, by the tool whose lock it is.
struct LockGate: Gate {
    let name = "lock"
    func needsEnvironment(_ project: DiscoveredProject) -> Bool { false }

    func obstacle(in context: GateContext) -> Obstacle? {
        switch context.project.lock?.kind {
        case nil: .nothingThere("the project has no lock file")
        case .uv, .poetry, .pipenv: nil
        case .pylock: .nothingThere("`pylock.toml` does not record what it was made from")
        case .requirements: .nothingThere("requirements files do not record what they were made from")
        }
    }

    func inputs(in context: GateContext) -> FileSelection {
        FileSelection([
            "**/pyproject.toml", "uv.lock", "uv.toml", "poetry.lock", "Pipfile", "Pipfile.lock",
            ".python-version",
            "**/setup.cfg", "**/setup.py", "**/PKG-INFO",
        ])
    }

    func parameters(in context: GateContext) -> [String] { [context.lockDigest ?? ""] }

    func tool(in context: GateContext) -> ToolIdentity? {
        switch context.project.lock?.kind {
        case .poetry: context.toolbox.identity("poetry", in: nil)
        case .pipenv: context.toolbox.identity("pipenv", in: nil)
        default: context.uv
        }
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        var measurement = GateMeasurement(tool: tool(in: context))
        let result: ProcessResult
        switch context.project.lock?.kind {
        case .poetry:
            let tool = try await context.toolbox.tool("poetry", in: nil)
            result = try await context.run(tool.executable, ["check", "--lock", "--no-interaction"])
        case .pipenv:
            let tool = try await context.toolbox.tool("pipenv", in: nil)
            result = try await context.run(tool.executable, ["verify"])
        default:
            result = try await context.run(
                context.services.uv, ["lock", "--check"], environment: context.childEnvironment.forBackends)
        }
        let said = result.standardError.text + "\n" + result.standardOutput.text
        if result.isSuccess { return measurement }
        guard case .exited(let code) = result.termination, code != 127, !said.blamesTheNetwork,
            code == 1 || said.contains("needs to be updated") || said.contains("Failed to parse `uv.lock`")
        else { throw context.failure(result) }
        let path = context.project.lock?.paths.first?.shown(from: context.root) ?? "uv.lock"
        let isStale = said.contains("needs to be updated") || context.project.lock?.kind != .uv
        measurement.findings = [
            Finding(
                gate: name, kind: "errors", rule: isStale ? "stale-lock" : "broken-lock", severity: .high,
                place: SourcePlace(file: path, line: isStale ? 1 : said.faultLine ?? 1),
                message: isStale
                    ? "`\(path)` does not match the project's dependencies"
                    : context.redactor.redact(said.errorOfUV),
                remedy: context.project.lock?.kind == .uv ? "run `uv lock`, then commit `\(path)`" : nil)
        ]
        return measurement
    }
}
