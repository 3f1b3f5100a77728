import Capabilities
import Digests
import Files
import Telemetry
import Testing

@testable import DefinitionOfDone

@Suite struct EvidenceStoreTests {
    @Test func isKeptByContent() throws {
        let shop = try Workshop()
        let store = EvidenceStore(folder: shop.path, files: LiveFileSystem(), redactor: Redactor())
        let first = try store.keep(Array("abc".utf8), as: "a.txt", mediaType: "text/plain")
        let second = try store.keep(Array("abc".utf8), as: "b.txt", mediaType: "text/plain")
        let digest = SHA256Digest(of: "abc").hex
        #expect(first == Evidence(name: "a.txt", digest: digest, mediaType: "text/plain", size: 3))
        #expect(second.digest == digest)
        #expect(store.path(digest) == shop["\(digest.prefix(2))/\(digest.dropFirst(2))"])
        #expect(try store.read(first) == Array("abc".utf8))
        #expect(store.contains(second))
        try LiveFileSystem().remove(store.path(digest))
        #expect(!store.contains(first))
        #expect(throws: FileError.self) { try store.read(first) }
    }

    @Test func textIsKeptWithoutSecrets() throws {
        let shop = try Workshop()
        let store = EvidenceStore(
            folder: shop.path, files: LiveFileSystem(),
            redactor: Redactor(environment: ["DEPLOY_TOKEN": "correct-horse-battery"]))
        let kept = try store.keep(text: "it was correct-horse-battery!", as: "stderr.txt")
        #expect(String(decoding: try store.read(kept), as: UTF8.self) == "it was ***!")
        #expect(kept.digest == SHA256Digest(of: "it was ***!").hex)
    }
}
