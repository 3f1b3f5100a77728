extension CVSSVector.Version {
    /// The metrics that every vector must give, in the order of the specification.
    var baseMetrics: [String] {
        switch self {
        case .v2: ["AV", "AC", "Au", "C", "I", "A"]
        case .v30, .v31: ["AV", "AC", "PR", "UI", "S", "C", "I", "A"]
        case .v4: ["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"]
        }
    }

    /// Every metric of the version with its values.
    var knownMetrics: [String: Set<String>] {
        switch self {
        case .v2: metricsV2
        case .v30, .v31: metricsV3
        case .v4: metricsV4
        }
    }
}

/// Reads lines of `METRIC VALUE VALUE …`.
private func table(_ lines: String) -> [String: Set<String>] {
    var table: [String: Set<String>] = [:]
    for line in lines.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        table[words[0]] = Set(words.dropFirst())
    }
    return table
}

/// CVSS v2.0, sections 2.1 to 2.3.
private let metricsV2 = table(
    """
    AV L A N
    AC H M L
    Au M S N
    C N P C
    I N P C
    A N P C
    E U POC F H ND
    RL OF TF W U ND
    RC UC UR C ND
    CDP N L LM MH H ND
    TD N L M H ND
    CR L M H ND
    IR L M H ND
    AR L M H ND
    """)

/// CVSS v3.1, table 15; the same in v3.0.
private let metricsV3 = table(
    """
    AV N A L P
    AC L H
    PR N L H
    UI N R
    S U C
    C H L N
    I H L N
    A H L N
    E X H F P U
    RL X U W T O
    RC X C R U
    CR X H M L
    IR X H M L
    AR X H M L
    MAV X N A L P
    MAC X L H
    MPR X N L H
    MUI X N R
    MS X U C
    MC X H L N
    MI X H L N
    MA X H L N
    """)

/// CVSS v4.0, table 23.
private let metricsV4 = table(
    """
    AV N A L P
    AC L H
    AT N P
    PR N L H
    UI N P A
    VC H L N
    VI H L N
    VA H L N
    SC H L N
    SI H L N
    SA H L N
    E X A P U
    CR X H M L
    IR X H M L
    AR X H M L
    MAV X N A L P
    MAC X L H
    MAT X N P
    MPR X N L H
    MUI X N P A
    MVC X H L N
    MVI X H L N
    MVA X H L N
    MSC X H L N
    MSI X S H L N
    MSA X S H L N
    S X N P
    AU X N Y
    R X A U I
    V X D C
    RE X L M H
    U X Clear Green Amber Red
    """)
