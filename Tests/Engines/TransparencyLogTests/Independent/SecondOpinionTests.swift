import Foundation
import StructuredData
import Testing

@testable import TransparencyLog

/// What the product makes and refuses is put before a verifier that shares no code with it, and before `pymerkle`.
@Suite("A second opinion", .auditor) struct SecondOpinionTests {
    static let entries = (0..<40).map { Array("entry \($0)".utf8) }
    static let tree = KeptTree(entries.map { .leaf($0) })

    @Test func treesAndProofs() throws {
        var numbers = Numbers(state: 11)
        var cases: [JSON] = []
        for size in 1...40 as ClosedRange<Int64> {
            for number in 0..<size {
                cases += try inclusions(number, size, &numbers)
                cases += try consistencies(number + 1, size, &numbers)
            }
        }
        let roots = try (0...40).map { JSON.string(try root($0).hex) }
        try ask(cases, entries: Self.entries.map { .string(base64Text($0)) }, roots: roots)
    }

    private func root(_ size: Int64) throws -> MerkleHash { try rootHash(size: size, hash: Self.tree.hash) }

    /// A right proof, and a wrong one.
    private func inclusions(_ index: Int64, _ size: Int64, _ numbers: inout Numbers) throws -> [JSON] {
        let (leaf, root) = (MerkleHash.leaf(Self.entries[Int(index)]), try root(size))
        let proof = try inclusionProof(index: index, size: size, hash: Self.tree.hash)
        func json(_ index: Int64, _ size: Int64, _ proof: [MerkleHash]) -> JSON {
            let right = isFine {
                try verifyInclusion(leaf: leaf, index: index, size: size, root: root, proof: proof)
            }
            return [
                "kind": "inclusion", "leaf": .string(leaf.base64), "index": .integer(index),
                "size": .integer(size),
                "root": .string(root.base64), "proof": list(proof), "right": .bool(right),
            ]
        }
        let (other, larger) = (
            Int64.random(in: -1...size, using: &numbers), Int64.random(in: 0...80, using: &numbers)
        )
        return [
            json(index, size, proof), json(index, size, changed(proof, &numbers)), json(other, size, proof),
            json(index, larger, proof),
        ]
    }

    private func consistencies(_ from: Int64, _ size: Int64, _ numbers: inout Numbers) throws -> [JSON] {
        let (old, new) = (try root(from), try root(size))
        let proof = try consistencyProof(from: from, to: size, hash: Self.tree.hash)
        func json(_ from: Int64, _ to: Int64, _ proof: [MerkleHash]) -> JSON {
            let right = isFine {
                try verifyConsistency(from: from, to: to, root: old, larger: new, proof: proof)
            }
            return [
                "kind": "consistency", "size1": .integer(from), "size2": .integer(to),
                "root1": .string(old.base64),
                "root2": .string(new.base64), "proof": list(proof), "right": .bool(right),
            ]
        }
        let other = Int64.random(in: 0...80, using: &numbers)
        return [
            json(from, size, proof), json(from, size, changed(proof, &numbers)), json(other, size, proof),
            json(from, other, proof),
        ]
    }

    private func list(_ proof: [MerkleHash]) -> JSON { .array(proof.map { .string($0.base64) }) }

    private func changed(_ proof: [MerkleHash], _ numbers: inout Numbers) -> [MerkleHash] {
        guard let place = proof.indices.randomElement(using: &numbers) else { return [.emptyRoot] }
        var copy = proof
        switch Int.random(in: 0..<3, using: &numbers) {
        case 0: copy[place] = .node(copy[place], copy[place])
        case 1: copy.remove(at: place)
        default: copy.insert(copy[place], at: place)
        }
        return copy
    }

    /// Texts that are right, and thousands that are spoilt somehow: both decide alike about each.
    @Test func texts() throws {
        let (policy, proof) = try (
            CheckpointPolicyTests.policy(1), LogProofTests.proof(of: 3, extra: [1, 2])
        )
        let note = try CheckpointPolicyTests.note([(1, 1000), (9, 5)])
        let keys: [(String, JSON)] = [
            ("keys", .array(policy.logKeys.map { .string($0.description) })),
            ("witnesses", .array(policy.witnesses.map { .string($0.description) })), ("threshold", 1),
            ("origin", .string(policy.origin)),
        ]
        var numbers = Numbers(state: 5)
        var (cases, right) = ([JSON](), 0)
        for round in 0..<3000 {
            let (noteBytes, proofBytes) = (Array(note.description.utf8), Array(proof.description.utf8))
            let isNote = round % 2 == 0
            let bytes =
                round < 2
                ? (isNote ? noteBytes : proofBytes) : spoilt(isNote ? noteBytes : proofBytes, &numbers)
            let verdict = isFine {
                if isNote {
                    _ = try policy.verify(SignedNote(parsing: bytes))
                } else {
                    try LogProof(parsing: bytes).verify(leaf: LogProofTests.leaves[3], policy: policy)
                }
            }
            right += verdict ? 1 : 0
            let own: [(String, JSON)] =
                isNote
                ? [("kind", "checkpoint"), ("note", .string(base64Text(bytes)))]
                : [
                    ("kind", "proof"), ("proof", .string(base64Text(bytes))),
                    ("leaf", .string(base64Text(LogProofTests.leaves[3]))),
                ]
            cases.append(.object(Dictionary(uniqueKeysWithValues: own + keys + [("right", .bool(verdict))])))
        }
        // Beside the two that are whole there are some whose unknown witness was spoilt, which counts for nothing.
        #expect(2..<1000 ~= right)
        try ask(cases, entries: [], roots: [.string(MerkleHash.emptyRoot.hex)])
    }

    private func ask(_ cases: [JSON], entries: [JSON], roots: [JSON]) throws {
        let auditor = try Auditor.shared.get()
        let file = try auditor.newFolder().appending(path: "cases.json")
        let json: JSON = ["cases": .array(cases), "entries": .array(entries), "roots": .array(roots)]
        try Data(json.canonicalBytes).write(to: file)
        let outcome = try auditor.run("second_opinion.py", [file.path()])
        #expect(outcome.code == 0, "\(outcome.output)")
        print("second opinion: \(outcome.output)", terminator: "")
        let counts = try JSON(parsing: outcome.output)
        #expect((counts["right"]?.integer ?? 0) + (counts["wrong"]?.integer ?? 0) == Int64(cases.count))
    }
}
