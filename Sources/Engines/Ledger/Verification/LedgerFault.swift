/// Something that is wrong with a ledger, and where.
///
/// Positions count from 1, in the order in which events were appended.
public enum LedgerFault: Hashable, Sendable {
    /// The event does not give the hash that was kept when it was appended.
    case changed(position: Int64, event: String)
    /// The event is as it was appended; the hash that was kept of it is not.
    case hashChanged(position: Int64, event: String)
    /// There is a hash of an event that is gone.
    case removed(position: Int64)
    /// The event has no hash: it did not come through an append.
    case inserted(position: Int64, event: String)
    /// The event stands where another one was appended.
    case moved(position: Int64, from: Int64, event: String)
    /// The hash over these events is not what they give, though each has the hash that was kept of it.
    case rewritten(positions: ClosedRange<Int64>)
    /// The hash over these events is missing or was changed; they are as they were appended.
    case treeChanged(positions: ClosedRange<Int64>)
    /// The event does not follow the one before it in its stream.
    case outOfOrder(position: Int64, stream: String, version: Int64, expected: Int64)
    /// The row holds no event.
    case malformed(position: Int64, reason: String)
    /// A signed checkpoint that is no good.
    case checkpoint(position: Int64, reason: String)
    /// The ledger has fewer events than a checkpoint of it that is known.
    case rolledBack(known: Int64, size: Int64)
    /// The first events are not those of a checkpoint that is known: there are two ledgers of one name.
    case forked(known: Int64)
    /// What the database itself finds wrong.
    case database(String)

    /// One word for what happened.
    public var kind: String {
        switch self {
        case .changed: "changed"
        case .hashChanged: "hash-changed"
        case .removed: "removed"
        case .inserted: "inserted"
        case .moved: "moved"
        case .rewritten: "rewritten"
        case .treeChanged: "tree-changed"
        case .outOfOrder: "out-of-order"
        case .malformed: "malformed"
        case .checkpoint: "checkpoint"
        case .rolledBack: "rolled-back"
        case .forked: "forked"
        case .database: "database"
        }
    }

    /// The first event concerned; `nil` if it is none in particular.
    public var position: Int64? {
        switch self {
        case .changed(let position, _), .hashChanged(let position, _), .removed(let position),
            .inserted(let position, _), .moved(let position, _, _), .outOfOrder(let position, _, _, _),
            .malformed(let position, _), .checkpoint(let position, _):
            position
        case .rewritten(let positions), .treeChanged(let positions): positions.lowerBound
        case .rolledBack, .forked, .database: nil
        }
    }

    /// A sentence for people.
    public var message: String {
        switch self {
        case .changed(let position, let event): "event \(position) (\(event)) was changed"
        case .hashChanged(let position, let event):
            "the kept hash of event \(position) (\(event)) was changed; the event itself was not"
        case .removed(let position): "event \(position) was removed"
        case .inserted(let position, let event):
            "event \(position) (\(event)) was inserted: it was never appended"
        case .moved(let position, let from, let event):
            "event \(position) (\(event)) was appended as event \(from): the order was changed"
        case .rewritten(let range):
            "events \(range.lowerBound) to \(range.upperBound) were rewritten together with their hashes"
        case .treeChanged(let range):
            "the kept hash over events \(range.lowerBound) to \(range.upperBound) is missing or was changed; "
                + "the events themselves were not"
        case .outOfOrder(let position, let stream, let version, let expected):
            "event \(position) is version \(version) of `\(stream)`, where \(expected) is due"
        case .malformed(let position, let reason): "row \(position) holds no event: \(reason)"
        case .checkpoint(let position, let reason):
            "the checkpoint of event \(position) is no good: \(reason)"
        case .rolledBack(let known, let size):
            "the ledger was rolled back: it has \(size) events, and had \(known) when a checkpoint was signed"
        case .forked(let known):
            "the first \(known) events are not those that a known checkpoint was signed over: the ledger was "
                + "rewritten, or it is another one of the same name"
        case .database(let reason): "the database is damaged: \(reason)"
        }
    }
}
