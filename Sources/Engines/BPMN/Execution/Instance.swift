import StructuredData

/// How far an instance has come.
enum Stage: Hashable, Sendable {
    /// Subscribes to what is attached; the next one to subscribe.
    case arming(Int)
    case binding
    case looping
    case body
    /// Subscribes to its own events; the next one.
    case listening(Int)
    /// A repeated timer fired and will again.
    case repeating
    /// Subscribes to the event subprocesses of its body; the next one.
    case opening(Int)
    /// A scope in which tokens move.
    case open
    /// Until something comes from outside.
    case waiting
    /// A throwing event; the next definition to throw.
    case throwing(Int)
    case compensating(then: Int)
    case cancelling
    case registering
    case storing
    case leaving
    case failing(code: String)
    /// Its work failed for a technical reason.
    case broken(reason: String)
    case stuck
}

/// A process instance, scope, loop or element at work.
///
/// There is one for each element at work, and every step touches one: what most of them never need is set apart.
struct Instance: Hashable, Sendable {
    let id: Int
    /// 0: none.
    let parent: Int
    /// -1: a process.
    var node: Int
    /// -1: it has no body.
    var container: Int
    let root: Int
    var stage: Stage
    var variables: [String: JSON] = [:]
    /// Instances within it, as a list in order of their start.
    var firstChild = 0
    var lastChild = 0
    var previous = 0
    var next = 0
    var children = 0
    /// Tokens that move in it.
    var pending = 0
    /// Tokens that wait in it for others.
    var waiting = 0
    /// Counts how often all its tokens were taken away.
    var epoch = 0
    var isInterrupted = false
    var isIteration = false
    var isReset = false
    var output: JSON = .null
    var subscriptions: [Int] = []
    /// Empty or one.
    private var stored: [RareState] = []

    init(id: Int, parent: Int, node: Int, container: Int, root: Int, stage: Stage) {
        (self.id, self.parent, self.node) = (id, parent, node)
        (self.container, self.root, self.stage) = (container, root, stage)
    }

    fileprivate var rare: RareState {
        _read { if stored.isEmpty { yield RareState.none } else { yield stored[0] } }
        _modify {
            if stored.isEmpty { stored.append(RareState()) }
            yield &stored[0]
        }
    }
}

// What few instances need reads and changes in place; key paths would cost more than they save.
extension Instance {
    var arrivals: [Int: [Int: Int]] {
        _read { yield rare.arrivals }
        _modify { yield &rare.arrivals }
    }
    var caught: [Int: JSON] {
        _read { yield rare.caught }
        _modify { yield &rare.caught }
    }
    var loop: LoopState? {
        _read { yield rare.loop }
        _modify { yield &rare.loop }
    }
    var index: Int {
        _read { yield rare.index }
        _modify { yield &rare.index }
    }
    var records: [Record] {
        _read { yield rare.records }
        _modify { yield &rare.records }
    }
    var undoing: [Record] {
        _read { yield rare.undoing }
        _modify { yield &rare.undoing }
    }
    var undoScope: Int {
        _read { yield rare.undoScope }
        _modify { yield &rare.undoScope }
    }
    var thrower: Int {
        _read { yield rare.thrower }
        _modify { yield &rare.thrower }
    }
    var openGateways: [Int: Set<Int>] {
        _read { yield rare.openGateways }
        _modify { yield &rare.openGateways }
    }
    var isTriggered: Bool {
        _read { yield rare.isTriggered }
        _modify { yield &rare.isTriggered }
    }
    var begun: Int {
        _read { yield rare.begun }
        _modify { yield &rare.begun }
    }
    var isHeld: Bool {
        _read { yield rare.isHeld }
        _modify { yield &rare.isHeld }
    }
    var correlation: [String: JSON] {
        _read { yield rare.correlation }
        _modify { yield &rare.correlation }
    }
}

/// What few instances need.
struct RareState: Hashable, Sendable {
    static let none = RareState()

    /// Tokens that wait for others, per node and flow.
    var arrivals: [Int: [Int: Int]] = [:]
    /// What came of the parts of a parallel multiple event.
    var caught: [Int: JSON] = [:]
    var loop: LoopState?
    /// The number of a run of a loop.
    var index = 0
    var records: [Record] = []
    /// What is to be undone, the next one last.
    var undoing: [Record] = []
    /// The scope whose activities are undone.
    var undoScope = 0
    /// Who waits for it to end.
    var thrower = 0
    /// Flows that a complex gateway has taken since it opened, per gateway.
    var openGateways: [Int: Set<Int>] = [:]
    /// Whether an event began it, so that it has no other start.
    var isTriggered = false
    /// What an ad-hoc subprocess has begun.
    var begun = 0
    /// Whether it stays open when nothing runs in it, until its completion condition holds.
    var isHeld = false
    /// Values that tell its conversation from others.
    var correlation: [String: JSON] = [:]
}

/// Where a loop stands.
struct LoopState: Hashable, Sendable {
    /// -1: not yet known.
    var count = -1
    var items: [JSON]?
    var started = 0
    var active = 0
    var completed = 0
    var terminated = 0
    var results: [JSON] = []
    /// An instance completed since the conditions were evaluated.
    var isDirty = false
    var isEnding = false
}
