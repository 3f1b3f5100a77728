import Capabilities
import Diagnostics
import Digests
import Logging
import Projects
import PythonPackaging
import StructuredData
import Synchronization
import Tracing
import Telemetry

/// Makes the project's environment as its lock says: once, until a file that it follows from changes.
///
/// It is uvmgr's own, `.uvmgr/venv`, so that a verdict rests on the lock and not on what lies in somebody's `.venv`.
final class EnvironmentInstaller: Sendable {
    /// The name that it has in the schedule, among the gates.
    static let name = "environment"

    private let validation: Validation
    private let inventory: Inventory
    private let inputs: String
    private let outcome = Mutex((failure: String?.none, evidence: [Evidence]()))

    /// Files that decide what is installed.
    private static let files = FileSelection([
        "**/pyproject.toml", "**/setup.py", "**/setup.cfg", "**/requirements*.txt", "**/*requirements.txt",
        "**/requirements/*.txt", "uv.lock", "poetry.lock", "Pipfile", "Pipfile.lock", "pylock.toml",
        ".python-version",
        "uv.toml",
    ])

    init(_ validation: Validation, _ inventory: Inventory, lock: String?) {
        (self.validation, self.inventory) = (validation, inventory)
        inputs =
            SHA256Digest(
                of: [
                    "1", inventory.digest(Self.files), lock ?? "",
                    validation.services.environment["UV_PYTHON"] ?? "",
                    Self.additions(validation).joined(separator: " "),
                ].joined(separator: "\n")
            ).hex
    }

    /// Why there is no environment, once that is known.
    var failure: String? { outcome.withLock { $0.failure } }
    /// What uv said.
    var evidence: [Evidence] { outcome.withLock { $0.evidence } }

    func report(_ failure: GateFailure) {
        let reason =
            if case .noEnvironment(let reason) = failure { reason } else { failure.diagnostic.message }
        outcome.withLock { $0.failure = reason }
    }

    private var given: String? { validation.request.configuration.path("environment") }
    private var files: any FileSystem { validation.services.files }
    private var path: String { validation.folder.environment }
    private var marker: String { path + "/uvmgr.json" }

    /// The environment, if it is there and up to date; starts no process.
    func current() -> ProjectEnvironment? {
        if let given { return environment(at: given, inputs: "given") }
        guard let bytes = try? files.read(marker), let known = try? JSON(parsing: bytes),
            known["inputs"]?.string == inputs, let added = known["added"]?.array
        else { return nil }
        return environment(at: path, inputs: inputs, added: Set(added.compactMap(\.string)))
    }

    private func environment(
        at path: String, inputs: String, added: Set<String> = []
    ) -> ProjectEnvironment? {
        guard let found = ProjectEnvironment(at: path, fingerprint: "", files) else { return nil }
        let packages = found.packages.sorted { $0.key < $1.key }.map { "\($0.key)==\($0.value)" }
        let content = [inputs, found.pythonVersion] + packages
        return ProjectEnvironment(
            at: path, fingerprint: SHA256Digest(of: content.joined(separator: "\n")).hex, added: added, files)
    }

    /// Makes it.
    func install() async -> Result<ProjectEnvironment, GateFailure> {
        await withSpan("environment") { _ in
            do { return .success(try await installed()) } catch { return .failure(GateFailure(error)) }
        }
    }

    private func installed() async throws -> ProjectEnvironment {
        if let given {
            throw GateFailure.noEnvironment(
                "`\(given.shown(from: validation.folder.project))` is not an environment")
        }
        try files.makeDirectory(validation.folder.locks)
        return try await validation.services.locks.withLock(
            validation.folder.locks + "/environment", patience: .seconds(600)
        ) {
            // Another run may have made it while this one waited.
            if let made = current() { return made }
            let content: JSON = ["added": .strings(try await make().sorted()), "inputs": .string(inputs)]
            try files.write(content.canonicalBytes, to: marker)
            guard let made = current() else {
                throw GateFailure.noEnvironment(
                    "uv made none in `\(path.shown(from: validation.folder.project))`")
            }
            return made
        }
    }

    /// - Returns: The names of the packages that the project does not ask for.
    private func make() async throws -> Set<String> {
        try files.remove(marker)
        let scratch = validation.folder.scratch(validation.id)
        let constraints = scratch + "/constraints.txt"
        let recipe = EnvironmentRecipe(
            validation.request.project, pinned: try validation.request.project.lockedPackages(files),
            inventory: inventory, environment: path, constraintsFile: constraints)
        if let text = recipe.constraints { try files.write(Array(text.utf8), to: constraints) }
        for step in recipe.steps {
            let result = try await uv(step.arguments)
            if result.isSuccess { continue }
            guard let fallback = step.fallback, result.standardError.text.contains("needs to be updated")
            else {
                throw GateFailure.noEnvironment(Self.said(result))
            }
            // The lock gate tells that the lock is stale; the others are measured on what it does say.
            let second = try await uv(fallback)
            guard second.isSuccess else { throw GateFailure.noEnvironment(Self.said(second)) }
        }
        return try await add()
    }

    /// Puts in the tools that must run inside the environment and that the project does not bring.
    private func add() async throws -> Set<String> {
        guard let made = ProjectEnvironment(at: path, fingerprint: "", files) else { return [] }
        let missing = Self.additions(validation).filter { made.packages[$0] == nil }
        guard !missing.isEmpty else { return [] }
        let result = try await uv(
            ["pip", "install", "--python", made.python] + missing.map(ToolPins.requirement))
        guard result.isSuccess else { throw GateFailure.noEnvironment(Self.said(result)) }
        let after = ProjectEnvironment(at: path, fingerprint: "", files)?.packages ?? [:]
        return Set(after.keys).subtracting(made.packages.keys)
    }

    private static func additions(_ validation: Validation) -> [String] {
        let planned = Set(validation.plan.gates.map(\.name))
        let runner = validation.request.project.testRunner
        var names: [String] = []
        if !planned.isDisjoint(with: ["tests", "coverage"]), runner == .pytest { names.append("pytest") }
        if planned.contains("coverage"), runner != nil { names.append("coverage") }
        return names
    }

    private func uv(_ arguments: [String]) async throws -> ProcessResult {
        let command = validation.redactor.redact(arguments: ["uv"] + arguments)
        let limit = validation.request.configuration.duration("gate-timeout")
        let result = try await validation.services.runner.traced(
            ProcessInvocation(
                executable: validation.services.uv, arguments: arguments,
                environment: validation.children.child(validation.children.forBackends),
                workingDirectory: validation.folder.project,
                timeout: limit),
            command: command,
            onOutput: { [observer = validation.observer] in observer?.output(Self.name, $0) })
        let text = "$ \(command.commandLine)\n" + result.standardError.text + result.standardOutput.text
        let kept = try validation.evidence.keep(text: text, as: "environment-\(arguments[0]).txt")
        outcome.withLock { $0.evidence.append(kept) }
        if result.termination == .timedOut { throw GateFailure.timedOut(after: limit ?? .zero) }
        return result
    }

    /// uv's error with its causes, on one line.
    private static func said(_ result: ProcessResult) -> String {
        let lines = result.standardError.text.split(whereSeparator: \.isNewline).map(\.trimmed)
        let start =
            lines.firstIndex { $0.hasPrefix("error") || $0.hasPrefix("×") || $0.hasPrefix("Failed") } ?? 0
        let said = lines[start...].prefix(4).joined(separator: " ")
        if !said.isEmpty { return said }
        return "uv ended with \(result.termination)"
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
