/// How bad a vulnerability is, in the words of the CVSS qualitative rating scale; the order goes up.
///
/// That nothing is known is not a severity: it is `nil` where a severity may stand.
public enum AdvisorySeverity: String, Hashable, Sendable, Comparable, CaseIterable {
    case low, medium, high, critical

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }

    /// Reads the word an advisory database gives, in any case; GitHub's `MODERATE` is ``medium``.
    public init?(databaseWord word: String) {
        let lower = word.lowercased()
        if lower == "moderate" { self = .medium } else { self.init(rawValue: lower) }
    }

    /// The rating of a score between 0.0 and 10.0 (CVSS v3.1 section 5, CVSS v4.0 section 6).
    ///
    /// A score of 0.0 is rated `None` there, which is not the same as unknown; it becomes ``low``, the least there is.
    public init(score: Double) {
        self =
            switch score {
            case ..<4: .low
            case ..<7: .medium
            case ..<9: .high
            default: .critical
            }
    }
}
