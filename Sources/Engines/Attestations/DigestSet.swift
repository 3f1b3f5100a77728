public import Digests
public import StructuredData

/// The digests of one artifact by algorithm (in-toto field type `DigestSet`).
///
/// A digest of an algorithm that in-toto lists has the form of that algorithm: lower-case hexadecimal digits of the
/// right number. One of another algorithm is kept as it is, and never matches anything.
public struct DigestSet: Hashable, Sendable {
    /// Digests by the name of the algorithm, such as `sha256`; at least one.
    public let values: [String: String]

    /// - Throws: ``AttestationsError/malformed(_:pointer:fault:)`` for no digests, and for a digest that does not have
    ///   the form of its algorithm.
    public init(_ values: [String: String]) throws(AttestationsError) {
        try self.init(Field(.object(values.mapValues(JSON.string)), .digestSet))
    }

    /// The digest of a file.
    public init(sha256 digest: SHA256Digest) { values = ["sha256": digest.hex] }

    init(_ field: Field) throws(AttestationsError) {
        let members = try field.object()
        guard !members.isEmpty else { throw field.malformed(.empty) }
        var values: [String: String] = [:]
        for name in members.keys.sorted() {
            let member = try field.required(name)
            let value = try member.text()
            guard !name.isEmpty else { throw field.malformed(.empty) }
            guard hasForm(value, of: name) else { throw member.malformed(.notDigest(algorithm: name)) }
            values[name] = value
        }
        self.values = values
    }

    /// The digest of an algorithm.
    public subscript(_ algorithm: String) -> String? { values[algorithm] }

    public var json: JSON { .object(values.mapValues(JSON.string)) }

    /// Whether both name the same artifact: any digest of an accepted algorithm is the same in both.
    ///
    /// Accepted are those against which no collision can be made: SHA-2 and SHA-3 with at least 256 bits, BLAKE2 with
    /// as many, and the object ids of git, of which the SHA-1 ones are what git itself rests on. Not `md5`, `sha1` and
    /// their like.
    public func matches(_ other: DigestSet) -> Bool {
        values.contains { name, value in
            isAccepted(name, value) && other.values[name].map { $0.isSame(as: value) } == true
        }
    }
}

extension DigestSet: CustomStringConvertible {
    /// `sha256:…`, one after the other by name.
    public var description: String {
        values.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ", ")
    }
}

/// How many hexadecimal digits the digests of an algorithm may have.
private let lengths: [String: Set<Int>] = [
    "sha256": [64], "sha224": [56], "sha384": [96], "sha512": [128], "sha512_224": [56], "sha512_256": [64],
    "sha3_224": [56], "sha3_256": [64], "sha3_384": [96], "sha3_512": [128], "ripemd160": [40], "sm3": [64],
    "gost": [64], "sha1": [40], "md5": [32], "dirHash": [64], "dirHash1": [64], "gitCommit": [40, 64],
    "gitTree": [40, 64], "gitBlob": [40, 64], "gitTag": [40, 64],
    // These have a length that is chosen: whole bytes, BLAKE2 up to its greatest.
    "blake2b": evenNumbers(to: 128), "blake2s": evenNumbers(to: 64), "shake128": evenNumbers(to: 512),
    "shake256": evenNumbers(to: 512),
]

private let accepted: Set = [
    "sha256", "sha384", "sha512", "sha512_256", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s",
    "dirHash", "dirHash1", "gitCommit", "gitTree", "gitBlob", "gitTag",
]

private func evenNumbers(to greatest: Int) -> Set<Int> { Set(stride(from: 2, through: greatest, by: 2)) }

private func hasForm(_ value: String, of algorithm: String) -> Bool {
    guard let lengths = lengths[algorithm] else { return true }
    return lengths.contains(value.utf8.count)
        && value.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
}

private func isAccepted(_ algorithm: String, _ value: String) -> Bool {
    accepted.contains(algorithm) && (value.utf8.count >= 64 || algorithm.hasPrefix("git"))
}
