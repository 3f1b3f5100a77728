public import StructuredData
import PythonPackaging

extension Advisory {
    /// Reads an OSV entry.
    ///
    /// What real databases get wrong is tolerated where it cannot hide a vulnerability:
    /// - package names that are not normalized (they are normalized here);
    /// - range events without a member, `{}` (left out), and with several (each counts);
    /// - `null` and absent lists (empty); affected parts without a package (they are about commits);
    /// - missing severities and dates, and severities in systems that are not known;
    /// - bounds and versions that PEP 440 does not know (kept as text; ``matches(for:in:reported:)`` says how they
    ///   count).
    ///
    /// - Throws: ``AdvisoriesError/notAnAdvisory(id:pointer:)`` if `id` or `modified` is missing, or anything that says
    ///   what is affected has another shape than the schema's.
    /// - SeeAlso: https://ossf.github.io/osv-schema/
    public init(_ json: JSON) throws(AdvisoriesError) {
        guard let id = json["id"]?.string, !id.isEmpty else { throw .notAnAdvisory(id: nil, pointer: "/id") }
        let reader = Reader(id: id)
        guard let modified = json["modified"]?.string else { throw reader.fault("/modified") }
        var affected: [Affected] = []
        for (index, part) in try reader.list(json, "affected", "").enumerated() {
            if let part = try reader.affected(part, "/affected/\(index)") { affected.append(part) }
        }
        self.init(
            id: id, aliases: try reader.strings(json, "aliases", ""),
            related: try reader.strings(json, "related", ""), modified: AdvisoryTime(modified),
            published: json["published"]?.string.map(AdvisoryTime.init),
            withdrawn: json["withdrawn"]?.string.map(AdvisoryTime.init), summary: oneLine(json),
            ratings: try reader.ratings(json, ""), affected: affected,
            references: (json["references"]?.array ?? []).compactMap { reference in
                reference["url"]?.string.map { Reference(kind: reference["type"]?.string ?? "WEB", url: $0) }
            },
            databaseSeverity: json["database_specific"]?["severity"]?.string)
    }
}

private struct Reader {
    let id: String

    func fault(_ pointer: String) -> AdvisoriesError { .notAnAdvisory(id: id, pointer: pointer) }

    func list(_ json: JSON, _ key: String, _ place: String) throws(AdvisoriesError) -> [JSON] {
        guard let member = json[key], !member.isNull else { return [] }
        guard let list = member.array else { throw fault("\(place)/\(key)") }
        return list
    }

    func strings(_ json: JSON, _ key: String, _ place: String) throws(AdvisoriesError) -> [String] {
        var texts: [String] = []
        for (index, element) in try list(json, key, place).enumerated() {
            guard let text = element.string else { throw fault("\(place)/\(key)/\(index)") }
            texts.append(text)
        }
        return texts
    }

    func ratings(_ json: JSON, _ place: String) throws(AdvisoriesError) -> [Advisory.Rating] {
        try list(json, "severity", place).compactMap { rating in
            guard let system = rating["type"]?.string, let score = rating["score"]?.string else { return nil }
            return Advisory.Rating(system: system, score: score)
        }
    }

    /// `nil` for what is not a Python package.
    func affected(_ json: JSON, _ place: String) throws(AdvisoriesError) -> Advisory.Affected? {
        guard json.object != nil else { throw fault(place) }
        guard let package = json["package"] else { return nil }
        guard let ecosystem = package["ecosystem"]?.string, let name = package["name"]?.string else {
            throw fault("\(place)/package")
        }
        guard ecosystem == "PyPI" else { return nil }
        var ranges: [Advisory.Range] = []
        for (index, range) in try list(json, "ranges", place).enumerated() {
            if let range = try self.range(range, "\(place)/ranges/\(index)") { ranges.append(range) }
        }
        return Advisory.Affected(
            package: PackageName.normalized(name), ranges: ranges,
            versions: try strings(json, "versions", place), ratings: try ratings(json, place),
            databaseSeverity: json["database_specific"]?["severity"]?.string
                ?? json["ecosystem_specific"]?["severity"]?.string)
    }

    /// `nil` for ranges of commits.
    func range(_ json: JSON, _ place: String) throws(AdvisoriesError) -> Advisory.Range? {
        guard let type = json["type"]?.string else { throw fault("\(place)/type") }
        guard let kind = Advisory.Range.Kind(rawValue: type) else { return nil }
        var events: [Advisory.Event] = []
        for (index, event) in try list(json, "events", place).enumerated() {
            guard let members = event.object else { throw fault("\(place)/events/\(index)") }
            for (key, make) in eventKinds {
                guard let value = members[key] else { continue }
                guard let text = value.string else { throw fault("\(place)/events/\(index)/\(key)") }
                events.append(make(text))
            }
        }
        return Advisory.Range(kind: kind, events: events)
    }
}

private let eventKinds: [(key: String, make: @Sendable (String) -> Advisory.Event)] = [
    ("introduced", { .introduced($0) }), ("fixed", { .fixed($0) }), ("last_affected", { .lastAffected($0) }),
    ("limit", { .limit($0) }),
]

/// The summary, or the first line of the details.
private func oneLine(_ json: JSON) -> String? {
    if let summary = json["summary"]?.string, !summary.isEmpty { return summary }
    return json["details"]?.string.flatMap(Advisory.firstLine)
}

extension Advisory {
    /// The first line of a Markdown text that says something, shortened to 200 characters; `nil` if none does.
    public static func firstLine(_ text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.drop { $0 == "#" || $0.isWhitespace }
            guard !line.isEmpty else { continue }
            return line.count <= 200 ? String(line) : line.prefix(199) + "…"
        }
        return nil
    }
}
