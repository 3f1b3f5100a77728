import Ledger

/// What is to be appended so that the streams of other ledgers are here too.
struct MergePlan {
    struct Source {
        let ledger: ExportedLedger
        var events = 0
        var streams = 0
    }

    /// Streams that are about the ledger itself, and mean nothing in another.
    static let ownStreams: Set = [SignedCheckpoint.stream, ImportedLedger.stream]

    /// In the order in which they are appended.
    private(set) var events: [Event] = []
    /// The ledgers that have something new.
    private(set) var sources: [Source] = []
    /// The streams as they are here, with what is planned.
    private var known: [String: [Event]] = [:]

    /// Tells how a stream is here, unless that was told before.
    mutating func know(_ events: [Event], of stream: String) {
        if known[stream] == nil { known[stream] = events }
    }

    /// Adds what another ledger has more.
    ///
    /// - Throws: ``AuditError/forkedStream(_:version:)`` at the first event that stands on both sides and differs.
    mutating func add(_ ledger: ExportedLedger) throws(AuditError) {
        var source = Source(ledger: ledger)
        var grown: Set<String> = []
        for event in ledger.events where !Self.ownStreams.contains(event.stream) {
            if event.version <= known[event.stream]?.count ?? 0 {
                guard known[event.stream]?[event.version - 1] == event else {
                    throw .forkedStream(event.stream, version: event.version)
                }
                continue
            }
            known[event.stream, default: []].append(event)
            events.append(event)
            source.events += 1
            grown.insert(event.stream)
        }
        source.streams = grown.count
        if source.events > 0 { sources.append(source) }
    }
}
