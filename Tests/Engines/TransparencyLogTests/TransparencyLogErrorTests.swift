import Diagnostics
import Testing

@testable import TransparencyLog

@Suite struct TransparencyLogErrorTests {
    static func all() throws -> [(TransparencyLogError, String)] {
        let (name, root) = (try KeyName("k"), MerkleHash.emptyRoot)
        let (one, two) = (TreeHead(size: 3, root: root), TreeHead(size: 2, root: .leaf([])))
        return [
            (.indexOutOfTree(index: 7, size: 3), "there is no leaf 7 in a tree of 3 leaves"),
            (.sizesOutOfOrder(from: 7, to: 3), "a tree of 7 leaves is no beginning of one of 3"),
            (
                .notASubtree(start: 1, end: 3),
                "the leaves from 1 to before 3 are no subtree: it begins at a multiple of the least power of two that is "
                    + "not smaller than its count"
            ),
            (
                .subtreeOutOfTree(start: 4, end: 8, size: 7),
                "the subtree from 4 to before 8 is not in a tree of 7 leaves"
            ),
            (
                .noNode(level: 3, index: 2, size: 7),
                "there is no subtree 2 of 2^3 leaves in a tree of 7 leaves"
            ),
            (.proofLength(expected: 2, actual: 3), "the proof has 3 hashes where the sizes ask for 2"),
            (
                .rootMismatch(expected: one.root, actual: two.root),
                "the root is \(two.root.hex) where it must be \(one.root.hex)"
            ),
            (.malformed(.note, line: 4, reason: "why"), "line 4 of the signed note is wrong: why"),
            (.malformedKey(reason: "why"), "the key is malformed: why"),
            (.ambiguousKey(name, KeyID(0xAB)), "two keys are named `k` and have the id `000000ab`"),
            (.unfitKey(name, reason: "why"), "the key `k` does not fit: why"),
            (.badSignature(name, line: 4), "the signature by `k` in line 4 is wrong"),
            (.noTrustedSignature, "no trusted key signed the note"),
            (.wrongOrigin(expected: "a", actual: "b"), "the checkpoint is of the log `b`, not of `a`"),
            (
                .tooFewWitnesses(needed: 2, found: 1),
                "1 of the trusted witnesses cosigned the checkpoint where 2 must"
            ),
            (
                .cosignedInFuture(name, time: 9, latest: 8),
                "`k` cosigned at 9 seconds since 1970, later than 8"
            ),
            (.unfitPolicy(reason: "why"), "the policy does not fit: why"),
            (
                .rolledBack(from: one, to: two),
                "the log went back from 3 leaves with root \(one.root) to 2 with root \(two.root)"
            ),
            (
                .forked(known: two, new: one),
                "the log forked: 3 leaves with root \(one.root) do not continue 2 with root \(two.root)"
            ),
            (.malformedTile(path: "tile/0/000", reason: "why"), "`tile/0/000` is malformed: why"),
            (.tileMismatch(path: "tile/0/000"), "`tile/0/000` has other hashes than the tree"),
        ]
    }

    @Test func areWorded() throws {
        let all = try Self.all()
        for (error, message) in all { #expect(error.diagnostic.message == message) }
        #expect(Set(all.map(\.0.diagnostic.code)).count == all.count)
        #expect(all.allSatisfy { $0.0.diagnostic.code.hasPrefix("log.") })
    }

    @Test func whatTheCallerGaveIsAnotherExitThanWhatTheLogDid() throws {
        for (error, _) in try Self.all() {
            switch error {
            case .malformedKey, .ambiguousKey, .unfitKey, .unfitPolicy:
                #expect(error.diagnostic.exit == .usage)
            default: #expect(error.diagnostic.exit == .no)
            }
        }
    }
}
