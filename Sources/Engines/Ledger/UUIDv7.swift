/// A UUID of version 7 (RFC 9562, section 5.7) in lower case.
///
/// The twelve bits after the milliseconds hold the fraction of the millisecond (method 3 of section 6.2), so ids that
/// one clock gives sort by time to about 244 ns.
///
/// - Parameters:
///   - nanoseconds: Since 1970-01-01 UTC; a time before that counts as that.
///   - random: 64 random bits, of which 62 are used.
/// - Returns: 36 characters.
public func uuidV7(nanoseconds: Int64, random: UInt64) -> String {
    let time = UInt64(max(0, nanoseconds))
    let (milliseconds, rest) = time.quotientAndRemainder(dividingBy: 1_000_000)
    let fraction = rest << 12 / 1_000_000
    let high = milliseconds << 16 | 0x7000 | fraction
    let low = 0x8000_0000_0000_0000 | random & 0x3FFF_FFFF_FFFF_FFFF
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
        let word = index < 16 ? high : low
        text.append(hexDigits[Int(word >> UInt64(60 - index % 16 * 4) & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

/// Whether `text` is a UUID of version 7 in lower case.
public func isUUIDv7(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable(isUUIDv7) ?? Array(text.utf8).withUnsafeBufferPointer(isUUIDv7)
}

private func isUUIDv7(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 36 else { return false }
    for index in 0..<36 {
        let byte = bytes[index]
        switch index {
        case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
        case 14: guard byte == UInt8(ascii: "7") else { return false }
        case 19: guard "89ab".utf8.contains(byte) else { return false }
        default: guard isLowerHexDigit(byte) else { return false }
        }
    }
    return true
}

private let hexDigits = Array("0123456789abcdef".utf8)

func isLowerHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
}
