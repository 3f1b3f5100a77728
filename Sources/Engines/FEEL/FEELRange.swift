/// An interval, with an end for each side that is bounded (DMN 1.5, 10.3.2.7).
public final class FEELRange: Hashable, Sendable {
    /// How the range was written: between two ends, or by one comparison.
    ///
    /// `(=10)` is not equal to `[10..10]`.
    enum Form: Hashable, Sendable {
        case ends
        case comparison
        case equal
        case notEqual
    }

    /// Null for a side without a bound.
    public let start: FEELValue
    public let includesStart: Bool
    /// Null for a side without a bound.
    public let end: FEELValue
    public let includesEnd: Bool
    let form: Form

    /// The values between two ends; an end that is null is no bound.
    public convenience init(
        start: FEELValue, includesStart: Bool = true, end: FEELValue, includesEnd: Bool = true
    ) {
        self.init(start, includesStart, end, includesEnd, form: .ends)
    }

    init(
        _ start: FEELValue, _ includesStart: Bool, _ end: FEELValue, _ includesEnd: Bool, form: Form
    ) {
        (self.start, self.includesStart, self.end, self.includesEnd) = (
            start, includesStart, end, includesEnd
        )
        self.form = form
    }

    /// `< end`, `>= start` and their like.
    convenience init(_ sign: ComparisonSign, _ value: FEELValue) {
        switch sign {
        case .less: self.init(.null, false, value, false, form: .comparison)
        case .lessOrEqual: self.init(.null, false, value, true, form: .comparison)
        case .greater: self.init(value, false, .null, false, form: .comparison)
        case .greaterOrEqual: self.init(value, true, .null, false, form: .comparison)
        case .equal: self.init(value, true, value, true, form: .equal)
        case .notEqual: self.init(value, false, value, false, form: .notEqual)
        }
    }

    public static func == (a: FEELRange, b: FEELRange) -> Bool {
        a.form == b.form && a.includesStart == b.includesStart && a.includesEnd == b.includesEnd
            && a.start == b.start && a.end == b.end
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(end)
    }
}

/// The six comparisons.
enum ComparisonSign: String, Hashable, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}
