/// Whether an Ed25519 public key is one of the eight points whose multiples go round in at most eight steps.
///
/// RFC 8032 does not refuse them, and anybody can make signatures that such a key verifies, some of them for any text:
/// who is talked into trusting one trusts everybody.
///
/// - Parameter key: 32 bytes, the encoding of RFC 8032, section 5.1.2.
/// - Returns: Whether it must not be trusted.
func isOfSmallOrder(_ key: [UInt8]) -> Bool {
    // The sign of x, the highest bit, makes no difference.
    smallOrderPoints.contains(key.dropLast() + key.suffix(1).map { $0 & 0x7F })
}

/// Their y coordinates, the least significant byte first; the last two are 0 and 1 with the prime added.
private let smallOrderPoints: Set<[UInt8]> = Set(
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ].compactMap { MerkleHash(hex: $0)?.bytes })
