/// The standard Base 64 encoding (RFC 4648, section 4), with padding.
func base64Text(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var (group, count) = (UInt32(0), 0)
    func put(_ digits: Int) {
        for place in 0..<4 {
            text.append(place < digits ? alphabet[Int(group >> UInt32(18 - 6 * place) & 63)] : padding)
        }
    }
    for byte in bytes {
        group |= UInt32(byte) << UInt32(16 - 8 * count)
        count += 1
        if count == 3 {
            put(4)
            (group, count) = (0, 0)
        }
    }
    if count > 0 { put(count + 1) }
    return String(decoding: text, as: UTF8.self)
}

/// Reads what ``base64Text(_:)`` writes; `nil` for anything else.
///
/// One text for each sequence of bytes: no line breaks, no missing padding, no bits set behind the last byte
/// (RFC 4648, section 3.5), so that a signed text has no second form.
package func base64Bytes(_ text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 4 == 0 else { return nil }
    let padded = digits.reversed().prefix(2).prefix { $0 == padding }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3)
    var (rest, bits) = (UInt32(0), 0)
    for digit in digits.dropLast(padded) {
        guard let value = value(ofDigit: digit) else { return nil }
        (rest, bits) = (rest << 6 | value, bits + 6)
        guard bits >= 8 else { continue }
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: rest >> UInt32(bits)))
        rest &= 1 << UInt32(bits) - 1
    }
    return rest == 0 ? bytes : nil
}

extension MerkleHash {
    /// Reads the 44 characters that ``base64`` gives (RFC 4648, section 4); `nil` for anything else.
    public init?(base64: some StringProtocol) {
        guard let bytes = base64Bytes(base64) else { return nil }
        self.init(bytes: bytes)
    }

    /// The form that checkpoints and proofs have it in: standard Base 64 with padding.
    public var base64: String { withUnsafeBytes { base64Text($0) } }
}

private let padding = UInt8(ascii: "=")
private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private func value(ofDigit digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
}
