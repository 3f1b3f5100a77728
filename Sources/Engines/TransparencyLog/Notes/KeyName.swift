/// The name of a key in a signed note (C2SP `signed-note`), such as `example.com/log`: not empty, without Unicode
/// spaces, plus signs and ASCII control characters.
///
/// Names are equal when their bytes are; the two ways that Unicode has to write an accented letter are two names.
public struct KeyName: Hashable, Sendable, CustomStringConvertible {
    private let bytes: [UInt8]

    /// - Throws: ``TransparencyLogError/malformedKey(reason:)``.
    public init(_ text: some StringProtocol) throws(TransparencyLogError) {
        guard !text.isEmpty else { throw .malformedKey(reason: "its name is empty") }
        guard Self.isName(text) else {
            throw .malformedKey(reason: "its name has a space, a plus sign or a control character")
        }
        bytes = Array(text.utf8)
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace
            }
    }

    /// The name's bytes in UTF-8.
    public var utf8: [UInt8] { bytes }

    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
