import Crypto

func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var hasher = SHA256()
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    return Array(hasher.finalize())
}

/// The bytes of a number, the most significant first.
func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

func isLowerHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
}

/// A number in ASCII decimal without leading zeros, at most 2⁶³ − 1; `nil` for anything else.
func decimal(_ text: some StringProtocol) -> Int64? {
    let digits = Array(text.utf8)
    guard 1...19 ~= digits.count, digits.count == 1 || digits[0] != UInt8(ascii: "0"),
        digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    return Int64(text)
}

/// The UTF-8 text with only line feeds for control characters, as every form of a log is.
///
/// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
func plainText(
    _ bytes: some Collection<UInt8>, _ form: LogText, limit: Int
) throws(TransparencyLogError) -> String {
    guard bytes.count <= limit else {
        throw .malformed(form, line: 1, reason: "it is longer than \(limit) bytes")
    }
    var line = 1
    for byte in bytes {
        if byte == lineFeed {
            line += 1
        } else if byte < 0x20 {
            throw .malformed(form, line: line, reason: "there is a control character")
        }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .malformed(form, line: 1, reason: "it is not UTF-8")
    }
    return text
}

let lineFeed = UInt8(ascii: "\n")

/// The lines between line feeds; a text that ends in one has an empty last line.
func lines(of text: some StringProtocol) -> [Substring] {
    let bytes = String(text).utf8
    return bytes.split(separator: lineFeed, omittingEmptySubsequences: false).map { Substring($0) }
}
