import Foundation
import StructuredData
import Testing

@testable import TransparencyLog

@Suite("Vectors of transparency-dev/merkle") struct ConformanceTests {
    /// The folder of public cases, beside the package unless `UVMGR_CONFORMANCE` names another; `nil` without one.
    static let folder: URL? = {
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        let named = ProcessInfo.processInfo.environment["UVMGR_CONFORMANCE"]
        let found = [named, root.path() + "../shared/conformance"].compactMap(\.self)
            .map { URL(filePath: $0).appending(path: "merkle") }
        return found.first { FileManager.default.fileExists(atPath: $0.path()) }
    }()

    static let kinds = ["inclusion", "consistency", "subtreeinclusion", "subtreeconsistency"]

    @Test(
        .enabled(if: folder != nil, "there is no folder of public Merkle vectors here"), arguments: kinds)
    func vectors(_ kind: String) throws {
        let folder = try #require(Self.folder).appending(path: kind)
        let names = try #require(FileManager.default.subpaths(atPath: folder.path()))
            .filter { $0.hasSuffix(".json") }.sorted()
        var refused = 0
        for name in names {
            let json = try JSON(parsing: Array(Data(contentsOf: folder.appending(path: name))))
            let wrong = json["wantErr"]?.bool == true
            if wrong { refused += 1 }
            #expect(accepts(kind, json) != wrong, "\(kind)/\(name)")
        }
        print("merkle/\(kind): \(names.count) vectors, \(refused) to be refused")
        #expect(refused > 0 && names.count > refused)
    }

    /// Whether the case is in order; whatever does not even fit the types is not.
    private func accepts(_ kind: String, _ json: JSON) -> Bool {
        do {
            let proof = try (json["proof"]?.array ?? []).map(Self.hash)
            switch kind {
            case "inclusion":
                try verifyInclusion(
                    leaf: Self.hash(json["leafHash"]), index: number(json["leafIdx"]),
                    size: number(json["treeSize"]), root: root(json["root"]), proof: proof)
            case "consistency":
                try verifyConsistency(
                    from: number(json["size1"]), to: number(json["size2"]), root: root(json["root1"]),
                    larger: root(json["root2"]), proof: proof)
            case "subtreeinclusion":
                try verifySubtreeInclusion(
                    leaf: Self.hash(json["leafHash"]), index: number(json["leafIdx"]),
                    subtree: Subtree(start: number(json["start"]), end: number(json["end"])),
                    root: root(json["root"]), proof: proof)
            default:
                try verifySubtreeConsistency(
                    subtree: Subtree(start: number(json["start"]), end: number(json["end"])),
                    size: number(json["size"]), root: root(json["root1"]),
                    whole: root(json["root2"]), proof: proof)
            }
            return true
        } catch { return false }
    }

    private struct NotInRange: Error {}

    private func number(_ json: JSON?) throws -> Int64 {
        guard let number = json?.integer else { throw NotInRange() }
        return number
    }

    /// Roots of other lengths, which some cases have, only want comparing: their digests stand for them.
    private func root(_ json: JSON?) throws -> MerkleHash {
        guard let bytes = json?.string.flatMap({ base64Bytes($0) }) else { throw NotInRange() }
        return MerkleHash(bytes: bytes) ?? .leaf(bytes)
    }

    private static func hash(_ json: JSON?) throws -> MerkleHash {
        guard let hash = json?.string.flatMap(MerkleHash.init(base64:)) else { throw NotInRange() }
        return hash
    }
}
