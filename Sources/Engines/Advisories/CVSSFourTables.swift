/// How many steps a value is below the most severe one of its metric (CVSS v4.0, section 8.3); `nil`: no such value.
func severityV4(_ metric: String, _ value: String) -> Int? {
    switch metric {
    case "AV": ["N": 0, "A": 1, "L": 2, "P": 3][value]
    case "PR": ["N": 0, "L": 1, "H": 2][value]
    case "UI": ["N": 0, "P": 1, "A": 2][value]
    case "AC": ["L": 0, "H": 1][value]
    case "AT": ["N": 0, "P": 1][value]
    case "VC", "VI", "VA": ["H": 0, "L": 1, "N": 2][value]
    case "SC", "SI", "SA": ["S": 0, "H": 1, "L": 2, "N": 3][value]
    case "CR", "IR", "AR": ["H": 0, "M": 1, "L": 2][value]
    default: nil
    }
}

// The worst vectors of each level of each equivalence class (CVSS v4.0, section 8.2): no vector of the level is more
// severe in every metric.

let worstEQ1 = [
    worst("AV:N/PR:N/UI:N"), worst("AV:A/PR:N/UI:N", "AV:N/PR:L/UI:N", "AV:N/PR:N/UI:P"),
    worst("AV:P/PR:N/UI:N", "AV:A/PR:L/UI:P"),
]
let worstEQ2 = [worst("AC:L/AT:N"), worst("AC:H/AT:N", "AC:L/AT:P")]
let worstEQ3EQ6 = [
    [
        worst("VC:H/VI:H/VA:H/CR:H/IR:H/AR:H"),
        worst("VC:H/VI:H/VA:L/CR:M/IR:M/AR:H", "VC:H/VI:H/VA:H/CR:M/IR:M/AR:M"),
    ],
    [
        worst("VC:L/VI:H/VA:H/CR:H/IR:H/AR:H", "VC:H/VI:L/VA:H/CR:H/IR:H/AR:H"),
        worst(
            "VC:L/VI:H/VA:L/CR:H/IR:M/AR:H", "VC:L/VI:H/VA:H/CR:H/IR:M/AR:M", "VC:H/VI:L/VA:H/CR:M/IR:H/AR:M",
            "VC:H/VI:L/VA:L/CR:M/IR:H/AR:H", "VC:L/VI:L/VA:H/CR:H/IR:H/AR:M"),
    ],
    [[], worst("VC:L/VI:L/VA:L/CR:H/IR:H/AR:H")],  // Without a high impact no requirement can weigh one.
]
let worstEQ4 = [worst("SC:H/SI:S/SA:S"), worst("SC:H/SI:H/SA:H"), worst("SC:L/SI:L/SA:L")]

private func worst(_ vectors: String...) -> [[String: String]] {
    vectors.map { vector in
        let fields = vector.split(separator: "/").map { $0.split(separator: ":").map(String.init) }
        return Dictionary(fields.map { ($0[0], $0[1]) }) { first, _ in first }
    }
}

/// The score of each macro vector in tenths (CVSS v4.0, table 30): rows by EQ1 EQ2 EQ3, columns by EQ4 EQ5 EQ6;
/// -1: there is no such macro vector.
let macroScoresV4: [[Int]] = [
    [100, 99, 98, 95, 95, 92, 100, 96, 93, 87, 91, 81, 93, 90, 89, 80, 81, 68],  // 000
    [98, 95, 95, 92, 90, 84, 93, 92, 89, 81, 81, 65, 88, 80, 78, 70, 69, 48],  // 001
    [-1, 92, -1, 82, -1, 72, -1, 79, -1, 69, -1, 50, -1, 69, -1, 55, -1, 27],  // 002
    [99, 97, 95, 92, 92, 85, 95, 91, 90, 83, 84, 71, 92, 81, 82, 71, 72, 53],  // 010
    [95, 93, 92, 85, 85, 73, 92, 82, 80, 72, 70, 59, 84, 70, 71, 52, 50, 30],  // 011
    [-1, 86, -1, 75, -1, 52, -1, 71, -1, 52, -1, 29, -1, 63, -1, 29, -1, 17],  // 012
    [98, 95, 94, 87, 91, 81, 94, 89, 86, 74, 77, 64, 87, 75, 74, 63, 63, 49],  // 100
    [94, 89, 88, 77, 76, 67, 86, 76, 74, 58, 59, 50, 72, 57, 57, 52, 52, 25],  // 101
    [-1, 83, -1, 70, -1, 54, -1, 65, -1, 58, -1, 26, -1, 53, -1, 21, -1, 13],  // 102
    [95, 90, 88, 76, 76, 70, 90, 77, 75, 62, 61, 53, 77, 66, 68, 59, 52, 30],  // 110
    [89, 78, 76, 67, 62, 58, 74, 59, 57, 57, 47, 23, 61, 52, 57, 29, 24, 16],  // 111
    [-1, 71, -1, 59, -1, 30, -1, 58, -1, 26, -1, 15, -1, 23, -1, 13, -1, 6],  // 112
    [93, 87, 86, 72, 75, 58, 86, 74, 74, 61, 56, 34, 70, 54, 52, 40, 40, 22],  // 200
    [85, 75, 74, 55, 62, 51, 72, 57, 55, 41, 46, 19, 53, 36, 34, 19, 19, 8],  // 201
    [-1, 64, -1, 51, -1, 20, -1, 47, -1, 21, -1, 11, -1, 24, -1, 9, -1, 4],  // 202
    [88, 75, 73, 53, 60, 50, 73, 55, 59, 40, 41, 20, 54, 43, 45, 22, 20, 11],  // 210
    [75, 55, 58, 45, 40, 21, 61, 51, 48, 18, 20, 9, 46, 18, 17, 7, 8, 2],  // 211
    [-1, 53, -1, 24, -1, 14, -1, 24, -1, 12, -1, 5, -1, 10, -1, 3, -1, 1],  // 212
]
