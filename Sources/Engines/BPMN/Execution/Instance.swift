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
    case failing(code: String?)
    case stuck
}

/// A process instance, scope, loop or element at work.
///
/// There is one for each element at work, and every step touches one: what most of them never need is set apart.
@dynamicMemberLookup
struct Instance: Hashable, Sendable {
    let id: Int
    /// 0: none.
    let parent: Int
    /// -1: a process.
    let node: Int
    /// -1: it has no body.
    let container: Int
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
    private var rare: [RareState] = []

    init(id: Int, parent: Int, node: Int, container: Int, root: Int, stage: Stage) {
        (self.id, self.parent, self.node) = (id, parent, node)
        (self.container, self.root, self.stage) = (container, root, stage)
    }

    subscript<Value>(dynamicMember path: WritableKeyPath<RareState, Value>) -> Value {
        get { rare.isEmpty ? RareState.none[keyPath: path] : rare[0][keyPath: path] }
        _modify {
            if rare.isEmpty { rare.append(RareState()) }
            yield &rare[0][keyPath: path]
        }
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
