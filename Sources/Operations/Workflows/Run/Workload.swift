import BPMN
import StructuredData
import Synchronization

/// What the driver waits for.
enum Arrival: Sendable {
    case done(WorkItem, attempt: Int, Result<JSON, WorkFailure>)
    case woke
}

/// What has arrived while the driver was busy; it takes all of it at once, so that it goes on record together.
final class Inbox: Sendable {
    private let arrivals = Mutex<[Arrival]>([])

    func put(_ arrival: Arrival) { arrivals.withLock { $0.append(arrival) } }

    func takeAll() -> [Arrival] {
        arrivals.withLock { arrivals in
            defer { arrivals = [] }
            return arrivals
        }
    }
}

/// Work under way, and work that waits for its turn.
struct Workload {
    let limit: Int
    var running: [Int: WorkSwitch] = [:]
    /// What cannot begin before a place is free, so that it need not be looked at before.
    var held: Set<Int> = []
}

/// An attempt that is about to begin.
struct ReadyAttempt {
    let item: WorkItem
    let plan: WorkPlan
    let attempt: Int

    /// Whether its beginning has to be on record.
    var actsOutside: Bool {
        if case .service(_, let handler) = plan { handler.actsOutside } else { false }
    }
}

extension WorkPlan {
    /// Whether the engine's own language does it, or nothing is to be done.
    var isImmediate: Bool {
        switch self {
        case .nothing, .feel, .unbound: true
        case .person, .script, .service: false
        }
    }

    var isService: Bool { if case .service = self { true } else { false } }
    var isForPersons: Bool { if case .person = self { true } else { false } }
}
