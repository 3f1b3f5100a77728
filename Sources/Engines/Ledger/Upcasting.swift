public import StructuredData

/// The history of one event type's payload.
public struct EventSchema: Sendable {
    /// Turns a payload into the next schema's; `nil` if it does not have the shape it should.
    public typealias Step = @Sendable (JSON) -> JSON?

    public let type: String
    private let steps: [Step]

    /// - Parameters:
    ///   - type: The name of the event type.
    ///   - steps: From schema 1 to 2, from 2 to 3, and so on; none if the first shape is still in use.
    public init(_ type: String, steps: [Step] = []) { (self.type, self.steps) = (type, steps) }

    /// The schema number that is written today.
    public var current: Int { steps.count + 1 }

    /// The event in today's shape.
    ///
    /// Only for reading: digests and proofs are made over the event as it was stored.
    ///
    /// - Throws: ``LedgerError/newerEvent(stream:version:type:found:supported:)`` for a schema number above
    ///   ``current``, ``LedgerError/malformedEvent(stream:version:reason:)`` if a step does not take the payload.
    public func upcast(_ event: Event) throws(LedgerError) -> Event {
        guard event.schema <= current else {
            throw .newerEvent(
                stream: event.stream, version: event.version, type: type, found: event.schema,
                supported: current)
        }
        var payload = event.payload
        for (step, schema) in zip(steps, 1...).dropFirst(event.schema - 1) {
            guard let next = step(payload) else {
                throw .malformedEvent(
                    stream: event.stream, version: event.version,
                    reason: "its payload is no `\(type)` of schema \(schema)")
            }
            payload = next
        }
        return Event(event, schema: current, payload: payload)
    }
}

/// The event types a reader knows.
public struct EventSchemas: Sendable {
    private let byType: [String: EventSchema]

    /// - Precondition: No type stands twice.
    public init(_ schemas: [EventSchema]) {
        byType = Dictionary(uniqueKeysWithValues: schemas.map { ($0.type, $0) })
    }

    /// The event in today's shape; one of an unknown type comes back as it is, for the reader to pass over.
    public func upcast(_ event: Event) throws(LedgerError) -> Event {
        try byType[event.type]?.upcast(event) ?? event
    }
}
