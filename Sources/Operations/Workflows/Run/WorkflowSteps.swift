import BPMN
package import StructuredData

/// Takes the steps of one instance: the engine with its state, and the records that are not in the ledger yet.
struct WorkflowSteps: Sendable {
    var state: WorkflowState
    /// What has to go on record before anything outside is touched, in order.
    private(set) var pending: [WorkflowRecord] = []
    /// What came from outside since the last time that all was on record.
    private(set) var inputs: [ProcessInput] = []
    /// How many more steps may be taken.
    private(set) var stepsLeft: Int
    private var engine: ProcessEngine
    let evaluator: HostedEvaluator

    /// How many events one record takes at most.
    private static let recordSize = 500

    init(
        _ state: WorkflowState, evaluator: HostedEvaluator, limit: Int = 1_000_000
    ) {
        (self.state, self.evaluator) = (state, evaluator)
        stepsLeft = limit
        engine = ProcessEngine(state.model.deployment, evaluator: evaluator)
    }

    /// Puts the head of a new instance on the list.
    mutating func head(_ start: WorkflowStart) { pending.append(.started(start)) }

    /// Puts a record beside the engine's own on the list.
    mutating func note(_ record: WorkflowRecord, _ library: ModelLibrary) throws(WorkflowError) {
        let id = state.id
        try state.apply(record, at: state.version) { (reference) throws(WorkflowError) in
            try library.model(reference, of: id)
        }
        if case .migrated = record {
            engine = ProcessEngine(state.model.deployment, evaluator: evaluator)
        }
        pending.append(record)
    }

    /// What came of an input.
    struct Taken: Sendable {
        var actions: [ProcessAction] = []
        var events: [ProcessEvent] = []
        /// A question that has to be answered before ``rest`` is taken.
        var question: HostedEvaluator.Question?
        var rest = ProcessInput.resume
    }

    /// Takes an input and runs until nothing can move, the steps are used up, or a question is open.
    ///
    /// - Throws: ``WorkflowError/model(_:)`` for an input that is not expected.
    mutating func take(_ input: ProcessInput) throws(WorkflowError) -> Taken {
        var taken = Taken()
        taken.rest = input
        while stepsLeft > 0 {
            let (from, next) = (state.process.version, taken.rest)
            guard let outcome = try step(next) else {
                taken.question = evaluator.open
                break
            }
            let answers = state.model.asksHost ? evaluator.end() : []
            if !outcome.events.isEmpty {
                append(
                    WorkflowAdvance(
                        from: from, events: outcome.events, isContinuation: next == .resume,
                        answers: answers, moment: evaluator.askedMoment))
            }
            if next != .resume { inputs.append(next) }
            stepsLeft -= outcome.events.count
            taken.actions += outcome.actions
            taken.events += outcome.events
            guard outcome.isExhausted else { break }
            taken.rest = .resume
        }
        state.forgetAttempts(after: taken.events)
        return taken
    }

    /// Puts steps on the list, together with those before them where that loses nothing.
    private mutating func append(_ advance: WorkflowAdvance) {
        if case .advanced(let last)? = pending.last,
            let joined = last.joined(with: advance, limit: Self.recordSize)
        {
            pending[pending.count - 1] = .advanced(joined)
        } else {
            pending.append(.advanced(advance))
        }
    }

    /// One call of the engine; `nil` if a host's language has to answer something first, with the state as it was.
    private mutating func step(_ input: ProcessInput) throws(WorkflowError) -> Outcome? {
        let budget = min(Self.recordSize, stepsLeft)
        do throws(BPMNError) {
            guard state.model.asksHost else {
                return try engine.handle(input, in: &state.process, budget: budget)
            }
            evaluator.begin()
            var process = state.process
            let outcome = try engine.handle(input, in: &process, budget: budget)
            if evaluator.open != nil { return nil }
            state.process = process
            return outcome
        } catch {
            throw .model(error)
        }
    }

    /// What the engine asks for again after its log was folded.
    func workItem(_ instance: Int) -> WorkItem? { engine.workItem(instance, state.process) }

    // MARK: - The record

    /// Hands out what is not on record yet.
    mutating func takePending() -> [WorkflowRecord] {
        defer { pending = [] }
        return pending
    }

    /// All up to now is on record.
    mutating func recorded(version: Int, time: Int64) {
        state.took(version: version, lastTime: time)
        inputs = []
    }

    /// Begins again from what is on record, and returns what had come from outside since.
    mutating func restart(from state: WorkflowState) -> [ProcessInput] {
        self.state = state
        engine = ProcessEngine(state.model.deployment, evaluator: evaluator)
        pending = []
        defer { inputs = [] }
        return inputs
    }
}

extension JSON {
    /// The value as the ledger keeps it: a whole number without fraction is an integer, one that is none is null.
    ///
    /// The engine works with these alone, so that a run and its replay see the same.
    package func settled() -> JSON {
        switch self {
        case .number(let value):
            if !value.isFinite { return .null }
            return Int64(exactly: value).map(JSON.integer) ?? self
        case .array(let items): return .array(items.map { $0.settled() })
        case .object(let members): return .object(members.mapValues { $0.settled() })
        default: return self
        }
    }
}
