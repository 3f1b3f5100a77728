import Ledger
import StructuredData
import Testing
import TransparencyLog

/// A ledger as its store would hand it over, to be tampered with.
private struct Tampered {
    var events: [StoredEvent]
    var leaves: [Int64: MerkleHash?]
    var groups: [MerkleHash?] = []

    init(_ count: Int) throws {
        events = try (1...count).map { position in
            let stream = "s\(position % 3)"
            return StoredEvent(
                position: Int64(position),
                event: try event(
                    id: uuidV7(nanoseconds: Int64(position) * 1_000_000, random: UInt64(position)),
                    stream: stream, version: (position - 1) / 3 + 1, time: Int64(position),
                    payload: ["n": .integer(Int64(position))]))
        }
        leaves = Dictionary(
            uniqueKeysWithValues: events.map { ($0.position, MerkleHash.leaf($0.event.canonicalBytes)) })
        var frontier = MerkleFrontier()
        for stored in events {
            frontier.append(MerkleHash.leaf(stored.event.canonicalBytes)) { id, hash in
                if id.level == 8 { groups.append(hash) }
            }
        }
    }

    /// Runs the check in chunks of 100, as an operation would.
    func faults() -> [LedgerFault] {
        var check = LedgerCheck()
        var rest = events[...]
        while !rest.isEmpty {
            var chunk = LeafChunk()
            for stored in rest.prefix(100) {
                stored.event.withColumns(position: stored.position) { chunk.take($0) }
            }
            rest = rest.dropFirst(100)
            check.add(chunk, kept: check.range(of: chunk).map { leaves[$0] ?? nil })
        }
        let last = events.last?.position ?? 0
        check.finish(extra: leaves.filter { $0.key > last }, kept: groups.isEmpty ? [:] : [8: groups])
        return check.faults
    }

    mutating func change(_ position: Int) throws {
        let old = events[position - 1].event
        events[position - 1] = StoredEvent(
            position: Int64(position),
            event: try Event(
                id: old.id, stream: old.stream, version: old.version, type: old.type, schema: old.schema,
                time: old.time, actor: "eve", payload: old.payload))
    }
}

@Suite("Holding a ledger against its tree")
struct LedgerCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: @Sendable (LedgerFault) -> Bool
        let tamper: @Sendable (inout TamperedBox) throws -> Void
    }

    /// Lets a private value stand in a table.
    struct TamperedBox {
        fileprivate var ledger: Tampered
    }

    static let cases = [
        Case(
            testDescription: "changed in a whole group",
            expected: { $0.kind == "changed" && $0.position == 17 }
        ) {
            try $0.ledger.change(17)
        },
        Case(
            testDescription: "changed in the last group",
            expected: { $0.kind == "changed" && $0.position == 590 }
        ) {
            try $0.ledger.change(590)
        },
        Case(
            testDescription: "kept hash changed", expected: { $0.kind == "hash-changed" && $0.position == 3 }
        ) {
            $0.ledger.leaves[3] = .emptyRoot
        },
        Case(testDescription: "removed", expected: { $0 == .removed(position: 300) }) {
            $0.ledger.events.remove(at: 299)
        },
        Case(testDescription: "last removed", expected: { $0 == .removed(position: 600) }) {
            $0.ledger.events.removeLast()
        },
        Case(testDescription: "without a hash", expected: { $0.kind == "inserted" && $0.position == 600 }) {
            $0.ledger.leaves[600] = nil
        },
        Case(testDescription: "rewritten with its hash", expected: { $0 == .rewritten(positions: 257...512) })
        {
            try $0.ledger.change(300)
            $0.ledger.leaves[300] = MerkleHash.leaf($0.ledger.events[299].event.canonicalBytes)
        },
        Case(testDescription: "group hash missing", expected: { $0 == .treeChanged(positions: 1...256) }) {
            $0.ledger.groups[0] = nil
        },
        Case(testDescription: "group hash changed", expected: { $0 == .rewritten(positions: 257...512) }) {
            $0.ledger.groups[1] = .emptyRoot
        },
        Case(
            testDescription: "swapped",
            expected: { if case .moved(10, from: 20, _) = $0 { true } else { false } }
        ) {
            let (a, b) = ($0.ledger.events[9].event, $0.ledger.events[19].event)
            $0.ledger.events[9] = StoredEvent(position: 10, event: b)
            $0.ledger.events[19] = StoredEvent(position: 20, event: a)
        },
    ]

    @Test(arguments: cases) func tellsWhatHappened(_ test: Case) throws {
        var box = TamperedBox(ledger: try Tampered(600))
        try test.tamper(&box)
        let faults = box.ledger.faults()
        #expect(faults.contains(where: test.expected), "\(faults)")
        #expect(faults.allSatisfy { !$0.message.isEmpty })
    }

    @Test(arguments: [0, 1, 99, 100, 255, 256, 257, 600]) func noFalseAlarm(count: Int) throws {
        #expect(count == 0 ? LedgerCheck().faults.isEmpty : try Tampered(count).faults().isEmpty)
    }

    @Test func checkpointsTellWhichSideIsOdd() throws {
        var ledger = try Tampered(20)
        var frontier = MerkleFrontier()
        for stored in ledger.events { frontier.append(MerkleHash.leaf(stored.event.canonicalBytes)) }
        let checkpoint = SignedCheckpoint(size: 20, root: frontier.root, note: "note")
        let signed = try event(
            id: uuidV7(nanoseconds: 1, random: 9), stream: SignedCheckpoint.stream,
            type: SignedCheckpoint.type,
            time: 21, payload: checkpoint.payload)
        ledger.events.append(StoredEvent(position: 21, event: signed))
        ledger.leaves[21] = MerkleHash.leaf(signed.canonicalBytes)
        ledger.leaves[5] = .emptyRoot
        #expect(ledger.faults().map(\.kind) == ["hash-changed"])
    }

    @Test func streamsAreFollowedAndTheClockIsWatched() throws {
        var check = LedgerCheck(rootsAt: [0, 1, 5])
        var chunk = LeafChunk()
        for (version, time) in [(1, 10), (2, 30), (4, 20)] {
            let id = uuidV7(nanoseconds: 1, random: UInt64(version))
            try event(id: id, version: version, time: Int64(time)).withColumns(position: Int64(version)) {
                chunk.take($0)
            }
        }
        check.add(chunk, kept: [nil, nil, nil, nil])
        #expect(check.faults == [.outOfOrder(position: 4, stream: "run", version: 4, expected: 3)])
        #expect(check.rewinds == (1, 4))
        #expect(Set(check.roots.keys) == [0, 1])
    }

    /// A position that a flipped bit took far away asks for no sea of hashes.
    @Test func farAwayPositionsAreMalformed() throws {
        var check = LedgerCheck()
        var chunk = LeafChunk()
        for position in [1, Int64.max / 2] {
            try event(version: Int(min(position, 9))).withColumns(position: position) { chunk.take($0) }
        }
        let range = check.range(of: chunk)
        #expect(range.count < 2_000_000)
        check.add(chunk, kept: Array(repeating: nil, count: range.count))
        #expect(check.faults.contains { $0.kind == "malformed" && $0.position == .max / 2 })
    }
}
