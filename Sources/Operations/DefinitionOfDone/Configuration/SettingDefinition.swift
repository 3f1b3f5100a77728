/// One scalar setting: where it is written, what it may be, what it is when nobody says.
package struct SettingDefinition: Hashable, Sendable {
    /// The form its value must have.
    package enum Form: Hashable, Sendable {
        case text
        case wholeNumber
        /// A number with `ms`, `s`, `min`, `h` or `d`.
        case duration
        case choice([String])
        /// Ages and steps, see ``ThinningRule``.
        case thinning

        package var words: String {
            switch self {
            case .text: "a string"
            case .wholeNumber: "a whole number of at least 1"
            case .duration: "a duration such as \"90s\" or \"20min\""
            case .thinning: "ages with steps, both rising, such as \"30d: 1d, 365d: 7d\""
            case .choice(let names): "one of \(names.joined(separator: ", "))"
            }
        }
    }

    /// The key in `[tool.uvmgr.dod]`.
    package let key: String
    package let form: Form
    package let builtin: String?
    package let summary: String

    /// The environment variable that overrides files.
    package var variable: String {
        "UVMGR_DOD_" + key.uppercased().replacing("-", with: "_")
    }

    package static let all: [SettingDefinition] = [
        SettingDefinition(
            key: "policy", form: .text, builtin: Policy.defaultName,
            summary: "a built-in policy, or the path of a policy file"),
        SettingDefinition(
            key: "timeout", form: .duration, builtin: "20min", summary: "for the whole run"),
        SettingDefinition(
            key: "gate-timeout", form: .duration, builtin: "10min", summary: "for each gate that has no own"),
        SettingDefinition(
            key: "parallel", form: .wholeNumber, builtin: nil, summary: "gates at once; the cores by default"),
        SettingDefinition(
            key: "advisories", form: .text, builtin: "https://api.osv.dev",
            summary: "an OSV service, or a ZIP or folder of OSV entries"),
        SettingDefinition(
            key: "advisories-max-age", form: .duration, builtin: "1h",
            summary: "how long answers of an OSV service are used again"),
        SettingDefinition(
            key: "unknown-severity", form: .choice(["critical", "high", "medium", "low", "ignore"]),
            builtin: "critical", summary: "what an advisory without a severity counts as"),
        SettingDefinition(
            key: "environment", form: .text, builtin: nil,
            summary: "a virtual environment to use as it is, instead of one of uvmgr's own"),
        SettingDefinition(
            key: "since", form: .text, builtin: nil,
            summary: "the commit that `diff` measures against; the merge base with the main branch by default"
        ),
        SettingDefinition(
            key: "process", form: .text, builtin: nil,
            summary: "the BPMN file that validations follow, instead of uvmgr's own process"),
        SettingDefinition(
            key: "keep-evidence", form: .duration, builtin: nil,
            summary: "how long `audit compact` leaves the evidence of a run; for good by default"),
        SettingDefinition(
            key: "thin-measurements", form: .thinning, builtin: nil,
            summary: "from which age on `audit compact` leaves one measurement in how long; all by default"),
    ]

    package static func named(_ key: String) -> SettingDefinition? { all.first { $0.key == key } }
}

extension Duration {
    /// Reads `90s`, `1.5min`, `500ms`, `2h`, `30d`; `nil` for anything else and for nothing or less.
    package init?(setting text: String) {
        let units: [(String, Double)] = [
            ("ms", 0.001), ("min", 60), ("s", 1), ("h", 3600), ("m", 60), ("d", 86_400),
        ]
        let compact = text.filter { !$0.isWhitespace }
        guard let (unit, scale) = units.first(where: { compact.hasSuffix($0.0) }),
            let number = Double(compact.dropLast(unit.count)), number.isFinite, number > 0, number < 1e9
        else { return nil }
        self = .seconds(number * scale)
    }
}
