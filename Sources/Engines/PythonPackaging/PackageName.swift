/// The name of a distribution; equal by its normalised form (PEP 503, PEP 508 "Names").
public struct PackageName: Sendable {
    /// The name as written.
    public let spelling: String
    /// Lower case, with each run of `-`, `_` and `.` turned into one `-`.
    public let normalized: String

    /// Checks and normalises a name.
    ///
    /// - Parameter text: ASCII letters, digits, `-`, `_` and `.`, with a letter or digit first and last.
    /// - Throws: ``PackagingError/malformed(_:)`` that points at the first character at fault.
    public init(_ text: String) throws(PackagingError) {
        let scalars = Array(text.unicodeScalars)
        let fault =
            scalars.firstIndex { !$0.isLetterOrDigit && !"-_.".unicodeScalars.contains($0) }
            ?? (scalars.first?.isLetterOrDigit == true ? nil : 0)
            ?? (scalars.last?.isLetterOrDigit == true ? nil : scalars.count - 1)
        if let fault {
            throw .malformed(
                TextFault(
                    .name, in: text, column: fault + 1,
                    reason: text.isEmpty ? .expected("a name") : .unexpected))
        }
        (spelling, normalized) = (text, Self.normalized(text))
    }

    /// The normalised form of any text, valid name or not: for looking names up.
    public static func normalized(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                if result.last != UInt8(ascii: "-") { result.append(UInt8(ascii: "-")) }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): result.append(byte | 0x20)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension PackageName: Hashable, Comparable, CustomStringConvertible {
    public static func == (a: Self, b: Self) -> Bool { a.normalized == b.normalized }
    public static func < (a: Self, b: Self) -> Bool { a.normalized < b.normalized }
    public func hash(into hasher: inout Hasher) { hasher.combine(normalized) }
    /// The name as written.
    public var description: String { spelling }
}
