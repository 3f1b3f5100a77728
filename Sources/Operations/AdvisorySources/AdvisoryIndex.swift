import Advisories
import Digests
import StructuredData

/// A database of advisories in one file, from which those about a few packages are read without parsing the rest.
///
/// A line of JSON (schema, identity, newest entry, length and digest of the table); the table, a line `NAME OFFSET LENGTH
/// DIGEST` for each package; then for each package its entries as a JSON array. Offsets count from the end of the table.
/// Every part that is read is checked against its digest, so a damaged file is noticed.
struct AdvisoryIndex {
    let newest: AdvisoryTime?
    private let bytes: [UInt8]
    private let table: Range<Int>

    private static let schema: Int64 = 1

    /// `nil` if the bytes are not the index of the database with this identity.
    init?(_ bytes: [UInt8], identity: String) {
        guard let end = bytes.firstIndex(of: 0x0A), let header = try? JSON(parsing: bytes[..<end]),
            header["schema"]?.integer == Self.schema, header["identity"]?.string == identity,
            let length = header["table"]?.integer, let size = Int(exactly: length),
            0...(bytes.count - end - 1) ~= size
        else { return nil }
        table = (end + 1)..<(end + 1 + size)
        guard header["digest"]?.string == digest(bytes[table]) else { return nil }
        self.bytes = bytes
        newest = header["newest"]?.string.map(AdvisoryTime.init)
    }

    /// The entries about any of the packages; `nil` if the file is damaged.
    func advisories(about names: Set<String>) -> [Advisory]? {
        let wanted = Set(names.map { Array($0.utf8)[...] })
        var advisories: [Advisory] = []
        for line in bytes[table].split(separator: 0x0A) {
            let fields = line.split(separator: 0x20)
            guard fields.count == 4 else { return nil }
            guard wanted.contains(fields[0]) else { continue }
            guard let part = part(fields[1], fields[2], fields[3]),
                let entries = try? JSON(parsing: part).array
            else {
                return nil
            }
            for entry in entries {
                guard let advisory = try? Advisory(entry) else { return nil }
                advisories.append(advisory)
            }
        }
        return advisories
    }

    private func part(
        _ offset: ArraySlice<UInt8>, _ length: ArraySlice<UInt8>, _ expected: ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        let blob = bytes[table.upperBound...]
        guard let offset = Int(String(decoding: offset, as: UTF8.self)),
            let length = Int(String(decoding: length, as: UTF8.self)), 0...blob.count ~= offset,
            0...(blob.count - offset) ~= length
        else { return nil }
        let part = blob.dropFirst(offset).prefix(length)
        return digest(part) == String(decoding: expected, as: UTF8.self) ? part : nil
    }
}

extension AdvisoryIndex {
    /// The file for a database.
    static func bytes(_ advisories: [Advisory], identity: String) -> [UInt8] {
        var byPackage: [String: [JSON]] = [:]
        for advisory in advisories {
            let json = advisory.json
            for name in Set(advisory.affected.map(\.package)) { byPackage[name, default: []].append(json) }
        }
        var (table, blob): ([UInt8], [UInt8]) = ([], [])
        for (name, entries) in byPackage.sorted(by: { $0.key < $1.key }) where isTableName(name) {
            let part = JSON.array(entries).canonicalBytes
            table += "\(name) \(blob.count) \(part.count) \(digest(part[...]))\n".utf8
            blob += part
        }
        let header = JSON.members([
            "schema": .integer(schema), "identity": .string(identity), "table": .integer(Int64(table.count)),
            "digest": .string(digest(table[...])),
            "newest": advisories.compactMap(\.modified).max().map { .string($0.text) },
        ])
        return header.canonicalBytes + [0x0A] + table + blob
    }
}

/// A name with white space is no package's (PEP 508), so nobody asks for it.
private func isTableName(_ name: String) -> Bool { !name.isEmpty && !name.utf8.contains { $0 <= 0x20 } }

private func digest(_ bytes: ArraySlice<UInt8>) -> String { String(SHA256Digest(of: bytes).hex.prefix(32)) }
