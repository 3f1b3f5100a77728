extension SignedNote {
    /// Verifies the signatures by known keys.
    ///
    /// Signatures by unknown keys are passed over. All by known keys must be right, also where a key signed twice; of
    /// several by one witness the latest counts.
    ///
    /// - Parameter keys: Those that are trusted, each name and id once.
    /// - Returns: One signature of each known key that signed, in the order of `keys`; at least one.
    /// - Throws: ``TransparencyLogError/ambiguousKey(_:_:)``, ``TransparencyLogError/badSignature(_:line:)`` or
    ///   ``TransparencyLogError/noTrustedSignature``.
    public func verify(by keys: [VerifierKey]) throws(TransparencyLogError) -> [VerifiedSignature] {
        var verified: [VerifiedSignature] = []
        for (place, key) in keys.enumerated() {
            guard !keys[..<place].contains(where: { $0.name == key.name && $0.id == key.id }) else {
                throw .ambiguousKey(key.name, key.id)
            }
            if let signature = try verify(by: key) { verified.append(signature) }
        }
        guard !verified.isEmpty else { throw .noTrustedSignature }
        return verified
    }

    private func verify(by key: VerifierKey) throws(TransparencyLogError) -> VerifiedSignature? {
        var latest: VerifiedSignature?
        for (place, signature) in signatures.enumerated() where key.made(signature) {
            guard let verified = key.verify(signature, of: textBytes) else {
                throw .badSignature(key.name, line: textBytes.count { $0 == lineFeed } + 2 + place)
            }
            if latest == nil || latest?.time ?? 0 < verified.time ?? 0 { latest = verified }
        }
        return latest
    }
}
