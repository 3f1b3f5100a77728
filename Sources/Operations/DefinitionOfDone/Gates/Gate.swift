import Capabilities
package import Diagnostics
package import Projects

/// Measures one thing: how the tool is found and run, and what its output means.
package protocol Gate: Sendable {
    var name: String { get }
    /// Rises when the same inputs would be measured or read another way.
    var revision: Int { get }
    /// Whether the project must be installed.
    func needsEnvironment(_ project: DiscoveredProject) -> Bool
    /// `nil` if there is something to measure, else why not.
    func obstacle(in context: GateContext) -> Obstacle?
    /// The files that the result depends on.
    func inputs(in context: GateContext) -> FileSelection
    /// Whatever else the result depends on, in a stable order.
    func parameters(in context: GateContext) -> [String]
    /// What would be run, as far as that is known without running anything.
    func tool(in context: GateContext) -> ToolIdentity?
    /// How long a result may be used again; `nil`: until an input changes.
    func maximumAge(in context: GateContext) -> Duration?
    /// Measures.
    ///
    /// - Throws: ``GateFailure`` if there is no measurement, which is never a pass.
    func measure(in context: GateContext) async throws -> GateMeasurement
}

extension Gate {
    package var revision: Int { 1 }
    package func needsEnvironment(_ project: DiscoveredProject) -> Bool { true }
    package func parameters(in context: GateContext) -> [String] { [] }
    package func maximumAge(in context: GateContext) -> Duration? { nil }
    package func obstacle(in context: GateContext) -> Obstacle? { nil }
}

/// Why a gate has nothing to measure.
package enum Obstacle: Hashable, Sendable {
    /// There is nothing of the kind in the project.
    case nothingThere(String)
    /// The project has not set up a tool for it; the gate would measure with uvmgr's own choice.
    case notConfigured(String)

    package var reason: String {
        switch self {
        case .nothingThere(let reason), .notConfigured(let reason): reason
        }
    }
}

/// What a gate measured.
package struct GateMeasurement: Sendable {
    package var tool: ToolIdentity?
    package var measurements: [Measurement] = []
    package var findings: [Finding] = []

    package init(tool: ToolIdentity? = nil) { self.tool = tool }
}

/// Why a gate has no measurement.
package enum GateFailure: DiagnosableError, Hashable {
    case toolNotInstalled(String, said: String)
    /// The tool ended in a way that says nothing about the project.
    case toolFailed(command: String, how: String, said: String)
    /// The tool's output could not be understood.
    case unreadable(what: String, reason: String)
    case timedOut(after: Duration)
    case notApplicable(String)
    case noEnvironment(String)
    /// What it builds on was not measured.
    case needs(String)
    case unavailable(String)
    case cancelled

    package var diagnostic: Diagnostic {
        switch self {
        case .toolNotInstalled(let tool, let said):
            Diagnostic(
                code: "gate.tool-missing", message: "`\(tool)` could not be installed: \(said)",
                exit: .unavailable)
        case .toolFailed(let command, let how, let said):
            Diagnostic(
                code: "gate.tool-failed", message: "`\(command)` \(how)" + (said.isEmpty ? "" : ": \(said)"),
                exit: .undecided)
        case .unreadable(let what, let reason):
            Diagnostic(
                code: "gate.unreadable", message: "\(what) cannot be read: \(reason)", exit: .undecided)
        case .timedOut(let limit):
            Diagnostic(code: "gate.timed-out", message: "no result within \(limit.brief)", exit: .undecided)
        case .notApplicable(let reason):
            Diagnostic(code: "gate.not-applicable", message: reason, exit: .undecided)
        case .noEnvironment(let reason):
            Diagnostic(
                code: "gate.no-environment",
                message: "the project's environment could not be made: \(reason)",
                exit: .undecided)
        case .needs(let gate):
            Diagnostic(
                code: "gate.needs", message: "it needs `\(gate)`, which was not measured", exit: .undecided)
        case .unavailable(let reason):
            Diagnostic(code: "gate.unavailable", message: reason, exit: .unavailable)
        case .cancelled: Diagnostic(code: "cancelled", message: "interrupted", exit: .interrupted)
        }
    }

    /// What the ledger records.
    var outcome: GateOutcome {
        switch self {
        case .timedOut(let limit): .timedOut(after: limit)
        case .notApplicable(let reason): .notApplicable(reason)
        case .cancelled: .cancelled
        default: .failedToRun(diagnostic.message)
        }
    }
}
