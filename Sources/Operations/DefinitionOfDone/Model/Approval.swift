import BPMN
import StructuredData
import Workflows

/// What people said to a run that is to be signed.
///
/// A verdict does not wait for people; its process does. This is where that process has got to.
package struct Approval: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable {
        case waiting, approved, rejected
    }

    package let state: State
    /// Who brought the process to its end; `nil` while it waits.
    package let actor: String?
    /// When, in nanoseconds since 1970.
    package let time: Int64?

    package init(_ state: State, actor: String? = nil, time: Int64? = nil) {
        (self.state, self.actor, self.time) = (state, actor, time)
    }
}

/// The process of a run as far as its approval goes: a fold over what is on record of it.
///
/// It says that it was approved by its variable `approved`.
struct ApprovalState: Hashable, Sendable {
    private var root: Int?
    private var isApproved: Bool?
    private var hasEnded = false
    private var actor: String?
    private var time: Int64?

    /// Takes in what the process did.
    mutating func apply(_ record: WorkflowRecord, actor: String?, time: Int64) {
        guard case .advanced(let advance) = record else { return }
        for event in advance.events {
            switch event {
            case .processStarted(let start) where root == nil: root = start.instance
            case .variablesSet(_, let writes):
                for write in writes where write.name == "approved" { isApproved = write.value.bool ?? false }
            case .variablesAssigned(_, let values):
                if let value = values["approved"] { isApproved = value.bool ?? false }
            case .processCompleted(let instance), .processFailed(let instance, _, _),
                .processCancelled(let instance):
                guard instance == root else { continue }
                (hasEnded, self.actor, self.time) = (true, actor, time)
            default: continue
            }
        }
    }

    /// What it comes to.
    ///
    /// - Parameters:
    ///   - isAsked: Whether the run is to be signed: its policy wants that, and its verdict is done.
    ///   - isOver: Whether the run has ended, so that all that its process still waits for are people.
    /// - Returns: `nil` for a run that nobody is asked about.
    func approval(isAsked: Bool, isOver: Bool) -> Approval? {
        guard isOver, root != nil else { return nil }
        guard hasEnded else { return Approval(.waiting) }
        guard isAsked || isApproved != nil else { return nil }
        return Approval(isApproved == true ? .approved : .rejected, actor: actor, time: time)
    }
}
