/// The base score of CVSS v2.0 (section 3.2.1), in tenths.
func scoreV2(_ metrics: [String: String]) -> Int {
    let weights: [String: [String: Double]] = [
        "AV": ["L": 0.395, "A": 0.646, "N": 1], "AC": ["H": 0.35, "M": 0.61, "L": 0.71],
        "Au": ["M": 0.45, "S": 0.56, "N": 0.704],
    ]
    let impactWeight = ["N": 0, "P": 0.275, "C": 0.66]
    func weight(_ metric: String) -> Double { metrics[metric].flatMap { weights[metric]?[$0] } ?? 0 }
    func kept(_ metric: String) -> Double { 1 - (metrics[metric].flatMap { impactWeight[$0] } ?? 0) }
    let impact = 10.41 * (1 - kept("C") * kept("I") * kept("A"))
    guard impact > 0 else { return 0 }
    let exploitability = 20 * weight("AV") * weight("AC") * weight("Au")
    let score = (0.6 * impact + 0.4 * exploitability - 1.5) * 1.176
    return max(0, Int((score * 10 + 1e-9).rounded(.toNearestOrAwayFromZero)))
}

/// The base score of CVSS v3.0 and v3.1 (v3.1, section 7.1), in tenths.
func scoreV3(_ metrics: [String: String]) -> Int {
    let changed = metrics["S"] == "C"
    func weight(_ metric: String) -> Double {
        guard let value = metrics[metric] else { return 0 }
        if metric == "PR", changed, let weight = ["L": 0.68, "H": 0.5][value] { return weight }
        return weightsV3[metric]?[value] ?? 0
    }
    let lost = 1 - (1 - weight("C")) * (1 - weight("I")) * (1 - weight("A"))
    let impact = changed ? 7.52 * (lost - 0.029) - 3.25 * power(lost - 0.02, 15) : 6.42 * lost
    guard impact > 0 else { return 0 }
    let exploitability = 8.22 * weight("AV") * weight("AC") * weight("PR") * weight("UI")
    let score = (impact + exploitability) * (changed ? 1.08 : 1)
    return roundedUp(min(score, 10))
}

/// CVSS v3.1, table 16, with Privileges Required for an unchanged scope.
private let weightsV3: [String: [String: Double]] = [
    "AV": ["N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2], "AC": ["L": 0.77, "H": 0.44],
    "PR": ["N": 0.85, "L": 0.62, "H": 0.27], "UI": ["N": 0.85, "R": 0.62],
    "C": ["H": 0.56, "L": 0.22], "I": ["H": 0.56, "L": 0.22], "A": ["H": 0.56, "L": 0.22],
]

/// `Roundup` of CVSS v3.1, appendix A, in tenths: through hundred-thousandths, so that 4.000000000001 stays 4.0.
private func roundedUp(_ score: Double) -> Int {
    let scaled = Int((score * 100_000).rounded())
    return scaled / 10_000 + (scaled % 10_000 == 0 ? 0 : 1)
}

private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
}
