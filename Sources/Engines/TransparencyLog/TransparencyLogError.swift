public import Diagnostics

/// Why a tree, proof, note, tile or checkpoint is no good.
///
/// Private keys are never quoted.
public enum TransparencyLogError: DiagnosableError, Hashable {
    /// There is no such leaf in the tree.
    case indexOutOfTree(index: Int64, size: Int64)
    /// The smaller tree must have at least one leaf, and no more than the larger one.
    case sizesOutOfOrder(from: Int64, to: Int64)
    /// Not a part of a tree that has a root of its own.
    case notASubtree(start: Int64, end: Int64)
    /// The tree ends before the subtree does.
    case subtreeOutOfTree(start: Int64, end: Int64, size: Int64)
    /// The tree has no such perfect subtree.
    case noNode(level: Int, index: Int64, size: Int64)
    /// A proof of another length than the sizes ask for.
    case proofLength(expected: Int, actual: Int)
    /// The proof gives another root than it must.
    case rootMismatch(expected: MerkleHash, actual: MerkleHash)

    /// A text does not have the form that it must; lines count from 1.
    case malformed(LogText, line: Int, reason: String)
    /// A key is not written as it must be, or of a kind that is not understood here.
    case malformedKey(reason: String)
    /// Two trusted keys have one name and id, so that nobody can say which of them signed.
    case ambiguousKey(KeyName, KeyID)
    /// A key cannot do what it was asked for.
    case unfitKey(KeyName, reason: String)

    /// The signature by a known key is wrong; the line counts from 1.
    case badSignature(KeyName, line: Int)
    /// No trusted key signed.
    case noTrustedSignature
    /// The checkpoint is of another log.
    case wrongOrigin(expected: String, actual: String)
    /// Fewer witnesses cosigned than must.
    case tooFewWitnesses(needed: Int, found: Int)
    /// A witness cosigned at a time that has not come yet; both in seconds since 1970-01-01 UTC.
    case cosignedInFuture(KeyName, time: Int64, latest: Int64)
    /// A policy that cannot be kept or would not mean what it says.
    case unfitPolicy(reason: String)

    /// The log shows less than it did.
    case rolledBack(from: TreeHead, to: TreeHead)
    /// The log shows other leaves than it did, or cannot prove that it does not.
    case forked(known: TreeHead, new: TreeHead)

    /// A tile, or a bundle of entries, does not have the form that its name asks for.
    case malformedTile(path: String, reason: String)
    /// A tile, or a bundle of entries, has other hashes than the tree.
    case tileMismatch(path: String)

    public var diagnostic: Diagnostic {
        Diagnostic(code: "log.\(code)", message: message, hint: hint, exit: exit)
    }
}

/// The forms of text that a log is made of.
public enum LogText: String, Hashable, Sendable {
    case note = "signed note"
    case checkpoint
    case proof = "log proof"
    case tilePath = "tile path"
    case witnessRequest = "request to a witness"
    case witnessAnswer = "answer of a witness"
}

/// What a checkpoint says about a tree.
public struct TreeHead: Hashable, Sendable {
    /// In leaves.
    public let size: Int64
    public let root: MerkleHash

    public init(size: Int64, root: MerkleHash) { (self.size, self.root) = (size, root) }
}
