package import BPMN
import ProcessLanguages

/// What happened in a run: what came from outside, and the log.
package struct Recording {
    package private(set) var inputs: [ProcessInput] = []
    /// The events of each input.
    package private(set) var events: [[ProcessEvent]] = []
    package private(set) var end = ProcessState()
    private let deployment: Deployment

    /// Runs a case.
    package init(_ item: ExecutionCase, on model: ExecutableModel) throws {
        deployment = try model.deployment()
        var (inputs, events): ([ProcessInput], [[ProcessEvent]]) = ([], [])
        var runner = CaseRunner(deployment) { input, _, _, happened in
            inputs.append(input)
            events.append(happened)
        }
        try runner.run(item, others: item.others(deployment))
        (self.inputs, self.events, end) = (inputs, events, runner.state)
    }

    package var log: [ProcessEvent] { events.flatMap { $0 } }

    /// Folds the log as far as `count` events, goes on, and gives the inputs that had not come by then.
    ///
    /// - Returns: the whole log that comes of it, and the state at the end.
    package func resumed(after count: Int) throws -> (log: [ProcessEvent], end: ProcessState) {
        let log = self.log
        let engine = ProcessEngine(deployment, evaluator: FEELEvaluator())
        var state = try ProcessState(folding: log[..<count], from: ProcessState(), in: deployment)
        var result = Array(log[..<count])
        var (seen, next) = (0, 0)
        while next < inputs.count, seen < count {
            seen += events[next].count
            next += 1
        }
        result += try engine.handle(.resume, in: &state).events
        for input in inputs[next...] { result += try engine.handle(input, in: &state).events }
        return (result, state)
    }
}
