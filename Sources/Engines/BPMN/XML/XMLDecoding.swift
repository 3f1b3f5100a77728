/// Turns a file's bytes into UTF-8, by its byte order mark or its XML declaration.
///
/// Known are UTF-8, US-ASCII, ISO-8859-1, Windows-1252 and UTF-16; anything else is refused, so that no text is read in
/// another way than its author wrote it.
func utf8Bytes(of bytes: [UInt8]) throws(XMLFault) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try validated(Array(bytes.dropFirst(3))) }
    if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes.dropFirst(2), bigEndian: true) }
    if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes.dropFirst(2), bigEndian: false) }
    let name = declaredEncoding(bytes) ?? "utf-8"
    switch name {
    case "utf-8", "utf8", "us-ascii", "ascii": return try validated(bytes)
    case "iso-8859-1", "latin1", "latin-1": return bytes.flatMap { Array(String(UnicodeScalar($0)).utf8) }
    case "windows-1252", "cp1252": return try windows(bytes)
    default: throw XMLFault(reason: "the encoding `\(name)` is not known here")
    }
}

private func validated(_ bytes: [UInt8]) throws(XMLFault) -> [UInt8] {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw XMLFault(reason: "it is not UTF-8") }
    return bytes
}

/// The name in `encoding="…"` of the declaration, in lower case.
private func declaredEncoding(_ bytes: [UInt8]) -> String? {
    guard bytes.starts(with: Array("<?xml".utf8)), let end = bytes.firstIndex(of: UInt8(ascii: ">")) else {
        return nil
    }
    let declaration = String(decoding: bytes[..<end], as: UTF8.self).lowercased()
    guard let range = declaration.firstRange(of: "encoding") else { return nil }
    let value = declaration[range.upperBound...].drop { " =\"'\t\r\n".contains($0) }
    return String(value.prefix { $0 != "\"" && $0 != "'" })
}

private func utf16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(XMLFault) -> [UInt8] {
    let fault = XMLFault(reason: "it is not UTF-16")
    guard bytes.count.isMultiple(of: 2) else { throw fault }
    let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { index in
        let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
        return bigEndian ? first << 8 | second : second << 8 | first
    }
    guard let text = String(validating: units, as: UTF16.self) else { throw fault }
    return Array(text.utf8)
}

private func windows(_ bytes: [UInt8]) throws(XMLFault) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
        if byte < 0x80 {
            result.append(byte)
        } else {
            let code = (0x80...0x9F).contains(byte) ? windowsUpper[Int(byte) - 0x80] : UInt16(byte)
            guard code != 0, let scalar = UnicodeScalar(code) else {
                throw XMLFault(reason: "it is not Windows-1252")
            }
            result += String(scalar).utf8
        }
    }
    return result
}

/// What Windows-1252 has where ISO-8859-1 has control characters; 0 is undefined.
private let windowsUpper: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,
    0x017E,
    0x0178,
]
