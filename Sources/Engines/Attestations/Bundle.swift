/// Several envelopes in one file, a line each (in-toto bundle layer, `.intoto.jsonl`).
///
/// A bundle is not authenticated as a whole: lines may have been taken away or added, so nothing is to depend on one
/// being absent, or on their order.
public struct Bundle: Hashable, Sendable {
    /// What each line holds that is not blank.
    public let lines: [Line]

    /// One line of a bundle.
    public struct Line: Hashable, Sendable {
        /// From 1, blank lines counted.
        public let number: Int
        /// The envelope, or why the line is none.
        ///
        /// Consumers must ignore such a line, and may tell about it.
        public let envelope: Result<Envelope, AttestationsError>
    }

    /// Reads a bundle; a file with one envelope that is written over several lines is read as that envelope.
    public init(parsing bytes: some Collection<UInt8>) {
        if let whole = try? Envelope(parsing: bytes) {
            lines = [Line(number: 1, envelope: .success(whole))]
            return
        }
        let all = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        lines = all.enumerated().compactMap { index, line in
            guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return nil }
            return Line(
                number: index + 1,
                envelope: Result { () throws(AttestationsError) in try Envelope(parsing: line) })
        }
    }

    /// The envelopes in the order they stand.
    public var envelopes: [Envelope] { lines.compactMap { try? $0.envelope.get() } }
}

/// The bytes of a bundle: canonical envelopes, each ended by a line feed.
public func bundleBytes(_ envelopes: [Envelope]) -> [UInt8] {
    envelopes.flatMap { $0.canonicalBytes + [0x0A] }
}
