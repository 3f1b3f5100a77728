import Diagnostics
import StructuredData
import TransparencyLog

extension SuiteFolder {
    /// The vectors of `merkle`: proofs of four kinds, each of which must be accepted or not.
    package func runMerkle() throws -> SuiteReport {
        var report = SuiteReport(name)
        for file in files(ending: ".json") {
            do {
                let vector = try MerkleVector(
                    JSON(parsing: bytes(file)), kind: String(file.prefix { $0 != "/" }))
                report.record(file, vector.fault)
            } catch {
                report.record(file, words(error))
            }
        }
        return report
    }
}

/// A proof with what must come of it.
private struct MerkleVector {
    struct Unfit: Error, CustomStringConvertible { let description: String }

    let kind: String
    let json: JSON
    let isWrong: Bool

    init(_ json: JSON, kind: String) throws(Unfit) {
        guard ["inclusion", "consistency", "subtreeinclusion", "subtreeconsistency"].contains(kind) else {
            throw Unfit(description: "there is no kind of proof `\(kind)`")
        }
        guard let isWrong = json["wantErr"]?.bool ?? (json.object == nil ? nil : false) else {
            throw Unfit(description: "it is no object")
        }
        (self.kind, self.json, self.isWrong) = (kind, json, isWrong)
    }

    /// What is wrong; `nil` if the proof is accepted exactly if it must be.
    var fault: String? {
        do {
            try verify()
            return isWrong ? "a wrong proof was accepted" : nil
        } catch {
            return isWrong ? nil : "a right proof was refused: \(words(error))"
        }
    }

    private func verify() throws {
        let proof = try (json["proof"]?.array ?? []).map { try hash($0) }
        switch kind {
        case "inclusion":
            try verifyInclusion(
                leaf: hash(json["leafHash"]), index: number("leafIdx"), size: number("treeSize"),
                root: root("root"), proof: proof)
        case "consistency":
            try verifyConsistency(
                from: number("size1"), to: number("size2"), root: root("root1"), larger: root("root2"),
                proof: proof)
        case "subtreeinclusion":
            try verifySubtreeInclusion(
                leaf: hash(json["leafHash"]), index: number("leafIdx"), subtree: try subtree(),
                root: root("root"), proof: proof)
        default:
            try verifySubtreeConsistency(
                subtree: try subtree(), size: number("size"), root: root("root1"), whole: root("root2"),
                proof: proof)
        }
    }

    private func subtree() throws -> Subtree {
        try Subtree(start: try number("start"), end: try number("end"))
    }

    private func number(_ name: String) throws -> Int64 {
        guard let number = json[name]?.integer else {
            throw Unfit(description: "`\(name)` is no whole number")
        }
        return number
    }

    /// Roots of other lengths, which some cases have, only want comparing: their digests stand for them.
    private func root(_ name: String) throws -> MerkleHash {
        guard let bytes = json[name]?.string.flatMap({ base64Bytes($0) }) else {
            throw Unfit(description: "`\(name)` is no base64")
        }
        return MerkleHash(bytes: bytes) ?? .leaf(bytes)
    }

    private func hash(_ json: JSON?) throws -> MerkleHash {
        guard let hash = json?.string.flatMap(MerkleHash.init(base64:)) else {
            throw Unfit(description: "a hash is none")
        }
        return hash
    }
}
