import Advisories
import Capabilities
import Diagnostics
import Digests
import StructuredData

/// What a service answered, kept in files that may be deleted at any time.
///
/// `queries.json` has the answers to queries with the time of each. `entries/ID.json` has an entry with the stamp under
/// which the service named it; while the stamp is the same the entry is. A file that cannot be read, is damaged or of
/// another shape counts as absent, because it is fetched and written again.
struct OSVCache: Sendable {
    struct Answer: Hashable, Sendable {
        let fetched: Instant
        let references: [OSVReference]
    }

    private static let schema: JSON = 1
    private let files: any FileSystem
    private let folder: String

    init(files: any FileSystem, folder: String, url: String) {
        self.files = files
        self.folder = "\(folder)/osv-\(SHA256Digest(of: url).hex.prefix(16))"
    }

    /// The answers by ``OSVQuery/key``.
    func answers() -> [String: Answer] {
        guard let members = document("queries.json")?["answers"]?.object else { return [:] }
        return members.compactMapValues { answer in
            guard let fetched = answer["fetched"]?.integer, fetched >= 0, let list = answer["entries"]?.array
            else {
                return nil
            }
            let references = list.compactMap { reference -> OSVReference? in
                guard let id = reference[0]?.string, let stamp = reference[1]?.string else { return nil }
                return OSVReference(id: id, stamp: stamp)
            }
            guard references.count == list.count else { return nil }
            return Answer(fetched: Instant(nanoseconds: fetched), references: references)
        }
    }

    func save(_ answers: [String: Answer]) throws(FileError) {
        let members = answers.mapValues { answer -> JSON in
            let references = answer.references.map { JSON.array([.string($0.id), .string($0.stamp)]) }
            return ["fetched": .integer(answer.fetched.nanoseconds), "entries": .array(references)]
        }
        try write(["answers": .object(members)], "queries.json")
    }

    /// The entry, if it is kept as it was at that stamp.
    func advisory(_ reference: OSVReference) -> Advisory? {
        guard let document = document(file(reference)), document["stamp"]?.string == reference.stamp,
            let entry = document["entry"], let advisory = try? Advisory(entry), advisory.id == reference.id
        else { return nil }
        return advisory
    }

    func save(_ advisory: Advisory, _ reference: OSVReference) throws(FileError) {
        try write(["stamp": .string(reference.stamp), "entry": advisory.json], file(reference))
    }

    /// Colons, which some file systems do not like in names, become `+`, which no id has.
    private func file(_ reference: OSVReference) -> String {
        "entries/\(String(reference.id.map { $0 == ":" ? "+" : $0 })).json"
    }

    private func document(_ name: String) -> JSON? {
        guard let bytes = try? files.read("\(folder)/\(name)"), let json = try? JSON(parsing: bytes),
            json["schema"] == Self.schema
        else { return nil }
        return json
    }

    private func write(_ members: [String: JSON], _ name: String) throws(FileError) {
        let document = JSON.object(members.merging(["schema": Self.schema]) { own, _ in own })
        try files.write(document.canonicalBytes, to: "\(folder)/\(name)")
    }
}
