/// An absolute URI (RFC 3986) as in-toto's field types `ResourceURI` and `TypeURI` have it: the scheme and the host in
/// lower case, compared byte by byte.
public struct ResourceURI: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// - Returns: `nil` for what has no scheme, a character that a URI cannot have, a broken percent escape, or an
    ///   upper-case letter in the scheme or the host.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon + 1 < bytes.count,
            isScheme(bytes[..<colon]), hasOnlyURICharacters(bytes[(colon + 1)...])
        else { return nil }
        let rest = bytes[(colon + 1)...]
        if rest.starts(with: "//".utf8), !isAuthority(rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }) {
            return nil
        }
        description = text
    }
}

/// RFC 3986, section 3.1, in lower case.
private func isScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, isLowerLetter(first) else { return false }
    return bytes.allSatisfy { isLowerLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }
}

/// RFC 3986, section 3.2; the user information before `@` keeps its case, as does what is escaped.
private func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
    let host = bytes.lastIndex(of: UInt8(ascii: "@")).map { bytes[($0 + 1)...] } ?? bytes
    var rest = host
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%") {
            rest = rest.dropFirst(2)
        } else if UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte {
            return false
        }
    }
    return true
}

/// The characters of RFC 3986, appendix A, with whole percent escapes and at most one fragment.
private func hasOnlyURICharacters(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    var hasFragment = false
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst(), let low = rest.popFirst(), isHexDigit(high), isHexDigit(low)
            else { return false }
        case UInt8(ascii: "#"):
            guard !hasFragment else { return false }
            hasFragment = true
        default: guard isLetter(byte) || isDigit(byte) || otherCharacters.contains(byte) else { return false }
        }
    }
    return true
}

private let otherCharacters = Set("-._~:/?[]@!$&'()*+,;=".utf8)

private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
private func isLowerLetter(_ byte: UInt8) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte }
private func isLetter(_ byte: UInt8) -> Bool { isLowerLetter(byte | 0x20) }
private func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
}

extension StringProtocol {
    /// Whether two texts have the same bytes; `==` would also take canonically equivalent ones for equal.
    func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
