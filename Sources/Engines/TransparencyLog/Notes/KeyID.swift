/// The number that tells keys of one name apart (C2SP `signed-note`): an aid to find a key, no proof of anything.
public struct KeyID: Hashable, Sendable, CustomStringConvertible {
    /// The number, the first of its bytes being the most significant.
    public let number: UInt32

    public init(_ number: UInt32) { self.number = number }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
    public init(name: KeyName, algorithm: NoteAlgorithm, publicKey: [UInt8]) {
        let digest = sha256(name.utf8 + [0x0A, algorithm.rawValue] + publicKey)
        number = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Eight lower-case hexadecimal digits; `nil` for anything else.
    init?(hex: some StringProtocol) {
        guard hex.utf8.count == 8, hex.utf8.allSatisfy(isLowerHexDigit), let number = UInt32(hex, radix: 16)
        else { return nil }
        self.number = number
    }

    var bytes: [UInt8] { bigEndian(number) }

    /// Eight lower-case hexadecimal digits.
    public var description: String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}

/// The signature types that are understood here (C2SP `signed-note`, "Signature types").
public enum NoteAlgorithm: UInt8, Hashable, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// Ed25519 over a time and a checkpoint (C2SP `tlog-cosignature`).
    case cosignatureV1 = 0x04
}
