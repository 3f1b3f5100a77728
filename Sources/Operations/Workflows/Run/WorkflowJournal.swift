import Capabilities
package import Ledger
import Tracing

/// Where an instance puts what happens to it.
package protocol WorkflowJournal: Sendable {
    /// Puts records on record; when the call returns they are safe.
    ///
    /// - Returns: The version of the last one in its stream, and when it was recorded, in nanoseconds since 1970.
    /// - Throws: ``LedgerError/conflict(stream:expected:actual:)`` when another process has moved the instance.
    func record(_ records: [WorkflowRecord]) async throws(LedgerError) -> (version: Int, time: Int64)
}

/// The stream of an instance of its own.
package struct StreamJournal: WorkflowJournal {
    private let recorder: EventRecorder
    private let start: (version: Int, time: Int64)

    init(_ state: WorkflowState, _ services: WorkflowServices) {
        start = (state.version, state.lastTime)
        recorder = EventRecorder(
            stream: WorkflowStreams.stream(of: state.id), version: state.version, lastTime: state.lastTime,
            actor: services.actor, store: services.store,
            now: { [clock = services.clock] in clock.now().nanoseconds }, random: services.random)
    }

    package func record(
        _ records: [WorkflowRecord]
    ) async throws(LedgerError) -> (version: Int, time: Int64) {
        let events = records.map { NewEvent($0.type, schema: WorkflowRecord.schema, payload: $0.payload) }
        let stored = try await recorder.record(
            events, in: ServiceContext.current.flatMap(SpanReference.init))
        return stored.last.map { ($0.version, $0.time) } ?? start
    }
}
