public import Diagnostics

/// Why a tree, proof, note or tile is no good.
public enum TransparencyLogError: DiagnosableError, Hashable {
    /// There is no such leaf in the tree.
    case indexOutOfTree(index: Int64, size: Int64)
    /// The smaller tree must have at least one leaf, and no more than the larger one.
    case sizesOutOfOrder(from: Int64, to: Int64)
    /// Not a part of a tree that has a root of its own.
    case notASubtree(start: Int64, end: Int64)
    /// The tree ends before the subtree does.
    case subtreeOutOfTree(start: Int64, end: Int64, size: Int64)
    /// A proof of another length than the sizes ask for.
    case proofLength(expected: Int, actual: Int)
    /// The proof gives another root than it must.
    case rootMismatch(expected: MerkleHash, actual: MerkleHash)

    public var diagnostic: Diagnostic {
        Diagnostic(code: "log.\(code)", message: message, exit: .no)
    }

    private var code: String {
        switch self {
        case .indexOutOfTree: "index-out-of-tree"
        case .sizesOutOfOrder: "sizes-out-of-order"
        case .notASubtree: "not-a-subtree"
        case .subtreeOutOfTree: "subtree-out-of-tree"
        case .proofLength: "proof-length"
        case .rootMismatch: "root-mismatch"
        }
    }

    private var message: String {
        switch self {
        case .indexOutOfTree(let index, let size): "there is no leaf \(index) in a tree of \(size) leaves"
        case .sizesOutOfOrder(let from, let to): "a tree of \(from) leaves is no beginning of one of \(to)"
        case .notASubtree(let start, let end):
            "the leaves from \(start) to before \(end) are no subtree: it begins at a multiple of the least power of "
                + "two that is not smaller than its count"
        case .subtreeOutOfTree(let start, let end, let size):
            "the subtree from \(start) to before \(end) is not in a tree of \(size) leaves"
        case .proofLength(let expected, let actual):
            "the proof has \(actual) hashes where the sizes ask for \(expected)"
        case .rootMismatch(let expected, let actual):
            "the root is \(actual.hex) where it must be \(expected.hex)"
        }
    }
}
