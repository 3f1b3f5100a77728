import BPMN
import Diagnostics
import StructuredData
import YAML

extension ScenarioPlay {
    /// Starts the process, takes all steps, and gathers what is not as expected.
    mutating func run() async throws(Stop) {
        try await start()
        for step in scenario.steps {
            try await settle()
            failures += try await perform(step)
        }
        try await settle()
        failures += judged(scenario.expected, isLast: true) + leftOver
    }

    /// What was said for nothing: messages that nobody took, and answers that nobody asked for.
    private var leftOver: [ScenarioFailure] {
        let messages = early.filter { !track.isReceived($0.message) }.map { message in
            ScenarioFailure(
                file.diagnostic("step", "nothing ever took the message `\(message.name)`", message.mark))
        }
        return messages
            + book.leftOver.map { left in
                ScenarioFailure(
                    file.diagnostic(
                        "services",
                        "`\(left.service)` has \(left.of) answers, and \(left.given) \(left.given == 1 ? "was" : "were") asked for",
                        left.script.mark, hint: "remove the answers that are not wanted"))
            }
    }

    private mutating func start() async throws(Stop) {
        let (start, process) = (scenario.start, steps.state.start.process)
        switch start.trigger {
        case .plain(let element):
            if element == nil, !steps.state.model.deployment.startsPlainly(process) {
                throw failure(
                    "start", "every start of `\(process)` waits for something", start.mark,
                    hint:
                        "say what starts it: \(steps.state.model.startTriggers(of: process).joined(separator: ", "))"
                )
            }
            try await takeChecked(
                .start(process: process, variables: start.variables, element: element), start.mark)
        case .message(let name, let payload):
            try await take(.message(name: name, payload: payload.adding(start.variables)))
        case .signal(let name, let payload):
            try await take(.signal(name: name, payload: payload.adding(start.variables)))
        }
        if track.started.isEmpty {
            throw failure("start", "nothing starts by that", start.mark)
        }
    }

    /// Takes an input that the engine may refuse, for which the step is to blame.
    private mutating func takeChecked(_ input: ProcessInput, _ mark: YAMLMark) async throws(Stop) {
        do { try await take(input) } catch {
            guard case .error(.model(.unexpectedInput(let reason))) = error else { throw error }
            throw failure("step", reason, mark)
        }
    }

    private mutating func perform(_ placed: PlacedStep) async throws(Stop) -> [ScenarioFailure] {
        let mark = placed.mark
        switch placed.step {
        case .complete(let choice, let output):
            try await give(ServiceAnswer(content: .result(output)), to: try open(choice, mark))
        case .error(let choice, let code, let message):
            try await give(
                ServiceAnswer(content: .bpmnError(code: code, message: message)), to: try open(choice, mark))
        case .message(let name, let payload, let isEarly):
            let before = track.kept.count
            try await take(.message(name: name, payload: payload))
            guard track.kept.count > before, let kept = track.kept.last else { break }
            guard isEarly else {
                throw failure(
                    "step", "nothing waits for the message `\(name)`\(placeWords)", mark,
                    hint: "write `early: true` if it may come before someone waits for it")
            }
            early.append((kept, name, mark))
        case .signal(let name, let payload):
            let before = process.version
            try await take(.signal(name: name, payload: payload))
            // The signal itself is one event.
            if process.version <= before + 1 {
                throw failure("step", "nothing waits for the signal `\(name)`\(placeWords)", mark)
            }
        case .wait(let span): try await settle(until: clock.now.adding(span))
        case .until(let moment):
            guard moment >= clock.now else {
                throw failure("step", "it is \(clock.now.words) already", mark)
            }
            try await settle(until: moment)
        case .choose(let element): try await choose(element, mark)
        case .resolve(let element): try await resolve(element, mark)
        case .cancel:
            for instance in process.running { try await take(.cancel(process: instance)) }
        case .expect(let expectation): return judged(expectation, isLast: false)
        }
        return []
    }

    /// The open work that a step means.
    private func open(_ choice: TaskChoice, _ mark: YAMLMark) throws(Stop) -> Int {
        let candidates = held.sorted().compactMap { steps.workItem($0) }.filter {
            $0.element == choice.element
        }
        guard !candidates.isEmpty else {
            throw failure("step", "`\(choice.element)` is not open\(placeWords)", mark)
        }
        let fitting = candidates.first { item in
            choice.variables.allSatisfy { (item.variables[$0.key] ?? .null).settled() == $0.value }
        }
        guard let fitting else {
            throw failure(
                "step", "none of the \(candidates.count) open `\(choice.element)` sees such variables", mark)
        }
        return fitting.instance
    }

    private mutating func choose(_ element: String, _ mark: YAMLMark) async throws(Stop) {
        let model = steps.state.model
        let scope = model.nodes.first { node in
            guard case .subProcess(let process) = node.kind, case .adHoc = process.kind else { return false }
            return process.body.nodes.contains { $0.id == element }
        }
        guard let scope, let instance = track.instances(of: scope.id).first else {
            throw failure("step", "`\(element)` cannot be chosen\(placeWords)", mark)
        }
        try await takeChecked(.choose(scope: instance, element: element), mark)
    }

    private mutating func resolve(_ element: String, _ mark: YAMLMark) async throws(Stop) {
        let found = process.incidents.keys.sorted().first { track.places[$0] == element }
        guard let found else { throw failure("step", "there is no incident at `\(element)`", mark) }
        try await take(.resolve(incident: found))
    }

    /// Where the process waits, as the end of a sentence.
    private var placeWords: String {
        let waiting = track.waiting(process)
        if process.running.isEmpty { return "; the process has ended" }
        return waiting.isEmpty ? "" : "; it waits at \(waiting.map { "`\($0)`" }.joined(separator: ", "))"
    }
}

extension JSON {
    /// An object with more members; anything else is left as it is when there are none.
    fileprivate func adding(_ variables: [String: JSON]) -> JSON {
        variables.isEmpty ? self : .object((object ?? [:]).merging(variables) { _, new in new })
    }
}
