/// The rules of one time zone, read from a compiled file of the IANA database (RFC 8536 and 9636).
public struct TimeZoneRules: Hashable, Sendable {
    /// When the offset changes, ascending, in seconds since 1970-01-01T00:00:00Z.
    private let transitions: [Int64]
    /// The offset from each transition on, in seconds east of UTC.
    private let offsets: [Int]
    /// The offset before the first transition.
    private let first: Int
    /// What holds behind the last transition; `nil` when its offset goes on.
    private let rule: YearlyRule?

    /// Reads the bytes of a file such as `/usr/share/zoneinfo/Europe/Paris`.
    ///
    /// - Returns: `nil` for bytes that are no such file, or whose parts contradict each other.
    public init?(tzif bytes: [UInt8]) {
        var reader = TZifReader(bytes)
        guard var header = reader.header() else { return nil }
        var width = 4
        if header.version >= 2 {
            // The first block is there for old programs; the second has 64 bits for a time.
            guard reader.skip(header.size(width: 4)), let second = reader.header() else { return nil }
            (header, width) = (second, 8)
        }
        guard let block = reader.block(header, width: width) else { return nil }
        (transitions, offsets, first) = (block.transitions, block.offsets, block.first)
        rule = width == 8 ? reader.footer().flatMap(YearlyRule.init) : nil
    }

    /// Seconds east of UTC at a moment, which is given in seconds since 1970-01-01T00:00:00Z.
    public func offset(at seconds: Int64) -> Int {
        guard let last = transitions.last, seconds < last else {
            return rule?.offset(at: seconds) ?? offsets.last ?? first
        }
        // The number of transitions at or before the moment.
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : offsets[low - 1]
    }
}

/// A cursor over the bytes of a file; numbers are big-endian.
private struct TZifReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    struct Header {
        let version: Int
        let times, types, letters, leaps, standards, utcs: Int

        func size(width: Int) -> Int {
            times * (width + 1) + types * 6 + letters + leaps * (width + 4) + standards + utcs
        }
    }

    struct Block {
        var transitions: [Int64] = []
        var offsets: [Int] = []
        var first = 0
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count <= bytes.count - position else { return false }
        position += count
        return true
    }

    private mutating func integer(_ width: Int) -> Int64? {
        guard width <= bytes.count - position else { return nil }
        var value: UInt64 = 0
        for byte in bytes[position..<(position + width)] { value = value << 8 | UInt64(byte) }
        position += width
        return width == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
    }

    private mutating func count() -> Int? {
        integer(4).flatMap { $0 >= 0 && $0 <= 100_000 ? Int($0) : nil }
    }

    mutating func header() -> Header? {
        guard bytes.count - position >= 44, bytes[position..<(position + 4)].elementsEqual("TZif".utf8) else {
            return nil
        }
        let version = Int(bytes[position + 4]) - Int(UInt8(ascii: "0"))
        position += 20
        guard let utcs = count(), let standards = count(), let leaps = count(), let times = count(),
            let types = count(), let letters = count(), types > 0
        else { return nil }
        return Header(
            version: version, times: times, types: types, letters: letters, leaps: leaps,
            standards: standards,
            utcs: utcs)
    }

    mutating func block(_ header: Header, width: Int) -> Block? {
        guard header.size(width: width) <= bytes.count - position else { return nil }
        var block = Block()
        for _ in 0..<header.times { block.transitions.append(integer(width) ?? 0) }
        guard zip(block.transitions, block.transitions.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return nil
        }
        let indices = bytes[position..<(position + header.times)].map(Int.init)
        position += header.times
        var types: [Int] = []
        for _ in 0..<header.types {
            types.append(Int(integer(4) ?? 0))
            position += 2
        }
        guard indices.allSatisfy({ $0 < types.count }) else { return nil }
        block.offsets = indices.map { types[$0] }
        block.first = types[0]
        let rest = header.letters + header.leaps * (width + 4) + header.standards + header.utcs
        return skip(rest) ? block : nil
    }

    /// The rule between the two line breaks at the end.
    mutating func footer() -> String? {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else { return nil }
        let text = bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }
}
