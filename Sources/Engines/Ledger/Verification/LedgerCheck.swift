import StructuredData
public import TransparencyLog

/// Holds the events of a ledger against the Merkle tree that was kept when they were appended.
///
/// A machine without input or output: it is handed the events in order, a chunk at a time with the hashes that were kept of
/// them, and at the end those over whole groups of events. It says what does not fit and which event that is.
/// It proves the events against the tree alone: that the tree is the one that was signed, checkpoints tell.
public struct LedgerCheck: Sendable {
    /// A checkpoint event as it stands in the log, with the root that the events before it give.
    public struct Claim: Hashable, Sendable {
        public let position: Int64
        /// The root over all events before this one.
        public let rootBefore: MerkleHash
        /// The payload's bytes.
        public let payload: [UInt8]

        /// The size that it names, if it names the root that the events before it give.
        var attestedSize: Int64? {
            guard let checkpoint = try? SignedCheckpoint(payload: JSON(parsing: payload)),
                checkpoint.size == position - 1, checkpoint.root == rootBefore
            else { return nil }
            return checkpoint.size
        }
    }

    /// What was found so far, ``limit`` at most.
    public private(set) var faults: [LedgerFault] = []
    /// How many faults there are, those beyond ``limit`` too.
    public private(set) var faultCount = 0
    /// The events of type `CheckpointSigned` and `CheckpointCosigned`.
    public private(set) var claims: [Claim] = []
    /// How often the clock went back from one event to the next, and the first time that it did.
    public private(set) var rewinds = (count: 0, first: Int64(0))
    /// The tree over the events as they are.
    public private(set) var frontier = MerkleFrontier()
    /// The root over the first events, for each size that was asked for and has been passed.
    public private(set) var roots: [Int64: MerkleHash] = [:]

    /// How many faults are told one by one.
    public static let limit = 100

    private var sizes: Set<Int64>
    private var versions: [[UInt8]: Int64] = [:]
    /// The stream of the event before, and how many events it has: most events follow one of their own stream.
    private var stream: (name: [UInt8], version: Int64) = ([], 0)
    private var lastTime = Int64.min
    /// Roots over whole groups as the events give them: level → hashes in order.
    private var groups: [Int: [MerkleHash]] = [:]
    private var pending: [Mismatch] = []
    /// Groups of 256 in which an event and its kept hash differ.
    private var disputed: Set<Int64> = []
    private var next: Int64
    /// The events up to here give the root of a checkpoint among them.
    private var soundSize: Int64 = 0

    private struct Mismatch {
        let position: Int64
        let event: String?
        let computed: MerkleHash?
        let kept: MerkleHash?
    }

    /// How many events are taken for good already.
    private let start: Int64

    /// - Parameters:
    ///   - frontier: The tree over events that are known to be good, such as those of a trusted checkpoint; the first event
    ///     to be handed over is the one after them.
    ///   - sizes: Of known checkpoints: the roots over so many events are kept in ``roots``.
    public init(after frontier: MerkleFrontier = MerkleFrontier(), rootsAt sizes: Set<Int64> = []) {
        (self.frontier, self.sizes, start) = (frontier, sizes, frontier.size)
        next = frontier.size + 1
        if sizes.contains(start) { roots[start] = frontier.root }
    }

    /// The first of a level's kept hashes that the events handed over can tell.
    public func firstGroup(_ level: Int) -> Int64 { start >> Int64(level) }

    /// The most positions that may be missing in one place; what stands further away was not appended there.
    private static let gapLimit: Int64 = 1 << 20

    /// The positions that the kept hashes of a chunk are needed for: all up to its last event.
    ///
    /// - Parameters:
    ///   - chunk: The events.
    ///   - position: Of the event before them.
    /// - Returns: The positions.
    public static func range(of chunk: LeafChunk, after position: Int64) -> Range<Int64> {
        let last = min(chunk.lastPosition, position + Int64(chunk.count) + gapLimit)
        return position + 1..<max(position + 1, last + 1)
    }

    /// The positions that the kept hashes of the next chunk are needed for.
    public func range(of chunk: LeafChunk) -> Range<Int64> { Self.range(of: chunk, after: next - 1) }

    private mutating func grow(_ hash: MerkleHash) {
        frontier.append(hash) { id, hash in
            if id.level > 0, id.level % keptLevelStep == 0 { groups[id.level, default: []].append(hash) }
        }
        if sizes.contains(frontier.size) { roots[frontier.size] = frontier.root }
    }

    /// Takes the next events.
    ///
    /// - Parameters:
    ///   - chunk: The events.
    ///   - kept: The hashes that were kept of the positions in ``range(of:)``, one a position.
    public mutating func add(_ chunk: LeafChunk, kept: [MerkleHash?]) {
        let range = range(of: chunk)
        let hashes = chunk.hashes(0..<chunk.count)
        var row = 0
        for (position, kept) in zip(range, kept) {
            if row < chunk.count, chunk.rows[row].position == position {
                follow(chunk, row)
                if hashes[row] != kept { differ(position, chunk.id(row), hashes[row], kept) }
                if let payload = chunk.rows[row].claim {
                    claims.append(Claim(position: position, rootBefore: frontier.root, payload: payload))
                }
                grow(hashes[row])
                row += 1
            } else {
                differ(position, nil, nil, kept)
                // With what was there before, all that follows stays where it was.
                grow(kept ?? .emptyRoot)
            }
        }
        while row < chunk.count {
            let position = chunk.rows[row].position
            report(.malformed(position: position, reason: "it stands where no event was appended"))
            row += 1
        }
        next = range.upperBound
    }

    private mutating func follow(_ chunk: LeafChunk, _ index: Int) {
        let row = chunk.rows[index]
        if row.time < lastTime {
            if rewinds.count == 0 { rewinds.first = row.position }
            rewinds.count += 1
        }
        lastTime = row.time
        let name = chunk.stream(index)
        if !name.elementsEqual(stream.name) {
            versions[stream.name] = stream.version
            let name = Array(name)
            // Of a stream that began before the first event handed over, any version may be the next.
            stream = (name, versions[name] ?? (start > 0 ? row.version &- 1 : 0))
        }
        if row.version != stream.version &+ 1 {
            report(
                .outOfOrder(
                    position: row.position, stream: String(decoding: stream.name, as: UTF8.self),
                    version: row.version, expected: stream.version &+ 1))
        }
        stream.version = row.version
    }

    private mutating func differ(
        _ position: Int64, _ event: String?, _ computed: MerkleHash?, _ kept: MerkleHash?
    ) {
        disputed.insert((position - 1) >> Int64(keptLevelStep))
        // Beyond this, one by one says no more.
        guard pending.count < 10_000 else {
            faultCount += 1
            return
        }
        pending.append(Mismatch(position: position, event: event, computed: computed, kept: kept))
    }

    /// Ends the check.
    ///
    /// - Parameters:
    ///   - extra: Hashes that are kept beyond the last event, by position.
    ///   - kept: For each kept level from 8 on, the hashes from ``firstGroup(_:)`` on, in order.
    public mutating func finish(extra: [Int64: MerkleHash?], kept: [Int: [MerkleHash?]]) {
        for (position, hash) in extra.sorted(by: { $0.key < $1.key }) { differ(position, nil, nil, hash) }
        soundSize = claims.lazy.compactMap(\.attestedSize).max() ?? 0
        settle(kept[keptLevelStep] ?? [])
        for level in Set(groups.keys).union(kept.keys).sorted() {
            compare(level, groups[level] ?? [], kept[level] ?? [])
        }
    }

    /// Names what happened to each event that does not fit.
    private mutating func settle(_ groupHashes: [MerkleHash?]) {
        var places: [MerkleHash: Int64] = [:]
        for mismatch in pending { if let kept = mismatch.kept { places[kept] = mismatch.position } }
        let events = groups[keptLevelStep] ?? []
        for mismatch in pending {
            let group = Int((mismatch.position - 1) >> Int64(keptLevelStep) - firstGroup(keptLevelStep))
            let isGroupSound =
                events.indices.contains(group) && groupHashes.indices.contains(group)
                && events[group] == groupHashes[group]
            let isEventSound = isGroupSound || mismatch.position <= soundSize
            report(fault(mismatch, isEventSound: isEventSound, places))
        }
        pending = []
    }

    private func fault(
        _ mismatch: Mismatch, isEventSound: Bool, _ places: [MerkleHash: Int64]
    ) -> LedgerFault {
        let position = mismatch.position
        guard let computed = mismatch.computed, let event = mismatch.event else {
            return .removed(position: position)
        }
        if isEventSound { return .hashChanged(position: position, event: event) }
        if let from = places[computed], from != position {
            return .moved(position: position, from: from, event: event)
        }
        return mismatch.kept == nil
            ? .inserted(position: position, event: event) : .changed(position: position, event: event)
    }

    private mutating func compare(_ level: Int, _ computed: [MerkleHash], _ kept: [MerkleHash?]) {
        for index in 0..<max(computed.count, kept.count) {
            let own = computed.indices.contains(index) ? computed[index] : nil
            let other = kept.indices.contains(index) ? kept[index] : nil
            if own == other { continue }
            let first = (firstGroup(level) + Int64(index)) << Int64(level)
            let last = first + 1 << Int64(level)
            let groups = (first >> Int64(keptLevelStep))...(max(first, last - 1) >> Int64(keptLevelStep))
            // An event that was named already explains why its groups do not fit.
            if disputed.contains(where: groups.contains) { continue }
            let isTreeOdd = other == nil || own == nil || last <= soundSize
            report(
                isTreeOdd
                    ? .treeChanged(positions: first + 1...last) : .rewritten(positions: first + 1...last))
        }
    }

    private mutating func report(_ fault: LedgerFault) {
        faultCount += 1
        if faults.count < Self.limit { faults.append(fault) }
    }
}
