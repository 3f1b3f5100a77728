import StructuredData

/// What is to be done next; each step leads to one event.
enum Step: Hashable, Sendable {
    case take(scope: Int, flow: Int, epoch: Int)
    /// Takes the flow to an event that an event-based gateway waited for and that has come.
    case takeCaught(scope: Int, flow: Int, payload: JSON, epoch: Int)
    case enter(scope: Int, node: Int, flow: Int, epoch: Int)
    /// Enters an event that has been caught.
    case enterCaught(scope: Int, node: Int, payload: JSON, epoch: Int)
    case join(scope: Int, node: Int, isReset: Bool)
    case compensate(scope: Int, node: Int, thrower: Int, record: Record?)
    case run(Int)
    case finish(Int)
    case cancel(Int)
    /// Cancels all that runs in a scope.
    case clear(Int)
    case catching(Int, payload: JSON, message: Int?)
    case evaluate(Int)
    case deliver(Int)
    case startProcess(node: Int, signal: String, payload: JSON)
    case undo(Int)
    /// Looks after an ad-hoc subprocess.
    case tend(Int)
    case fail(Int, code: String?, message: String)
    /// Waits for an event that came with another version of the model.
    case subscribe(owner: Int, node: Int, definition: Int)
}

/// A queue that also takes steps at its head; both in constant time.
struct Agenda: Hashable, Sendable {
    /// The next one last.
    private var urgent: [Step] = []
    private var queue: [Step] = []
    private var head = 0

    var first: Step? { urgent.last ?? (head < queue.count ? queue[head] : nil) }

    mutating func append(_ step: Step) { queue.append(step) }

    /// Puts steps before all others; the first of them is done first.
    mutating func prepend(_ steps: Step...) { urgent += steps.reversed() }
    mutating func prepend(all steps: [Step]) { urgent += steps.reversed() }

    mutating func removeFirst() {
        if !urgent.isEmpty {
            urgent.removeLast()
            return
        }
        guard head < queue.count else { return }
        head += 1
        if head == queue.count {
            queue.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64, head * 2 > queue.count {
            queue.removeFirst(head)
            head = 0
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.urgent == right.urgent && left.queue[left.head...] == right.queue[right.head...]
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(urgent)
        hasher.combine(queue[head...])
    }
}

/// What is needed to undo an activity that completed.
struct Record: Hashable, Sendable {
    let node: Int
    let variables: [String: JSON]
    /// Of a subprocess: what completed in it.
    let inner: [Record]
}
