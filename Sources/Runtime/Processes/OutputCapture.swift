import Capabilities

/// Keeps the first and the last bytes of a stream, in memory bounded by its limit.
struct OutputCapture {
    /// How many of the first and of the last bytes to keep.
    private let headLimit: Int, tailLimit: Int
    private var head: [UInt8] = []
    /// A ring once it is full; its oldest byte is at `start`.
    private var tail: [UInt8] = []
    private var start = 0
    private var dropped = 0

    init(limit: Int) {
        tailLimit = max(0, limit) / 2
        headLimit = max(0, limit) - tailLimit
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let room = min(bytes.count, headLimit - head.count)
        head += bytes.prefix(room)
        appendTail(UnsafeRawBufferPointer(rebasing: bytes.dropFirst(room)))
    }

    private mutating func appendTail(_ bytes: UnsafeRawBufferPointer) {
        let growth = min(bytes.count, tailLimit - tail.count)
        tail += bytes.prefix(growth)
        // Of what does not fit, all but the last `tailLimit` bytes would be overwritten again.
        let fresh = bytes.dropFirst(growth)
        dropped += fresh.count
        guard tailLimit > 0, !fresh.isEmpty else { return }
        start = (start + max(0, fresh.count - tailLimit)) % tailLimit
        let last = UnsafeRawBufferPointer(rebasing: fresh.suffix(tailLimit))
        let before = min(last.count, tailLimit - start)
        tail.withUnsafeMutableBytes { ring in
            UnsafeMutableRawBufferPointer(rebasing: ring[start...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: last.prefix(before)))
            ring.copyMemory(from: UnsafeRawBufferPointer(rebasing: last.dropFirst(before)))
        }
        start = (start + last.count) % tailLimit
    }

    var captured: CapturedOutput {
        CapturedOutput(bytes: head + tail[start...] + tail[..<start], droppedBytes: dropped)
    }
}
