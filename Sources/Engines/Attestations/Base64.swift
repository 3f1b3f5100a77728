/// Base64 of RFC 4648, section 4, with padding.
func base64(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var (block, held) = (0, 0)
    for byte in bytes {
        (block, held) = (block << 8 | Int(byte), held + 1)
        guard held == 3 else { continue }
        for shift in [18, 12, 6, 0] { text.append(standardAlphabet[block >> shift & 63]) }
        (block, held) = (0, 0)
    }
    if held > 0 {
        block <<= (3 - held) * 8
        for shift in [18, 12, 6].prefix(held + 1) { text.append(standardAlphabet[block >> shift & 63]) }
        text.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - held))
    }
    return String(decoding: text, as: UTF8.self)
}

/// The bytes that base64 stands for; `nil` if it is malformed.
///
/// Takes the standard and the URL-safe alphabet, as DSSE asks for, but not both in one text. Padding may be left out,
/// as the URL-safe form often does, but not be wrong. White space and bits behind the last byte are refused, so that
/// every byte sequence has few spellings.
func bytes(base64 text: some StringProtocol) -> [UInt8]? {
    var digits = Array(text.utf8)[...]
    let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2, padding == 0 || digits.count % 4 == 0 else { return nil }
    digits = digits.dropLast(padding)
    guard digits.count % 4 != 1 else { return nil }
    let isStandard = digits.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
    let isURLSafe = digits.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    guard !(isStandard && isURLSafe) else { return nil }
    var (result, block, bits): ([UInt8], Int, Int) = ([], 0, 0)
    result.reserveCapacity(digits.count / 4 * 3 + 2)
    for digit in digits {
        let value = values[Int(digit)]
        guard value < 64 else { return nil }
        (block, bits) = (block << 6 | Int(value), bits + 6)
        guard bits >= 8 else { continue }
        bits -= 8
        result.append(UInt8(block >> bits))
        block &= 1 << bits - 1
    }
    return block == 0 ? result : nil
}

private let standardAlphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// The value of each byte as a digit of either alphabet; 255 if it is none.
private let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, digit) in standardAlphabet.enumerated() { values[Int(digit)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    return values
}()
