/// What a stream amounts to: the state after its first events, and how many those were.
///
/// A kept value is a snapshot: going on from it gives what starting afresh gives.
public struct Folded<State: Sendable>: Sendable {
    public private(set) var state: State
    /// The version of the last event that is in ``state``; 0 before the first.
    public private(set) var version: Int

    /// - Parameters:
    ///   - state: Before any event, or as of `version`.
    ///   - version: How many events are in `state`.
    public init(_ state: State, version: Int = 0) { (self.state, self.version) = (state, version) }

    /// Takes the next events of a stream into the state.
    ///
    /// - Parameters:
    ///   - events: The events of one stream from ``version`` + 1 on, without gap.
    ///   - schemas: What brings them into today's shape.
    ///   - reduce: Pure: the same state and event always give the same state.
    /// - Throws: ``LedgerError`` for an event out of place or of a shape that `schemas` does not take; the events
    ///   before it are in ``state`` then.
    /// - Complexity: O(*n*) in the events.
    public mutating func apply(
        _ events: some Sequence<Event>, schemas: EventSchemas = EventSchemas([]),
        _ reduce: (inout State, Event) -> Void
    ) throws(LedgerError) {
        for event in events {
            guard event.version - 1 == version else {
                throw .malformedEvent(
                    stream: event.stream, version: event.version,
                    reason: "it does not follow event \(version)")
            }
            reduce(&state, try schemas.upcast(event))
            version = event.version
        }
    }
}
