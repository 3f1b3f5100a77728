/// One signature of a note, by a known key or not.
public struct NoteSignature: Hashable, Sendable {
    public let name: KeyName
    public let id: KeyID
    /// What the key made of the text, in the form of its algorithm; not empty.
    public let bytes: [UInt8]

    init(name: KeyName, id: KeyID, bytes: [UInt8]) { (self.name, self.id, self.bytes) = (name, id, bytes) }

    /// `— name base64` and a line feed.
    public var line: String { "\(lineStart)\(name) \(base64Text(id.bytes + bytes))\n" }

    /// Reads a line without its line feed.
    init(
        line: Substring, number: Int, of form: LogText = .note
    ) throws(TransparencyLogError) {
        func malformed(_ reason: String) -> TransparencyLogError {
            .malformed(form, line: number, reason: reason)
        }
        guard line.utf8.starts(with: lineStart.utf8) else {
            throw malformed("a signature line begins with an em dash and a space")
        }
        let parts = line.utf8.dropFirst(lineStart.utf8.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Substring($0) }
        guard parts.count == 2 else { throw malformed("a signature line has a key name and a signature") }
        guard KeyName.isName(parts[0]) else {
            throw malformed("the key name is empty, or has a space or plus sign")
        }
        name = try KeyName(parts[0])
        guard let whole = base64Bytes(parts[1]) else {
            throw malformed("the signature is not canonical Base 64")
        }
        guard whole.count > 4 else { throw malformed("the signature is shorter than five bytes") }
        id = KeyID(whole.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        bytes = Array(whole.dropFirst(4))
    }
}

private let lineStart = "\u{2014} "
