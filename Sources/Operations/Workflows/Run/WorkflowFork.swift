import BPMN
import Capabilities
import Ledger
package import StructuredData

extension WorkflowRuns {
    /// A new instance that goes on from where another one was before it reached an element, or after some of its steps.
    ///
    /// What the other did up to there holds for the new one too; what is at work there is asked for again.
    ///
    /// - Parameters:
    ///   - id: The instance to fork.
    ///   - point: Where.
    ///   - variables: What is otherwise in the new one.
    ///   - observer: Is told what happens.
    /// - Returns: The new instance; nothing of it is on record yet.
    /// - Throws: ``WorkflowError/neverReached(element:id:)``, ``WorkflowError/noSuchStep(_:last:)``.
    package func fork(
        _ id: String, at point: ForkPoint, variables: [String: JSON] = [:],
        observer: (any WorkflowObserver)? = nil
    ) async throws(WorkflowError) -> WorkflowInstance {
        let events: [Event]
        do { events = try await services.store.read(stream: WorkflowStreams.stream(of: id)) } catch {
            throw .ledger(error)
        }
        let version = try version(of: point, in: events, id)
        let (start, records) = try records(of: events, upTo: version, id)
        let now = services.clock.now().nanoseconds
        let head = WorkflowStart(
            model: start.model, process: start.process, program: services.program, clock: start.clock,
            fork: ForkOrigin(instance: id, version: version))
        let fork = uuidV7(nanoseconds: now, random: services.random())
        let model = try library.model(start.model, of: id)
        let instance = WorkflowInstance(
            WorkflowState(id: fork, start: head, model: model), services: services, library: library,
            observer: observer)
        try await instance.begin(head, continuing: records)
        if !variables.isEmpty, let process = await instance.state.process.running.first {
            try await instance.take(
                .assign(instance: process, variables: variables.mapValues { $0.settled() }))
        }
        if !(await instance.state.process.isQuiet) { try await instance.take(.resume) }
        return instance
    }

    private func version(
        of point: ForkPoint, in events: [Event], _ id: String
    ) throws(WorkflowError) -> Int {
        let trace = try WorkflowTrace(of: events, id: id)
        let last = trace.steps.last?.version ?? 0
        switch point {
        case .version(let version):
            guard 1...max(1, last) ~= version else { throw .noSuchStep(version, last: last) }
            return version
        case .element(let element):
            guard let step = trace.activation(of: element) else {
                throw .neverReached(element: element, id: id)
            }
            return step.version - 1
        }
    }

    /// The records of the first steps, the last one cut where they end.
    private func records(
        of events: [Event], upTo version: Int, _ id: String
    ) throws(WorkflowError) -> (WorkflowStart, [WorkflowRecord]) {
        var start: WorkflowStart?
        var records: [WorkflowRecord] = []
        for event in events {
            do {
                switch try WorkflowRecord(type: event.type, payload: event.payload) {
                case .started(let head): start = head
                case .advanced(let advance) where advance.from < version:
                    records.append(.advanced(advance.prefix(version - advance.from)))
                case .migrated(let migration): records.append(.migrated(migration))
                default: break
                }
            } catch {
                throw .malformedLog(id: id, version: event.version, reason: error.reason)
            }
            if case .advanced(let advance)? = records.last, advance.from + advance.events.count >= version {
                break
            }
        }
        guard let start else { throw .noSuchWorkflow(id) }
        return (start, records)
    }
}

/// Where to fork an instance.
package enum ForkPoint: Hashable, Sendable {
    /// Before an element was reached, the last time.
    case element(String)
    /// After so many steps.
    case version(Int)
}

extension WorkflowAdvance {
    /// The first steps.
    fileprivate func prefix(_ count: Int) -> WorkflowAdvance {
        WorkflowAdvance(
            from: from, events: Array(events.prefix(count)), isContinuation: isContinuation,
            answers: answers, moment: moment)
    }
}
