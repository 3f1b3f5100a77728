public import Diagnostics

/// Why a tree, proof, note or tile is no good.
public enum TransparencyLogError: DiagnosableError, Hashable {
    /// There is no such leaf in the tree.
    case indexOutOfTree(index: Int64, size: Int64)
    /// The smaller tree must have at least one leaf, and no more than the larger one.
    case sizesOutOfOrder(from: Int64, to: Int64)
    /// A proof of another length than the sizes ask for.
    case proofLength(expected: Int?, actual: Int)
    /// The proof gives another root than it must.
    case rootMismatch(expected: MerkleHash, actual: MerkleHash)

    public var diagnostic: Diagnostic {
        Diagnostic(code: "log.\(code)", message: message, exit: .no)
    }

    private var code: String {
        switch self {
        case .indexOutOfTree: "index-out-of-tree"
        case .sizesOutOfOrder: "sizes-out-of-order"
        case .proofLength: "proof-length"
        case .rootMismatch: "root-mismatch"
        }
    }

    private var message: String {
        switch self {
        case .indexOutOfTree(let index, let size): "there is no leaf \(index) in a tree of \(size) leaves"
        case .sizesOutOfOrder(let from, let to): "a tree of \(from) leaves is no beginning of one of \(to)"
        case .proofLength(let expected, let actual):
            "the proof has \(actual) hashes, which is "
                + (expected.map { "not the \($0) that the sizes ask for" } ?? "not what the sizes ask for")
        case .rootMismatch(let expected, let actual):
            "the root is \(actual.hex) where it must be \(expected.hex)"
        }
    }
}
