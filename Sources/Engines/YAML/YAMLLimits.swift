/// What a document may cost.
public struct YAMLLimits: Hashable, Sendable {
    /// The longest document, in bytes.
    public var size: Int
    /// How many sequences and mappings may stand in each other.
    public var depth: Int
    /// How many values there may be with all aliases expanded.
    public var values: Int

    public init(size: Int = 1 << 20, depth: Int = 64, values: Int = 100_000) {
        (self.size, self.depth, self.values) = (size, depth, values)
    }
}
