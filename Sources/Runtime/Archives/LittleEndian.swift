/// Reads numbers, lowest byte first, out of a slice of bytes; each only if it is wholly there.
struct LittleEndianReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ count: Int) -> Bool { take(count) != nil }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type) -> Number? {
        take(Number.bitWidth / 8)?.reversed().reduce(0) { $0 << 8 | Number($1) }
    }

    mutating func int16() -> Int? { number(UInt16.self).map(Int.init) }
    mutating func int32() -> Int? { number(UInt32.self).map(Int.init) }
    /// `nil` also if it does not fit.
    mutating func int64() -> Int? { number(UInt64.self).flatMap(Int.init(exactly:)) }
}
