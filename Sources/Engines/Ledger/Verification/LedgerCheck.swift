import StructuredData
public import TransparencyLog

/// Holds the events of a ledger against the Merkle tree that was kept when they were appended.
///
/// A machine without input or output: it is handed the events in order, a chunk at a time, then the hashes that were kept
/// of the chunk, and at the end those over whole groups of events. It says what does not fit and which event that is.
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
    private var chunk: [Row] = []
    /// The ids of the chunk's events, end to end.
    private var ids: [UInt8] = []
    private var versions: [[UInt8]: Int64] = [:]
    /// The stream of the event before, and how many events it has: most events follow one of their own stream.
    private var stream: (name: [UInt8], version: Int64) = ([], 0)
    private var lastTime = Int64.min
    private var leaf: [UInt8] = []
    /// Roots over whole groups as the events give them: level → hashes in order.
    private var groups: [Int: [MerkleHash]] = [:]
    private var pending: [Mismatch] = []
    /// Groups of 256 in which an event and its kept hash differ.
    private var disputed: Set<Int64> = []
    private var next: Int64
    /// The events up to here give the root of a checkpoint among them.
    private var soundSize: Int64 = 0

    private struct Row {
        let position: Int64
        /// Where its id ends in ``ids``.
        let idEnd: Int
        let hash: MerkleHash
        /// Of an event that holds a checkpoint.
        let claim: [UInt8]?
    }

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

    /// The positions that the kept hashes are needed for next: all up to the last event of the chunk.
    public var chunkRange: Range<Int64> { next..<max(next, (chunk.last?.position ?? 0) + 1) }

    /// Takes the next event of the chunk.
    public mutating func take(_ event: EventColumns) {
        event.writeLeaf(to: &leaf)
        let hash = MerkleHash.leaf(leaf)
        follow(event)
        if event.time < lastTime {
            if rewinds.count == 0 { rewinds.first = event.position }
            rewinds.count += 1
        }
        lastTime = event.time
        ids.append(contentsOf: event.id)
        chunk.append(
            Row(
                position: event.position, idEnd: ids.count, hash: hash,
                claim: Self.claimTypes.contains(where: event.type.elementsEqual) ? Array(event.payload) : nil)
        )
    }

    private static let claimTypes = [SignedCheckpoint.type, SignedCheckpoint.cosignedType].map {
        Array($0.utf8)
    }

    private mutating func grow(_ hash: MerkleHash) {
        frontier.append(hash) { id, hash in
            if id.level > 0, id.level % keptLevelStep == 0 { groups[id.level, default: []].append(hash) }
        }
        if sizes.contains(frontier.size) { roots[frontier.size] = frontier.root }
    }

    private mutating func follow(_ event: EventColumns) {
        if !event.stream.elementsEqual(stream.name) {
            versions[stream.name] = stream.version
            let name = Array(event.stream)
            // Of a stream that began before the first event handed over, any version may be the next.
            stream = (name, versions[name] ?? (start > 0 ? event.version - 1 : 0))
        }
        if event.version != stream.version + 1 {
            report(
                .outOfOrder(
                    position: event.position, stream: String(decoding: stream.name, as: UTF8.self),
                    version: event.version, expected: stream.version + 1))
        }
        stream.version = event.version
    }

    /// Ends the chunk.
    ///
    /// - Parameters:
    ///   - kept: The hashes that were kept of the events in ``chunkRange``, one a position.
    public mutating func endChunk(kept: [MerkleHash?]) {
        let range = chunkRange
        var row = chunk.startIndex
        for (position, kept) in zip(range, kept) {
            if row < chunk.endIndex, chunk[row].position == position {
                if chunk[row].hash != kept { differ(position, row, kept) }
                if let payload = chunk[row].claim {
                    claims.append(Claim(position: position, rootBefore: frontier.root, payload: payload))
                }
                grow(chunk[row].hash)
                row += 1
            } else {
                differ(position, nil, kept)
                // With what was there before, all that follows stays where it was.
                grow(kept ?? .emptyRoot)
            }
        }
        next = range.upperBound
        chunk.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
    }

    private mutating func differ(_ position: Int64, _ row: Int?, _ kept: MerkleHash?) {
        disputed.insert((position - 1) >> Int64(keptLevelStep))
        // Beyond this, one by one says no more.
        guard pending.count < 10_000 else {
            faultCount += 1
            return
        }
        pending.append(
            Mismatch(
                position: position, event: row.map(id), computed: row.map { chunk[$0].hash }, kept: kept))
    }

    private func id(_ row: Int) -> String {
        let start = row == 0 ? 0 : chunk[row - 1].idEnd
        return String(decoding: ids[start..<chunk[row].idEnd], as: UTF8.self)
    }

    /// Ends the check.
    ///
    /// - Parameters:
    ///   - extra: Hashes that are kept beyond the last event, by position.
    ///   - kept: For each kept level from 8 on, the hashes from ``firstGroup(_:)`` on, in order.
    public mutating func finish(extra: [Int64: MerkleHash?], kept: [Int: [MerkleHash?]]) {
        for (position, hash) in extra.sorted(by: { $0.key < $1.key }) { differ(position, nil, hash) }
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
