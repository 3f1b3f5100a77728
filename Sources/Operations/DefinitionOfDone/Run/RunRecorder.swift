package import Capabilities
import Ledger
import Workflows
import Tracing

/// Is told what happens in a run, as it happens.
package protocol RunObserver: Sendable {
    func runChanged(_ event: RunEvent, state: RunState)
    /// Something that takes time and is no gate: `making the environment`.
    func activity(_ name: String, isRunning: Bool)
    func output(_ gate: String, _ output: ProcessOutput)
}

/// Puts the events of one run on record and folds them: the only way a run's state changes.
package actor RunRecorder {
    private let recorder: EventRecorder
    private let observer: (any RunObserver)?
    /// What goes on record with the next events.
    private var queued: [RunEvent] = []
    package private(set) var state: RunState

    init(state: RunState, recorder: EventRecorder, observer: (any RunObserver)?) {
        (self.state, self.recorder, self.observer) = (state, recorder, observer)
    }

    /// Puts events on the list for the next time, because nothing outside depends on them yet.
    func queue(_ events: [RunEvent]) { queued += events }

    /// Hands out what is on the list.
    func takeQueued() -> [RunEvent] {
        defer { queued = [] }
        return queued
    }

    /// Records events; when the call returns they are safe, and the state tells them.
    package func record(_ events: [RunEvent]) async throws(DoDError) {
        let events = takeQueued() + events
        let new = events.map { NewEvent($0.type, schema: RunEvent.schema, payload: $0.payload) }
        let stored: [Event]
        do {
            stored = try await recorder.record(new, in: ServiceContext.current.flatMap(SpanReference.init))
        } catch {
            throw .ledger(error)
        }
        for (event, stored) in zip(events, stored) {
            state.apply(event, time: stored.time, traceID: stored.traceID, actor: stored.actor)
            observer?.runChanged(event, state: state)
        }
    }
}
