/// A vector of the Common Vulnerability Scoring System, FIRST.
///
/// Versions 2.0, 3.0, 3.1 and 4.0 are read. Metrics may stand in any order.
public struct CVSSVector: Hashable, Sendable {
    public enum Version: String, Hashable, Sendable, CaseIterable {
        case v2 = "2.0"
        case v30 = "3.0"
        case v31 = "3.1"
        case v4 = "4.0"
    }

    public let version: Version
    /// The vector as it was given.
    public let text: String
    /// The value of each metric that was given.
    let metrics: [String: String]

    /// Reads a vector.
    ///
    /// - Parameter text: `CVSS:3.1/AV:N/…`; a vector of version 2.0 has no prefix.
    /// - Throws: ``AdvisoriesError/vector(_:_:)`` with the first rule that it breaks.
    /// - SeeAlso: "Vector String" in each version's specification at https://www.first.org/cvss/.
    public init(parsing text: String) throws(AdvisoriesError) {
        guard let (version, fields) = splitPrefix(text) else { throw .vector(text, .unknownVersion) }
        let known = version.knownMetrics
        var metrics: [String: String] = [:]
        for field in fields.split(separator: "/", omittingEmptySubsequences: false) {
            let parts = field.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { throw .vector(text, .malformedField(String(field))) }
            let (metric, value) = (parts[0], parts[1])
            guard let values = known[metric] else { throw .vector(text, .unknownMetric(metric)) }
            guard values.contains(value) else {
                throw .vector(text, .unknownValue(metric: metric, value: value))
            }
            guard metrics.updateValue(value, forKey: metric) == nil else {
                throw .vector(text, .duplicateMetric(metric))
            }
        }
        let missing = version.baseMetrics.filter { metrics[$0] == nil }
        guard missing.isEmpty else { throw .vector(text, .missingMetrics(missing)) }
        (self.version, self.text, self.metrics) = (version, text, metrics)
    }

    /// The score between 0.0 and 10.0, with one decimal.
    ///
    /// Versions 2 and 3: of the base metrics alone, as advisory databases show it. Version 4: of all metrics that are
    /// given, because that version has one score (CVSS-B, -BT, -BE or -BTE after the metrics that went into it).
    public var baseScore: Double {
        let tenths =
            switch version {
            case .v2: scoreV2(metrics)
            case .v30, .v31: scoreV3(metrics)
            case .v4: scoreV4(metrics)
            }
        return Double(tenths) / 10
    }

    /// The rating of ``baseScore``.
    public var severity: AdvisorySeverity { AdvisorySeverity(score: baseScore) }
}

/// Takes the version off a vector; `nil` if it names one that is not known.
private func splitPrefix(_ text: String) -> (CVSSVector.Version, Substring)? {
    guard text.hasPrefix("CVSS:") else { return (.v2, text[...]) }
    guard let slash = text.firstIndex(of: "/"),
        let version = CVSSVector.Version(rawValue: String(text[..<slash].dropFirst(5))), version != .v2
    else { return nil }
    return (version, text[text.index(after: slash)...])
}
