/// The tiles of a tree, level by level from the leaves up, each level from left to right.
///
/// They are named one after the other and not kept: a tree that somebody claims to have may have any number of them.
public struct TilesOfTree: Sequence, Sendable {
    /// In leaves.
    public let size: Int64
    /// The size of a tree whose tiles are there already.
    public let known: Int64

    /// - Parameters:
    ///   - size: Of the tree, in leaves.
    ///   - known: The size known before; the tiles that this tree has too are left out.
    /// - Throws: ``TransparencyLogError/sizesOutOfOrder(from:to:)`` unless 0 ≤ `known` ≤ `size`.
    public init(size: Int64, known: Int64 = 0) throws(TransparencyLogError) {
        guard 0 <= known, known <= size else { throw .sizesOutOfOrder(from: known, to: size) }
        (self.size, self.known) = (size, known)
    }

    /// The bundles of entries.
    public var bundles: some Sequence<EntryBundleID> {
        sequence(state: makeIterator()) { tiles in
            tiles.next().flatMap { $0.level == 0 ? EntryBundleID(of: $0) : nil }
        }
    }

    public func makeIterator() -> Iterator { Iterator(size: size, known: known) }

    public struct Iterator: IteratorProtocol {
        private let size: Int64
        private let known: Int64
        private var level = 0
        /// How many hashes of the level are named or known.
        private var done: Int64

        init(size: Int64, known: Int64) {
            (self.size, self.known) = (size, known)
            done = known
        }

        public mutating func next() -> TileID? {
            while level < 8 {
                let count = size >> Int64(8 * level)
                if done < count {
                    // Of a partial tile that has grown, the known beginning is told again.
                    let first = done / 256 * 256
                    let width = Swift.min(256, count - first)
                    done = first + width
                    return TileID(of: level, first / 256, Int(width))
                }
                level += 1
                done = level < 8 ? known >> Int64(8 * level) : 0
            }
            return nil
        }
    }
}

extension TileID {
    /// The tile of a tree that holds a hash.
    ///
    /// - Parameters:
    ///   - level: The tile's.
    ///   - hash: The position of the hash among those of the level.
    ///   - size: Of the tree, which must have that hash.
    init(level: Int, holding hash: Int64, size: Int64) {
        let first = hash / 256 * 256
        self.init(of: level, hash / 256, Int(min(256, size >> Int64(8 * level) - first)))
    }
}
