/// What a new checkpoint is to one that was trusted before.
public enum CheckpointChange: Hashable, Sendable {
    /// The same tree.
    case same
    /// More leaves: to be believed only with a consistency proof, see
    /// ``verifySuccession(from:to:proof:)``.
    case grown(from: Int64, to: Int64)
}

/// Compares a new checkpoint with one that was trusted before, as far as that goes without a proof.
///
/// - Parameters:
///   - known: Verified before.
///   - new: Verified by the same policy.
/// - Returns: Whether it is the same tree or must be proved to continue the known one.
/// - Throws: ``TransparencyLogError/wrongOrigin(expected:actual:)``,
///   ``TransparencyLogError/rolledBack(from:to:)``, or ``TransparencyLogError/forked(known:new:)`` for two roots over
///   as many leaves.
public func change(
    from known: Checkpoint, to new: Checkpoint
) throws(TransparencyLogError) -> CheckpointChange {
    guard new.hasOrigin(known.origin) else { throw .wrongOrigin(expected: known.origin, actual: new.origin) }
    guard new.size >= known.size else { throw .rolledBack(from: known.head, to: new.head) }
    guard new.size == known.size else { return .grown(from: known.size, to: new.size) }
    guard new.root == known.root else { throw .forked(known: known.head, new: new.head) }
    return .same
}

/// Verifies that a new checkpoint continues one that was trusted before.
///
/// - Parameters:
///   - known: Verified before.
///   - new: Verified by the same policy.
///   - proof: As ``consistencyProof(from:to:hash:)`` gives it; empty for the same tree, and where the known one had no
///     leaves.
/// - Returns: What changed.
/// - Throws: What ``change(from:to:)`` throws, ``TransparencyLogError/proofLength(expected:actual:)``, or
///   ``TransparencyLogError/forked(known:new:)`` for a proof that does not lead from the one root to the other.
@discardableResult
public func verifySuccession(
    from known: Checkpoint, to new: Checkpoint, proof: [MerkleHash]
) throws(TransparencyLogError) -> CheckpointChange {
    let change = try change(from: known, to: new)
    guard case .grown(let from, let to) = change, from > 0 else {
        guard proof.isEmpty else { throw .proofLength(expected: 0, actual: proof.count) }
        return change
    }
    do {
        try verifyConsistency(from: from, to: to, root: known.root, larger: new.root, proof: proof)
    } catch {
        guard case .rootMismatch = error else { throw error }
        throw .forked(known: known.head, new: new.head)
    }
    return change
}
