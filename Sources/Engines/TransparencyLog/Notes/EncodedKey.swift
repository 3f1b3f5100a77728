/// The parts of `name+id+base64`, in which the first byte of what is encoded is the signature type.
struct EncodedKey {
    let name: KeyName
    let id: KeyID
    let algorithm: NoteAlgorithm
    let bytes: [UInt8]

    init(_ text: Substring) throws(TransparencyLogError) {
        // Base 64 may hold plus signs of its own, the name and the id none.
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false
        )
        .map { Substring($0) }
        guard parts.count == 3 else { throw .malformedKey(reason: "it has not the form name+id+base64") }
        name = try KeyName(parts[0])
        guard let id = KeyID(hex: parts[1]) else {
            throw .malformedKey(reason: "its id is not eight lower-case hexadecimal digits")
        }
        guard let whole = base64Bytes(parts[2]), let type = whole.first else {
            throw .malformedKey(reason: "its last part is not canonical Base 64")
        }
        guard let algorithm = NoteAlgorithm(rawValue: type) else {
            throw .malformedKey(reason: "its signature type \(type) is not Ed25519 (1 or 4)")
        }
        (self.id, self.algorithm, bytes) = (id, algorithm, Array(whole.dropFirst()))
    }

    func expect(_ real: KeyID) throws(TransparencyLogError) {
        guard id == real else {
            throw .malformedKey(reason: "its id is `\(id)`, and its key gives `\(real)`")
        }
    }
}
