/// Whose signatures make a checkpoint trustworthy: the log's, and those of at least so many of its witnesses.
public struct CheckpointPolicy: Hashable, Sendable {
    /// The log's origin.
    public let origin: String
    /// Any one of these must have signed.
    public let logKeys: [VerifierKey]
    /// The trusted witnesses.
    public let witnesses: [VerifierKey]
    /// How many of them must have cosigned, at least.
    public let threshold: Int

    /// - Parameters:
    ///   - origin: The log's origin; the name of the log's key is often the same.
    ///   - logKeys: Of plain Ed25519 signatures; at least one.
    ///   - witnesses: Of cosignatures.
    ///   - threshold: From 0 to the number of witnesses.
    /// - Throws: ``TransparencyLogError/unfitPolicy(reason:)`` if these do not go together: a key stands twice, a witness
    ///   is the log itself, a key is for something else, or the threshold cannot be reached;
    ///   ``TransparencyLogError/ambiguousKey(_:_:)``.
    public init(
        origin: String, logKeys: [VerifierKey], witnesses: [VerifierKey] = [], threshold: Int = 0
    ) throws(TransparencyLogError) {
        (self.origin, self.logKeys) = (origin, logKeys)
        (self.witnesses, self.threshold) = (witnesses, threshold)
        guard !logKeys.isEmpty else { throw .unfitPolicy(reason: "it has no key of the log") }
        if let key = logKeys.first(where: { $0.algorithm != .ed25519 }) {
            throw .unfitPolicy(reason: "the log's key `\(key.name)` is one of cosignatures")
        }
        if let key = witnesses.first(where: { $0.algorithm != .cosignatureV1 }) {
            throw .unfitPolicy(reason: "the key of the witness `\(key.name)` is not one of cosignatures")
        }
        guard 0...witnesses.count ~= threshold else {
            throw .unfitPolicy(reason: "\(threshold) of \(witnesses.count) witnesses cannot be asked for")
        }
        try refuseTwins()
    }

    private func refuseTwins() throws(TransparencyLogError) {
        let keys = logKeys + witnesses
        for (place, key) in keys.enumerated() {
            for other in keys[..<place] {
                // One holder of a key must not count as two.
                if key.publicKey == other.publicKey {
                    throw .unfitPolicy(reason: "`\(other.name)` and `\(key.name)` have the same public key")
                }
                if key.name == other.name, key.id == other.id { throw .ambiguousKey(key.name, key.id) }
            }
        }
    }
}

/// A checkpoint whose signatures fulfil a policy.
public struct VerifiedCheckpoint: Hashable, Sendable {
    public let checkpoint: Checkpoint
    /// The log's own signatures by trusted keys; at least one.
    public let logSignatures: [VerifiedSignature]
    /// One for each trusted witness that cosigned.
    public let cosignatures: [VerifiedSignature]
}

extension CheckpointPolicy {
    /// Verifies a checkpoint.
    ///
    /// Signatures by other keys are passed over; one wrong signature by a trusted key spoils the checkpoint.
    ///
    /// - Parameters:
    ///   - note: The signed checkpoint.
    ///   - latest: The latest time that a cosignature may have, in seconds since 1970-01-01 UTC; `nil`: any.
    /// - Returns: The checkpoint with who signed it.
    /// - Throws: ``TransparencyLogError`` that says what is wrong or missing.
    public func verify(_ note: SignedNote, latest: Int64? = nil) throws(TransparencyLogError)
        -> VerifiedCheckpoint
    {
        let signatures = try note.verify(by: logKeys + witnesses)
        let ofLog = signatures.filter { $0.key.algorithm == .ed25519 }
        let cosignatures = signatures.filter { $0.key.algorithm == .cosignatureV1 }
        guard !ofLog.isEmpty else { throw .noTrustedSignature }
        // Signed by the log, so that a fault in its form is the log's.
        let checkpoint = try Checkpoint(parsing: note.text)
        guard checkpoint.hasOrigin(origin) else {
            throw .wrongOrigin(expected: origin, actual: checkpoint.origin)
        }
        for signature in cosignatures {
            guard let latest, let time = signature.time, time > latest else { continue }
            throw .cosignedInFuture(signature.key.name, time: time, latest: latest)
        }
        guard cosignatures.count >= threshold else {
            throw .tooFewWitnesses(needed: threshold, found: cosignatures.count)
        }
        return VerifiedCheckpoint(checkpoint: checkpoint, logSignatures: ofLog, cosignatures: cosignatures)
    }
}
