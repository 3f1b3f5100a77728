import BPMN
package import Diagnostics

/// Where an instance stands.
package enum WorkflowStanding: Hashable, Sendable {
    case completed
    /// A BPMN error that nobody caught ended it.
    case failed(code: String?)
    case cancelled
    /// Something went wrong and waits for help.
    case incidents([Int])
    /// It goes on when something comes from outside, or when it is time.
    case waiting
    /// It has taken as many steps as it may at once, and goes on with `resume`.
    case exhausted
    /// There is work to do that nobody does now.
    case ready

    /// A stable name.
    package var name: String {
        switch self {
        case .completed: "completed"
        case .failed: "failed"
        case .cancelled: "cancelled"
        case .incidents: "incident"
        case .waiting: "waiting"
        case .exhausted: "exhausted"
        case .ready: "ready"
        }
    }

    package var hasEnded: Bool {
        switch self {
        case .completed, .failed, .cancelled: true
        default: false
        }
    }

    /// What a command exits with that leaves an instance so.
    package var exit: ExitStatus {
        switch self {
        case .completed, .waiting, .ready: .success
        case .failed, .cancelled: .no
        case .incidents, .exhausted: .undecided
        }
    }
}

extension WorkflowState {
    /// Where the instance stands, as far as its record tells.
    package var standing: WorkflowStanding {
        if !process.isQuiet { return process.version == 0 ? .ready : .exhausted }
        if process.running.isEmpty {
            let endings = process.outcomes.sorted { $0.key < $1.key }.map(\.value.ending)
            for ending in endings { if case .failed(let code) = ending { return .failed(code: code) } }
            if endings.contains(.cancelled) { return .cancelled }
            return endings.isEmpty ? .ready : .completed
        }
        if !process.incidents.isEmpty { return .incidents(process.incidents.keys.sorted()) }
        return .waiting
    }
}
