/// A text with signatures (C2SP `signed-note`).
///
/// Reading one verifies nothing: the text must not be used before ``verify(by:)`` has found a trusted signature.
public struct SignedNote: Hashable, Sendable {
    /// The most bytes that a note may have.
    public static let sizeLimit = 1_000_000
    /// The most signatures that a note may have; the specification asks for at least 16.
    public static let signatureLimit = 100

    /// What is signed, in UTF-8; ends in a line feed.
    public let textBytes: [UInt8]
    /// In the order of the note, those by unknown keys too.
    public let signatures: [NoteSignature]

    /// A note of a text and its signatures.
    ///
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)`` if the text does not end in a line feed, there is
    ///   no signature, or what they make would not be read as a note.
    public init(text: String, signatures: [NoteSignature]) throws(TransparencyLogError) {
        let whole = text + "\n" + signatures.map(\.line).joined()
        self = try SignedNote(parsing: Array(whole.utf8))
        // A text that ends in no line feed, or a signature that breaks its line, would come out as something else.
        guard textBytes == Array(text.utf8), self.signatures == signatures else {
            throw .malformed(.note, line: 1, reason: "its text does not end in a line feed")
        }
    }

    /// What is signed; ends in a line feed.
    public var text: String { String(decoding: textBytes, as: UTF8.self) }

    /// The note as it is sent and stored: text, blank line, a line for each signature.
    public var description: String { text + "\n" + signatures.map(\.line).joined() }

    /// The note with more signatures, such as those of witnesses.
    ///
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)`` if there are too many then.
    public func adding(_ more: [NoteSignature]) throws(TransparencyLogError) -> SignedNote {
        let known = Set(signatures)
        return try SignedNote(text: text, signatures: signatures + more.filter { !known.contains($0) })
    }
}

extension SignedNote: CustomStringConvertible {
    /// Reads a note.
    ///
    /// - Parameter bytes: UTF-8 without ASCII control characters but line feeds: a text, a blank line, and lines
    ///   `— name base64` up to the end.
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
    public init(parsing bytes: some Collection<UInt8>) throws(TransparencyLogError) {
        let whole = Array(try plainText(bytes, .note, limit: Self.sizeLimit).utf8)
        guard whole.last == lineFeed else {
            throw .malformed(
                .note, line: lineNumber(of: whole.count, in: whole), reason: "the last line does not end")
        }
        guard
            let blank = whole.indices.dropFirst().last(where: {
                whole[$0] == lineFeed && whole[$0 - 1] == lineFeed
            })
        else { throw .malformed(.note, line: 1, reason: "no blank line stands before signatures") }
        textBytes = Array(whole[..<blank])
        var line = lineNumber(of: blank + 1, in: whole)
        var found: [NoteSignature] = []
        for text in lines(of: String(decoding: whole[(blank + 1)...], as: UTF8.self)).dropLast() {
            guard found.count < Self.signatureLimit else {
                throw .malformed(
                    .note, line: line, reason: "there are more than \(Self.signatureLimit) signatures")
            }
            found.append(try NoteSignature(line: text, number: line))
            line += 1
        }
        guard !found.isEmpty else {
            throw .malformed(.note, line: line, reason: "no signature stands after the last blank line")
        }
        signatures = found
    }

    /// Reads a note.
    ///
    /// - Throws: ``TransparencyLogError/malformed(_:line:reason:)``.
    public init(parsing text: String) throws(TransparencyLogError) {
        try self.init(parsing: Array(text.utf8))
    }
}

/// The line, from 1, that the byte at an offset stands in.
private func lineNumber(of offset: Int, in bytes: [UInt8]) -> Int {
    bytes[..<offset].count { $0 == lineFeed } + 1
}
