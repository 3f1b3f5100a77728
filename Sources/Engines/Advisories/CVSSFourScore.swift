/// The score of CVSS v4.0, in tenths.
///
/// Section 8 of the specification: a vector falls into a macro vector of six equivalence classes (EQ1 to EQ6), each
/// macro vector has a score, and the distance of the vector from the worst vector of its macro vector moves the score
/// towards those of the next lower macro vectors. All distances are whole steps and all scores whole tenths, so the
/// mean is computed as a fraction and rounded once.
func scoreV4(_ given: [String: String]) -> Int {
    let metrics = EffectiveMetrics(given)
    if ["VC", "VI", "VA", "SC", "SI", "SA"].allSatisfy({ metrics[$0] == "N" }) { return 0 }
    let macro = MacroVector(metrics)
    guard let score = macro.score else { return 0 }
    var terms: [Fraction] = []
    for (lower, worst, depth) in macro.steps {
        guard let lower, lower <= score else { continue }
        let distance = worst.isEmpty ? 0 : metrics.distance(fromFirstAbove: worst)
        terms.append(Fraction((score - lower) * distance, depth))
    }
    guard !terms.isEmpty else { return score }
    let mean = terms.reduce(Fraction(0, 1), +) / terms.count
    return min(100, max(0, (Fraction(score, 1) - mean).roundedHalfUp))
}

/// The metrics that count: modified ones over base ones, and the worst case for what was not defined.
private struct EffectiveMetrics {
    private let given: [String: String]

    init(_ given: [String: String]) { self.given = given }

    subscript(_ metric: String) -> String {
        if let value = given["M" + metric], value != "X" { return value }
        if let value = given[metric], value != "X" { return value }
        return metric == "E" ? "A" : "H"
    }

    func any(_ metrics: [String], are value: String) -> Bool { metrics.contains { self[$0] == value } }

    /// Steps from the first of `worst` that is at least as severe in every metric.
    func distance(fromFirstAbove worst: [[String: String]]) -> Int {
        for vector in worst {
            let steps = vector.map { metric, value in
                (severityV4(metric, self[metric]) ?? 0) - (severityV4(metric, value) ?? 0)
            }
            if steps.allSatisfy({ $0 >= 0 }) { return steps.reduce(0, +) }
        }
        return 0
    }
}

/// The levels of the six equivalence classes, 0 the most severe (tables 24 to 29).
private struct MacroVector {
    var eq1, eq2, eq3, eq4, eq5, eq6: Int

    init(_ metrics: EffectiveMetrics) {
        let open = [metrics["AV"], metrics["PR"], metrics["UI"]].map { $0 == "N" }
        let physical = metrics["AV"] == "P"
        eq1 = open.allSatisfy(\.self) ? 0 : open.contains(true) && !physical ? 1 : 2
        eq2 = metrics["AC"] == "L" && metrics["AT"] == "N" ? 0 : 1
        let lost = [metrics["VC"], metrics["VI"], metrics["VA"]].map { $0 == "H" }
        eq3 = lost[0] && lost[1] ? 0 : lost.contains(true) ? 1 : 2
        eq4 =
            metrics.any(["SI", "SA"], are: "S") ? 0 : metrics.any(["SC", "SI", "SA"], are: "H") ? 1 : 2
        eq5 = ["A": 0, "P": 1][metrics["E"]] ?? 2
        eq6 = zip(lost, ["CR", "IR", "AR"]).contains { $0 && metrics[$1] == "H" } ? 0 : 1
    }

    /// The score in tenths; `nil` for a macro vector that does not exist.
    var score: Int? {
        guard eq1 < 3, eq2 < 2, eq3 < 3, eq4 < 3, eq5 < 3, eq6 < 2 else { return nil }
        let score = macroScoresV4[(eq1 * 2 + eq2) * 3 + eq3][(eq4 * 3 + eq5) * 2 + eq6]
        return score < 0 ? nil : score
    }

    /// For each class (EQ3 and EQ6 are one): the score one level lower, the worst vectors of this level, and its depth.
    var steps: [(lower: Int?, worst: [[String: String]], depth: Int)] {
        [
            (with { $0.eq1 += 1 }.score, worstEQ1[eq1], [1, 4, 5][eq1]),
            (with { $0.eq2 += 1 }.score, worstEQ2[eq2], [1, 2][eq2]),
            (lowerEQ3EQ6, worstEQ3EQ6[eq3][eq6], [[7, 6], [8, 8], [10, 10]][eq3][eq6]),
            (with { $0.eq4 += 1 }.score, worstEQ4[eq4], [6, 5, 4][eq4]),
            (with { $0.eq5 += 1 }.score, [], 1),
        ]
    }

    /// From the top there are two ways down, and the higher score counts.
    private var lowerEQ3EQ6: Int? {
        switch (eq3, eq6) {
        case (0, 0): [with { $0.eq6 += 1 }.score, with { $0.eq3 += 1 }.score].compactMap(\.self).max()
        case (1, 0): with { $0.eq6 += 1 }.score
        case (_, 1): with { $0.eq3 += 1 }.score
        default: nil
        }
    }

    private func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }
}

private struct Fraction {
    let top, bottom: Int

    init(_ top: Int, _ bottom: Int) { (self.top, self.bottom) = (top, bottom) }

    static func + (a: Self, b: Self) -> Self {
        Self(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
    }
    static func - (a: Self, b: Self) -> Self {
        Self(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom)
    }
    static func / (a: Self, b: Int) -> Self { Self(a.top, a.bottom * b) }

    /// The nearest whole number, the upper one of two; for positive fractions.
    var roundedHalfUp: Int { (2 * top + bottom) / (2 * bottom) }
}
