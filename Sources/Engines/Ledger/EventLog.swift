public import TransparencyLog

/// A ledger whose events are the leaves of one Merkle tree (RFC 6962, section 2.1), in the order of their positions.
///
/// Event *n* is the leaf of index *n* − 1; the leaf's bytes are ``Event/canonicalBytes``.
public protocol EventLog: EventStore {
    /// How many events there are: the position of the last one.
    func size() async throws(LedgerError) -> Int64

    /// Appends events of several streams, all or none, in this order; when the call returns they are safe.
    ///
    /// - Parameters:
    ///   - batches: At least one. A stream may come several times, each time from where it was left.
    ///   - size: How many events the ledger has so far, if nothing may come between; `nil`: any number.
    /// - Returns: The position of the last event.
    /// - Throws: ``LedgerError/conflict(stream:expected:actual:)`` when a stream, or the ledger, has more events or fewer.
    func append(_ batches: [EventBatch], at size: Int64?) async throws(LedgerError) -> Int64

    /// Moves what was written last into the ledger's file, so that the file alone holds all; what another process uses
    /// stays for the next time.
    func shortenLog() async throws(LedgerError)

    /// The position of the event with this id; `nil` if there is none.
    func position(of id: String) async throws(LedgerError) -> Int64?

    /// The right edge of the tree over the first `size` events.
    func frontier(at size: Int64) async throws(LedgerError) -> MerkleFrontier

    /// The hashes that prove an event to be in the tree over the first `size` events (RFC 6962, section 2.1.1).
    func inclusionProof(of position: Int64, in size: Int64) async throws(LedgerError) -> [MerkleHash]

    /// The hashes that prove one tree to be the beginning of a larger one (RFC 6962, section 2.1.2).
    func consistencyProof(from size: Int64, to larger: Int64) async throws(LedgerError) -> [MerkleHash]

    /// Goes through the events in order without decoding them.
    ///
    /// - Parameters:
    ///   - position: Of the last event to leave out; 0 to begin with the first.
    ///   - limit: How many events at most.
    ///   - initial: What `body` begins with.
    ///   - body: Takes one event into the result; the columns are valid during the call only.
    /// - Returns: The result after the last event.
    /// - Throws: ``LedgerError``, also what `body` throws.
    func reduce<Result: Sendable>(
        after position: Int64, limit: Int, into initial: Result,
        _ body: @escaping @Sendable (inout Result, EventColumns) throws(LedgerError) -> Void
    ) async throws(LedgerError) -> Result

    /// Hashes that were kept when events were appended, for holding the events against them.
    ///
    /// - Parameters:
    ///   - level: 0 for the leaves; 8, 16, … for the roots of 256, 65536, … leaves.
    ///   - index: Of the first one, from 0.
    ///   - count: How many.
    /// - Returns: One element an index, `nil` where the ledger has none.
    /// - Throws: ``LedgerError``.
    func keptHashes(
        level: Int, from index: Int64, count: Int
    ) async throws(LedgerError) -> [MerkleHash?]

    /// What the database below finds wrong with itself; empty if nothing is.
    func databaseFaults() async throws(LedgerError) -> [String]

    /// How many hashes of a level are kept: the greatest index and one.
    func keptHashCount(level: Int) async throws(LedgerError) -> Int64
}

/// The levels of the tree between the leaves and the top whose hashes a store keeps: every eighth.
///
/// A proof then reads at most 256 hashes a kept level, and an append writes one hash beside the leaf's in 256.
public let keptLevelStep = 8

extension EventLog {
    /// The root of the tree over the first `size` events, from the hashes that were kept when they were appended.
    public func root(at size: Int64) async throws(LedgerError) -> MerkleHash {
        try await frontier(at: size).root
    }

    /// The event at a position.
    ///
    /// - Throws: ``LedgerError/noEvent(_:size:)``.
    public func event(at position: Int64) async throws(LedgerError) -> StoredEvent {
        guard position > 0, let found = try await readAll(after: position - 1, limit: 1).first,
            found.position == position
        else { throw .noEvent(String(position), size: try await size()) }
        return found
    }
}
