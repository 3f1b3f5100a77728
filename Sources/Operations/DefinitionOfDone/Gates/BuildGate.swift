import Capabilities
import Diagnostics
import PythonPackaging
import Projects
import Conditions
import Telemetry

/// Whether sdist and wheel build, the wheel from the sdist, with metadata and contents that fit the project.
struct BuildGate: Gate {
    let name = "build"
    let revision = 2
    func needsEnvironment(_ project: DiscoveredProject) -> Bool { false }

    func obstacle(in context: GateContext) -> Obstacle? {
        if context.project.project.buildBackend != nil { return nil }
        return .nothingThere("the project is not built: it names no build backend")
    }

    /// The backends that put only packages into an sdist; the others take every file of the project.
    private static let frugal = ["uv_build", "flit_core", "poetry.core"]

    func inputs(in context: GateContext) -> FileSelection {
        let backend = context.project.project.buildBackend?.value ?? ""
        guard Self.frugal.contains(where: { backend.hasPrefix($0) }) else { return .all }
        return FileSelection(["**"], excluding: ["tests/**", "test/**", "docs/**", ".github/**", "uv.lock"])
    }

    func tool(in context: GateContext) -> ToolIdentity? { context.uv }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        var measurement = GateMeasurement(tool: context.uv)
        let output = context.scratch + "/dist"
        let (result, said) = try await BuildSource(context: context).with { source in
            let result = try await context.run(
                context.services.uv, ["build", "--out-dir", output, "--no-create-gitignore", source],
                environment: ["GIT_OPTIONAL_LOCKS": "0"])
            return (result, result.standardError.text.replacing(source, with: context.root))
        }
        guard result.isSuccess else {
            if said.blamesTheNetwork { throw context.failure(result) }
            measurement.findings = [failed(said, context)]
            return measurement
        }
        let names = try context.services.files.list(output)
        guard let wheel = names.first(where: { $0.hasSuffix(".whl") }),
            let sdist = names.first(where: { $0.hasSuffix(".tar.gz") })
        else {
            throw GateFailure.unreadable(what: "uv's output folder", reason: "it holds no wheel and sdist")
        }
        for (metric, file) in [("wheel", wheel), ("sdist", sdist)] {
            let size = try context.services.files.status(output + "/" + file)?.size ?? 0
            measurement.measurements.append(
                Measurement(
                    metric, .init(value: Double(size), dimension: .bytes),
                    origin: MeasurementOrigin(evidence: file, pointer: "size of the file")))
            _ = try context.report(
                output + "/" + file, as: file,
                mediaType: metric == "wheel" ? "application/zip" : "application/gzip")
        }
        measurement.findings = try WheelInspection(gate: name, context: context).findings(
            output + "/" + wheel)
        return measurement
    }

    private func failed(_ said: String, _ context: GateContext) -> Finding {
        let lines = said.split(whereSeparator: \.isNewline).map(\.trimmed)
        let raised = lines.last { line in
            line.split(separator: ":").first.map { $0.hasSuffix("Error") && !$0.contains(" ") } ?? false
        }
        return Finding(
            gate: name, kind: "errors", rule: "build-failed", severity: .high,
            place: context.project.project.buildBackend?.place
                ?? SourcePlace(file: "pyproject.toml", line: 1),
            message: context.redactor.redact(raised ?? said.errorOfUV),
            remedy: "run `uv build` to see all of it")
    }
}
