import TransparencyLog

/// Some events in a row, as far as ``LedgerCheck`` needs them: read by one thread, hashed by another.
public struct LeafChunk: Sendable {
    struct Row: Sendable {
        let position: Int64
        let version: Int64
        let time: Int64
        /// Where its leaf, its id and the name of its stream end in the buffers.
        let leafEnd, idEnd, streamEnd: Int
        /// The payload of an event that holds a checkpoint.
        let claim: [UInt8]?
    }

    private(set) var rows: [Row] = []
    private var leaves: [UInt8] = []
    private var ids: [UInt8] = []
    private var streams: [UInt8] = []

    public init() {}

    public var count: Int { rows.count }

    /// Of the last event; 0 if there is none.
    public var lastPosition: Int64 { rows.last?.position ?? 0 }

    private static let claimTypes = [SignedCheckpoint.type, SignedCheckpoint.cosignedType].map {
        Array($0.utf8)
    }

    /// Takes the next event.
    public mutating func take(_ event: EventColumns) {
        event.appendLeaf(to: &leaves)
        ids.append(contentsOf: event.id)
        streams.append(contentsOf: event.stream)
        rows.append(
            Row(
                position: event.position, version: event.version, time: event.time, leafEnd: leaves.count,
                idEnd: ids.count, streamEnd: streams.count,
                claim: Self.claimTypes.contains(where: event.type.elementsEqual) ? Array(event.payload) : nil)
        )
    }

    /// The hashes of the leaves in a range of rows.
    func hashes(_ range: Range<Int>) -> [MerkleHash] {
        leaves.withUnsafeBytes { bytes in
            range.map { index in
                let start = index == 0 ? 0 : rows[index - 1].leafEnd
                return MerkleHash.leaf(UnsafeRawBufferPointer(rebasing: bytes[start..<rows[index].leafEnd]))
            }
        }
    }

    func id(_ row: Int) -> String {
        String(decoding: ids[(row == 0 ? 0 : rows[row - 1].idEnd)..<rows[row].idEnd], as: UTF8.self)
    }

    func stream(_ row: Int) -> ArraySlice<UInt8> {
        streams[(row == 0 ? 0 : rows[row - 1].streamEnd)..<rows[row].streamEnd]
    }
}
