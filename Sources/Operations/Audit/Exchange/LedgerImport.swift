package import Capabilities
package import Ledger
import StructuredData
import TransparencyLog

/// Takes ledgers that came from elsewhere into the one at hand, all of what is missing or nothing.
package struct LedgerImport: Sendable {
    private let log: any EventLog
    private let clock: any WallClock
    private let random: @Sendable () -> UInt64
    private let actor: String

    package init(
        into log: any EventLog, clock: any WallClock, random: @escaping @Sendable () -> UInt64, actor: String
    ) {
        (self.log, self.clock, self.random, self.actor) = (log, clock, random, actor)
    }

    /// Puts a ledger back that is the one at hand, or takes in the streams of another.
    ///
    /// An empty ledger becomes the one that was exported, event by event; so does one that the export continues.
    ///
    /// - Parameters:
    ///   - ledger: What was exported.
    ///   - isTrial: Whether nothing is to be written.
    /// - Returns: What was done, or would have been.
    /// - Throws: ``AuditError/forkedLedger(_:size:)``, ``AuditError/forkedStream(_:version:)`` among others; the ledger is
    ///   as it was then.
    package func restore(_ ledger: ExportedLedger, isTrial: Bool = false) async throws(AuditError)
        -> ImportOutcome
    {
        let size = try await size()
        if size > 0 {
            let own = try await origin(of: log)
            if !ledger.header.checkpoint.hasOrigin(own) { return try await merge([ledger], isTrial: isTrial) }
        }
        let common = Int(min(size, ledger.header.events))
        if common > 0 {
            let root: Bool
            do { root = try await log.root(at: Int64(common)) == ledger.root(at: common) } catch {
                throw .ledger(error)
            }
            guard root else { throw .forkedLedger(ledger.header.origin, size: Int64(common)) }
        }
        let missing = ledger.events.dropFirst(common)
        guard !missing.isEmpty else { return ImportOutcome(kind: .unchanged, size: size) }
        let outcome = ImportOutcome(
            kind: .restored, events: missing.count, streams: Set(missing.map(\.stream)).count,
            ledgers: [ledger.header.origin], size: ledger.header.events)
        if isTrial { return outcome }
        do { _ = try await log.append(EventBatch.batches(of: missing), at: size) } catch {
            throw .ledger(error)
        }
        return outcome
    }

    /// Takes in the streams of other ledgers, those of their own checkpoints and imports left out.
    ///
    /// A stream that is longer there than here gets what is missing. What was imported is put on record before it, so
    /// that a ledger that begins with an import has a name of its own.
    package func merge(_ ledgers: [ExportedLedger], isTrial: Bool = false) async throws(AuditError)
        -> ImportOutcome
    {
        var plan = MergePlan()
        for ledger in ledgers {
            try await checkContinuation(ledger)
            for stream in Set(ledger.events.map(\.stream)).subtracting(MergePlan.ownStreams) {
                plan.know(try await read(stream), of: stream)
            }
            try plan.add(ledger)
        }
        let size = try await size()
        guard !plan.events.isEmpty else { return ImportOutcome(kind: .unchanged, size: size) }
        let records = try await records(plan.sources)
        let outcome = ImportOutcome(
            kind: .merged, events: plan.events.count, streams: plan.sources.reduce(0) { $0 + $1.streams },
            ledgers: plan.sources.map(\.ledger.header.origin),
            size: size + Int64(plan.events.count + records.count))
        if isTrial { return outcome }
        let batches = EventBatch.batches(of: records) + EventBatch.batches(of: plan.events)
        do { _ = try await log.append(batches, at: nil) } catch { throw .ledger(error) }
        return outcome
    }

    /// What was imported of a ledger before must be the beginning of what it is now.
    private func checkContinuation(_ ledger: ExportedLedger) async throws(AuditError) {
        for event in try await read(ImportedLedger.stream) {
            guard let known = ImportedLedger(payload: event.payload), known.origin == ledger.header.origin,
                known.size <= ledger.header.events
            else { continue }
            guard ledger.root(at: Int(known.size)) == known.root else {
                throw .forkedLedger(known.origin, size: known.size)
            }
        }
    }

    /// The events that say what was imported.
    private func records(_ sources: [MergePlan.Source]) async throws(AuditError) -> [Event] {
        let former = try await read(ImportedLedger.stream)
        var time = former.last?.time ?? .min
        var events: [Event] = []
        for source in sources {
            time = max(time, clock.now().nanoseconds)
            let header = source.ledger.header
            let record = ImportedLedger(
                origin: header.origin, size: header.checkpoint.size, root: header.checkpoint.root,
                note: header.note.description, events: source.events, streams: source.streams)
            do {
                events.append(
                    try Event(
                        id: uuidV7(nanoseconds: time, random: random()), stream: ImportedLedger.stream,
                        version: former.count + events.count + 1, type: ImportedLedger.type, schema: 1,
                        time: time, actor: actor, payload: record.payload))
            } catch { throw .ledger(error) }
        }
        return events
    }

    private func read(_ stream: String) async throws(AuditError) -> [Event] {
        do { return try await log.read(stream: stream) } catch { throw .ledger(error) }
    }

    private func size() async throws(AuditError) -> Int64 {
        do { return try await log.size() } catch { throw .ledger(error) }
    }
}

/// What an import came to.
package struct ImportOutcome: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// The ledger is the exported one now.
        case restored
        /// Streams of other ledgers were taken in.
        case merged
        /// All of it was there.
        case unchanged
    }

    package let kind: Kind
    /// How many events of the other side are new here.
    package var events = 0
    /// How many streams they are in.
    package var streams = 0
    /// Which ledgers they came from.
    package var ledgers: [String] = []
    /// How many events the ledger has now.
    package let size: Int64
}
