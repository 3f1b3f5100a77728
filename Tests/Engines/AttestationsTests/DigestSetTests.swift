import Attestations
import Digests
import Testing

@Suite("Digest sets")
struct DigestSetTests {
    static let digits = String(repeating: "0123456789abcdef", count: 40)

    static let lengths = [
        ("sha256", 64), ("sha224", 56), ("sha384", 96), ("sha512", 128), ("sha512_224", 56),
        ("sha512_256", 64),
        ("sha3_224", 56), ("sha3_256", 64), ("sha3_384", 96), ("sha3_512", 128), ("ripemd160", 40),
        ("sm3", 64),
        ("gost", 64), ("sha1", 40), ("md5", 32), ("dirHash", 64), ("gitCommit", 40), ("gitCommit", 64),
        ("gitTree", 40), ("gitBlob", 40), ("gitTag", 64), ("blake2b", 128), ("blake2s", 64), ("shake128", 32),
    ]

    @Test(arguments: lengths) func formOfEachAlgorithm(name: String, length: Int) throws {
        let digest = String(Self.digits.prefix(length))
        #expect(try DigestSet([name: digest])[name] == digest)
        for wrong in [
            String(digest.dropLast()), digest + "0", digest.uppercased(), "g" + digest.dropFirst(),
            " " + digest.dropFirst(),
        ] {
            #expect(
                fault { _ = try DigestSet([name: wrong]) }
                    == .malformed(.digestSet, pointer: "/\(name)", fault: .notDigest(algorithm: name)))
        }
    }

    @Test func otherAlgorithmsAreKept() throws {
        #expect(try DigestSet(["somecoolhash": "ABCD"])["somecoolhash"] == "ABCD")
        #expect(fault { _ = try DigestSet([:]) } == .malformed(.digestSet, pointer: "", fault: .empty))
        #expect(
            fault { _ = try DigestSet(["cool": ""]) }
                == .malformed(.digestSet, pointer: "/cool", fault: .empty))
    }

    struct Pair: Sendable {
        let a, b: [String: String]
        let matches: Bool
    }

    private static let (x, y) = (String(digits.prefix(64)), String(digits.dropFirst().prefix(64)))
    private static let long = String(digits.prefix(128))

    static let pairs = [
        Pair(a: ["sha256": x, "sha512": long], b: ["sha256": x], matches: true),
        Pair(a: ["sha256": x], b: ["sha256": y], matches: false),
        Pair(a: ["sha256": x], b: ["sha3_256": x], matches: false),
        Pair(a: ["sha256": y, "sha512": long], b: ["sha256": x, "sha512": long], matches: true),
        Pair(a: ["gitCommit": String(x.prefix(40))], b: ["gitCommit": String(x.prefix(40))], matches: true),
        Pair(a: ["gitTree": x], b: ["gitCommit": x], matches: false),
        Pair(a: ["md5": String(x.prefix(32))], b: ["md5": String(x.prefix(32))], matches: false),
        Pair(a: ["sha1": String(x.prefix(40))], b: ["sha1": String(x.prefix(40))], matches: false),
        Pair(a: ["blake2b": String(x.prefix(16))], b: ["blake2b": String(x.prefix(16))], matches: false),
        Pair(a: ["blake2b": x], b: ["blake2b": x], matches: true),
        Pair(a: ["cool": "a"], b: ["cool": "a"], matches: false),
    ]

    @Test(arguments: pairs) func matching(_ pair: Pair) throws {
        let (a, b) = (try DigestSet(pair.a), try DigestSet(pair.b))
        #expect(a.matches(b) == pair.matches)
        #expect(b.matches(a) == pair.matches)
    }

    @Test func ofAFile() {
        #expect(DigestSet(sha256: SHA256Digest(of: "wheel")).description.hasPrefix("sha256:"))
        #expect(wheel.matches(wheel))
        #expect(!wheel.matches(otherWheel))
    }
}
