@testable import TransparencyLog

/// Keys of tests, made of fixed seeds.
enum TestKeys {
    static func key(_ name: String, _ algorithm: NoteAlgorithm, seed: UInt8) throws -> SignerKey {
        try SignerKey(name: KeyName(name), algorithm: algorithm, seed: Array(repeating: seed, count: 32))
    }

    static func log() throws -> SignerKey { try key("example.com/log", .ed25519, seed: 1) }

    static func witness(_ number: UInt8) throws -> SignerKey {
        try key("witness\(number).example", .cosignatureV1, seed: 100 + number)
    }
}

/// Every text that differs in one bit.
func bitFlips(of bytes: [UInt8]) -> [[UInt8]] {
    (0..<bytes.count * 8).map { bit in
        var changed = bytes
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        return changed
    }
}
