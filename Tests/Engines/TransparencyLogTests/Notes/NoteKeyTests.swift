import Diagnostics
import Testing

@testable import TransparencyLog

@Suite("Keys of notes") struct NoteKeyTests {
    /// Pairs that Go's packages and their tools publish for tests.
    static let pairs = [
        (
            signer: "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
            verifier: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        ),
        (
            signer: "PRIVATE+KEY+Test-Betty+df84580a+Afge8kCzBXU7jb3cV2Q363oNXCufJ6u9mjOY1BGRY9E2",
            verifier: "Test-Betty+df84580a+AQQASqPUZoIHcJAF5mBOryctwFdTV1E0GRY4kEAtTzwB"
        ),
        (
            signer:
                "PRIVATE+KEY+binarytransparency.log/example+5de0f997+AXNNv9racVtMynH7oHIogZ4xS5sAIHBl47hlrcf6vsfu",
            verifier: "binarytransparency.log/example+5de0f997+AcPfp2roeTxqSqmPdDkA9rIAd0pe3C5Je6Rze2SqBDUp"
        ),
    ]

    @Test(arguments: pairs) func published(_ pair: (signer: String, verifier: String)) throws {
        let (signer, verifier) = (
            try SignerKey(parsing: pair.signer), try VerifierKey(parsing: pair.verifier)
        )
        #expect(signer.verifier == verifier)
        #expect(signer.secretText == pair.signer)
        #expect(verifier.description == pair.verifier)
        for text in [
            "\(signer)", "\(String(reflecting: signer))",
            String(describing: Mirror(reflecting: signer).children.map { "\($0)" }),
        ] {
            #expect(!text.contains("PRIVATE") && !text.contains(pair.signer.suffix(20)))
        }
    }

    @Test func cosignersHaveTheirOwnIDs() throws {
        let (plain, cosigner) = try (
            TestKeys.key("one", .ed25519, seed: 3), TestKeys.key("one", .cosignatureV1, seed: 3)
        )
        #expect(plain.verifier.publicKey == cosigner.verifier.publicKey)
        #expect(plain.verifier.id != cosigner.verifier.id)
        for key in [plain, cosigner] {
            #expect(try SignerKey(parsing: key.secretText).verifier == key.verifier)
            #expect(try VerifierKey(parsing: key.verifier.description) == key.verifier)
        }
    }

    static let malformed = [
        "", "name", "name+c74f20a3", "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann++74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
        "PeterNeumann+c74f20a3+",
        "PeterNeumann+c74f20a3+AQ==",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Bhpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ]

    @Test(arguments: malformed) func refused(_ text: String) throws {
        for parse in [
            { _ = try VerifierKey(parsing: text) }, { _ = try SignerKey(parsing: "PRIVATE+KEY+" + text) },
            { _ = try SignerKey(parsing: text) },
        ] {
            let error = try #require(throws: TransparencyLogError.self, performing: parse)
            guard case .malformedKey = error else {
                Issue.record(error)
                return
            }
            #expect(!error.diagnostic.message.contains("ARpc"))
        }
    }

    /// The neutral point as key and half of the signature verifies every text.
    @Test func keysThatAnybodyCanSignForAreRefused() throws {
        let neutral: [UInt8] = [1] + Array(repeating: 0, count: 31)
        let minusOne: [UInt8] = [0xEC] + Array(repeating: 0xFF, count: 30) + [0x7F]
        for point in [neutral, minusOne, Array(repeating: 0, count: 32)] {
            for sign in [0, 0x80] as [UInt8] {
                for algorithm in [NoteAlgorithm.ed25519, .cosignatureV1] {
                    let key = Array(point.dropLast()) + [point[31] | sign]
                    #expect(throws: TransparencyLogError.self) {
                        try VerifierKey(name: KeyName("a"), algorithm: algorithm, publicKey: key)
                    }
                }
            }
        }
        #expect(!isOfSmallOrder([2] + Array(repeating: 0, count: 31)))
    }

    @Test func wrongLengths() {
        for count in [0, 31, 33, 64] {
            #expect(throws: TransparencyLogError.self) {
                try SignerKey(
                    name: KeyName("a"), algorithm: .ed25519, seed: Array(repeating: 1, count: count))
            }
            #expect(throws: TransparencyLogError.self) {
                try VerifierKey(
                    name: KeyName("a"), algorithm: .ed25519, publicKey: Array(repeating: 1, count: count))
            }
        }
    }

    @Test(arguments: ["", " ", "a b", "a+b", "a\tb", "a\u{2003}b", "a\n", "\u{1F}"]) func names(
        _ name: String
    ) {
        #expect(throws: TransparencyLogError.self) { try KeyName(name) }
    }
}
