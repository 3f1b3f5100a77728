import BPMN
import Diagnostics
import FEEL
import ProcessLanguages
import StructuredData
import YAML

/// One scenario under way: the engine, a clock that moves only when told, and answers in place of the world.
///
/// Whatever takes no time is done before each step. Time passes in steps that say so, and while services are at work or
/// will be tried again; then timers fire in the order of their times. A timer that is due at the moment at which work comes
/// back goes first.
struct ScenarioPlay {
    /// Why a scenario cannot go on.
    enum Stop: Error {
        case failed(ScenarioFailure)
        case error(WorkflowError)
    }

    /// Work that comes back later.
    struct Underway {
        let due: TimeInstant
        /// What it comes back with; `nil`: then it is tried again.
        let answer: ServiceAnswer?
    }

    let file: ScenarioFile
    let scenario: Scenario
    let scripts: any ScriptHost
    let clock: ScenarioClock
    let log = CallLog()
    var steps: WorkflowSteps
    var track = ScenarioTrack()
    var book: ServiceBook
    /// Work that is being done, by instance of the element.
    var underway: [Int: Underway] = [:]
    /// Work that a step does.
    var held: Set<Int> = []
    /// Messages that came before anyone waited for them.
    var early: [(message: Int, name: String, mark: YAMLMark)] = []
    /// What is not as expected so far.
    var failures: [ScenarioFailure] = []
    private var attempts: [Int: Int] = [:]

    /// How many steps of the engine a scenario may take.
    static let stepLimit = 100_000

    init(
        _ scenario: Scenario, of file: ScenarioFile, model: WorkflowModel, process: String,
        scripts: any ScriptHost, zones: (any FEELTimeZones)?
    ) {
        (self.scenario, self.file) = (scenario, file)
        self.scripts =
            scenario.stubsScripts ? NoScriptHost("Python is not run where scripts are stubbed") : scripts
        let clock = ScenarioClock(scenario.at)
        self.clock = clock
        book = ServiceBook(scenario.services)
        let evaluator = HostedEvaluator(zones: zones)
        let start = WorkflowStart(
            model: ModelReference(file: model.file, digest: model.digest, text: nil), process: process,
            program: "", clock: scenario.at.milliseconds)
        steps = WorkflowSteps(
            WorkflowState(id: "scenario", start: start, model: model), evaluator: evaluator,
            limit: Self.stepLimit)
    }

    var process: ProcessState { steps.state.process }

    func failure(_ code: String, _ message: String, _ mark: YAMLMark, hint: String? = nil) -> Stop {
        .failed(ScenarioFailure(file.diagnostic(code, message, mark, hint: hint)))
    }

    // MARK: - The engine

    /// Hands the engine an input, and fetches what it has to ask a host's language.
    mutating func take(_ input: ProcessInput) async throws(Stop) {
        var next = input
        steps.evaluator.set(moment: clock.now.milliseconds)
        while true {
            let taken: WorkflowSteps.Taken
            do { taken = try steps.take(next) } catch { throw .error(error) }
            _ = steps.takePending()
            for event in taken.events { track.note(event) }
            guard let question = taken.question else { break }
            steps.evaluator.answer(question, try await answer(to: question))
            next = taken.rest
        }
        guard steps.stepsLeft > 0 else {
            throw failure(
                "endless", "the process took more than \(Self.stepLimit) steps", scenario.mark,
                hint: "is there a loop without an end?")
        }
    }

    private func answer(to question: HostedEvaluator.Question) async throws(Stop) -> HostAnswer {
        do {
            return .value(try await scripts.evaluate(question.text, variables: question.variables).settled())
        } catch .cancelled {
            throw .error(.cancelled)
        } catch {
            return .failure(error.message)
        }
    }

    // MARK: - Time

    /// Does all that can be done without anyone, at this moment or while services are at work.
    ///
    /// With an `end`, time goes on to that moment in any case.
    mutating func settle(until end: TimeInstant? = nil) async throws(Stop) {
        while true {
            try await work()
            let due = underway.values.map(\.due).min()
            let timer = end != nil || due != nil ? process.nextTimer : nil
            guard let next = [due, timer].compactMap({ $0 }).min(), next <= end ?? next else { break }
            try await advance(to: next)
        }
        if let end, end > clock.now {
            try await advance(to: end)
            try await work()
        }
    }

    private mutating func advance(to moment: TimeInstant) async throws(Stop) {
        clock.set(moment)
        if moment > process.clock { try await take(.advance(to: moment)) }
        for (instance, work) in underway.sorted(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) })
        where work.due <= moment {
            underway[instance] = nil
            guard process.isOpen(instance), let answer = work.answer else { continue }
            try await give(answer, to: instance)
        }
    }

    // MARK: - Work

    /// Begins all work that nothing is in the way of.
    private mutating func work() async throws(Stop) {
        underway = underway.filter { process.isOpen($0.key) }
        held = held.filter { process.isOpen($0) }
        while true {
            if Task.isCancelled { throw .error(.cancelled) }
            let next = process.openWork.first { underway[$0] == nil && !held.contains($0) }
            guard let next, let item = steps.workItem(next) else { return }
            try await begin(item)
        }
    }

    private mutating func begin(_ item: WorkItem) async throws(Stop) {
        switch book.next(for: item) {
        case .later: held.insert(item.instance)
        case .answer(let answer):
            let due = clock.now.adding(answer.duration)
            guard due > clock.now else { return try await give(answer, to: item.instance) }
            underway[item.instance] = Underway(due: due, answer: answer)
        case .usedUp(let service, let count, let script):
            throw failure(
                "services",
                "`\(service)` is asked again after its \(count == 1 ? "answer" : "\(count) answers")",
                script.mark, hint: "add an answer, or leave the list out if it always answers the same")
        case .none: try await beginUnanswered(item)
        }
    }

    private mutating func beginUnanswered(_ item: WorkItem) async throws(Stop) {
        let plan = WorkPlan(item, WorkHandlers())
        switch plan {
        case .person: held.insert(item.instance)
        case .script where scenario.stubsScripts:
            throw failure(
                "services", "scripts are stubbed, and nothing says what `\(item.element)` gives",
                scenario.mark, hint: "add `\(item.element): {result: {…}}` to `services`")
        case .unbound, .service:
            let call = item.settings.service.map { " calls `\($0.operation)`" } ?? " needs an answer"
            throw failure(
                "services", "`\(item.element)`\(call), and nothing says what it answers", scenario.mark,
                hint: "add `\(item.element): {result: {…}}` to `services`")
        case .nothing, .feel, .script: try await run(item, plan)
        }
    }

    /// Ends an attempt with an answer.
    mutating func give(_ answer: ServiceAnswer, to instance: Int) async throws(Stop) {
        guard let item = steps.workItem(instance) else { return }
        let handler = AnsweringHandler(answer: answer, evaluator: steps.evaluator, log: log)
        let call = item.settings.service ?? ServiceCall(operation: "scenario")
        try await run(item, .service(call, handler))
    }

    private mutating func run(_ item: WorkItem, _ plan: WorkPlan) async throws(Stop) {
        let instance = item.instance
        let attempt = attempts[instance, default: 0] + 1
        attempts[instance] = attempt
        let run = WorkAttemptRun(
            item: item, plan: plan, attempt: attempt, key: "scenario/\(instance)",
            evaluator: steps.evaluator, scripts: scripts, observer: nil)
        let output: JSON
        do { output = try await run.run() } catch { return try await failed(item, attempt, error) }
        try await take(.completed(instance: instance, output: output.settled()))
    }

    private mutating func failed(
        _ item: WorkItem, _ attempt: Int, _ failure: WorkFailure
    ) async throws(Stop) {
        switch failure {
        case .cancelled: throw .error(.cancelled)
        case .bpmnError(let code, let message):
            try await take(.failed(instance: item.instance, code: code, message: message))
        case .failed where attempt < item.settings.service?.retry.attempts ?? 1:
            // 2^63 is the middle of all random numbers: no jitter.
            let delay = item.settings.service?.retry.delay(after: attempt, random: 1 << 63) ?? 0
            let due = clock.now.adding(TimeSpan(milliseconds: max(1, delay)))
            underway[item.instance] = Underway(due: due, answer: nil)
        case .failed(let message), .permanent(let message):
            attempts[item.instance] = nil
            try await take(.failed(instance: item.instance, code: nil, message: message))
        }
    }
}
