import Diagnostics

/// Why a run that was cut short cannot go on.
package enum ResumeObstacle: Hashable, Sendable {
    /// It ended before it had begun to measure.
    case noHeader
    case finished
    /// The files are no longer those that its gates measured.
    case changedTree
    /// Policy, conditions or waivers are no longer those that it was planned by.
    case changedDefinition
    /// Its command line is none that can be run again.
    case unreadableInvocation(String)

    func diagnostic(_ run: String) -> Diagnostic {
        Diagnostic(
            code: "run.cannot-resume", message: "the run `\(run)` cannot go on: \(reason)",
            hint: self == .finished
                ? "`uvmgr dod show \(run)` shows it" : "start a new one with `uvmgr dod validate`")
    }

    private var reason: String {
        switch self {
        case .noHeader: "it was cut short before it began to measure"
        case .finished: "it has a verdict"
        case .changedTree: "the files have changed since it measured them"
        case .changedDefinition: "policy, conditions or waivers have changed since it was planned"
        case .unreadableInvocation(let reason): "its command line cannot be run again (\(reason))"
        }
    }
}
