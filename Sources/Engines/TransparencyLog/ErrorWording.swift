import Diagnostics

extension TransparencyLogError {
    var exit: ExitStatus {
        switch self {
        case .malformedKey, .ambiguousKey, .unfitKey, .unfitPolicy: .usage
        default: .no
        }
    }

    var code: String {
        switch self {
        case .indexOutOfTree: "index-out-of-tree"
        case .sizesOutOfOrder: "sizes-out-of-order"
        case .notASubtree: "not-a-subtree"
        case .subtreeOutOfTree: "subtree-out-of-tree"
        case .noNode: "no-node"
        case .proofLength: "proof-length"
        case .rootMismatch: "root-mismatch"
        case .malformed: "malformed"
        case .malformedKey: "malformed-key"
        case .ambiguousKey: "ambiguous-key"
        case .unfitKey: "unfit-key"
        case .badSignature: "bad-signature"
        case .noTrustedSignature: "no-trusted-signature"
        case .wrongOrigin: "wrong-origin"
        case .tooFewWitnesses: "too-few-witnesses"
        case .cosignedInFuture: "cosigned-in-future"
        case .unfitPolicy: "unfit-policy"
        case .rolledBack: "rolled-back"
        case .forked: "forked"
        case .malformedTile: "malformed-tile"
        case .tileMismatch: "tile-mismatch"
        }
    }

    var hint: String? {
        switch self {
        case .malformedKey: "a public key reads `name+id+base64`, as the log's operator publishes it"
        case .noTrustedSignature:
            "check that the public key is the log's, and that its operator did not change it"
        case .rolledBack, .forked: "keep both checkpoints: together they prove what the log did"
        default: nil
        }
    }

    /// A table of one row a case, which no function of fewer lines would make plainer.
    var message: String {
        switch self {
        case .indexOutOfTree(let index, let size): "there is no leaf \(index) in a tree of \(size) leaves"
        case .sizesOutOfOrder(let from, let to): "a tree of \(from) leaves is no beginning of one of \(to)"
        case .notASubtree(let start, let end):
            "the leaves from \(start) to before \(end) are no subtree: it begins at a multiple of the least power of "
                + "two that is not smaller than its count"
        case .subtreeOutOfTree(let start, let end, let size):
            "the subtree from \(start) to before \(end) is not in a tree of \(size) leaves"
        case .noNode(let level, let index, let size):
            "there is no subtree \(index) of 2^\(level) leaves in a tree of \(size) leaves"
        case .proofLength(let expected, let actual):
            "the proof has \(actual) hashes where the sizes ask for \(expected)"
        case .rootMismatch(let expected, let actual): "the root is \(actual) where it must be \(expected)"
        case .malformed(let form, let line, let reason):
            "line \(line) of the \(form.rawValue) is wrong: \(reason)"
        case .malformedKey(let reason): "the key is malformed: \(reason)"
        case .ambiguousKey(let name, let id): "two keys are named `\(name)` and have the id `\(id)`"
        case .unfitKey(let name, let reason): "the key `\(name)` does not fit: \(reason)"
        case .badSignature(let name, let line): "the signature by `\(name)` in line \(line) is wrong"
        case .noTrustedSignature: "no trusted key signed the note"
        case .wrongOrigin(let expected, let actual):
            "the checkpoint is of the log `\(actual)`, not of `\(expected)`"
        case .tooFewWitnesses(let needed, let found):
            "\(found) of the trusted witnesses cosigned the checkpoint where \(needed) must"
        case .cosignedInFuture(let name, let time, let latest):
            "`\(name)` cosigned at \(time) seconds since 1970, later than \(latest)"
        case .unfitPolicy(let reason): "the policy does not fit: \(reason)"
        case .rolledBack(let old, let new):
            "the log went back from \(old.size) leaves with root \(old.root) to \(new.size) with root \(new.root)"
        case .forked(let old, let new):
            "the log forked: \(new.size) leaves with root \(new.root) do not continue \(old.size) with root \(old.root)"
        case .malformedTile(let path, let reason): "`\(path)` is malformed: \(reason)"
        case .tileMismatch(let path): "`\(path)` has other hashes than the tree"
        }
    }
}
