public import StructuredData

extension Advisory {
    /// The entry as OSV JSON, reduced to what was read: reading it again gives an equal value.
    public var json: JSON {
        .members([
            "id": .string(id), "aliases": strings(aliases), "related": strings(related),
            "modified": modified.map { .string($0.text) }, "published": published.map { .string($0.text) },
            "withdrawn": withdrawn.map { .string($0.text) }, "summary": summary.map(JSON.string),
            "severity": list(ratings, \.json), "affected": .array(affected.map(\.json)),
            "references": list(references) { ["type": .string($0.kind), "url": .string($0.url)] },
            "database_specific": databaseSeverity.map { ["severity": .string($0)] },
        ])
    }
}

/// Empty lists are left out.
private func list<Element>(_ elements: [Element], _ json: (Element) -> JSON) -> JSON? {
    elements.isEmpty ? nil : .array(elements.map(json))
}

private func strings(_ texts: [String]) -> JSON? { list(texts, JSON.string) }

extension Advisory.Rating {
    fileprivate var json: JSON { ["type": .string(system), "score": .string(score)] }
}

extension Advisory.Affected {
    fileprivate var json: JSON {
        .members([
            "package": ["ecosystem": "PyPI", "name": .string(package)], "ranges": list(ranges, \.json),
            "versions": strings(versions), "severity": list(ratings, \.json),
            "database_specific": databaseSeverity.map { ["severity": .string($0)] },
        ])
    }
}

extension Advisory.Range {
    fileprivate var json: JSON {
        ["type": .string(kind.rawValue), "events": .array(events.map(\.json))]
    }
}

extension Advisory.Event {
    fileprivate var json: JSON {
        switch self {
        case .introduced(let text): ["introduced": .string(text)]
        case .fixed(let text): ["fixed": .string(text)]
        case .lastAffected(let text): ["last_affected": .string(text)]
        case .limit(let text): ["limit": .string(text)]
        }
    }
}
