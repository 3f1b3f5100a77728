import Attestations
package import Ledger
package import StructuredData

/// The payload of the event `AttestationMade`: what was attested of a run, and by which key.
///
/// The streams of runs tell of the runs alone, so that these have a stream of their own.
package struct AttestationMade: Hashable, Sendable {
    package static let stream = "attestations"
    package static let type = "AttestationMade"
    /// Another key than that of the last checkpoint begins to sign.
    package static let signerType = "SignerChanged"

    /// The run's id.
    package let run: String
    /// SHA-256 of the bundle, which is kept as evidence.
    package let digest: String
    /// The name of the bundle's file.
    package let name: String
    /// What was attested: digests as `sha256:…`.
    package let subjects: [String]
    /// The predicate types, in the order of the bundle.
    package let predicates: [String]
    package let keyID: String

    package init(
        run: String, digest: String, name: String, subjects: [String], predicates: [String], keyID: String
    ) {
        (self.run, self.digest, self.name) = (run, digest, name)
        (self.subjects, self.predicates, self.keyID) = (subjects, predicates, keyID)
    }

    package var payload: JSON {
        [
            "run": .string(run), "digest": .string(digest), "name": .string(name),
            "subjects": .array(subjects.map(JSON.string)),
            "predicates": .array(predicates.map(JSON.string)), "keyid": .string(keyID),
        ]
    }

    /// Reads a payload; `nil` if it is none of these.
    package init?(payload: JSON) {
        guard let run = payload["run"]?.string, let digest = payload["digest"]?.string,
            let name = payload["name"]?.string, let keyID = payload["keyid"]?.string,
            let subjects = payload["subjects"]?.array?.compactMap(\.string),
            let predicates = payload["predicates"]?.array?.compactMap(\.string)
        else { return nil }
        self.init(
            run: run, digest: digest, name: name, subjects: subjects, predicates: predicates, keyID: keyID)
    }

    /// All that were made, the oldest first.
    package static func all(in log: any EventLog) async throws(SupplyChainError) -> [AttestationMade] {
        do {
            return try await log.read(stream: stream).filter { $0.type == type }.compactMap {
                AttestationMade(payload: $0.payload)
            }
        } catch { throw .ledger(error) }
    }
}
