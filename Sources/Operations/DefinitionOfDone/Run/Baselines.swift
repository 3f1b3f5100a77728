import Conditions
import Ledger

/// What earlier runs measured, as far as a condition asks for it.
struct Baselines: Sendable {
    /// Baseline name → gate → metric → value.
    private(set) var values: [String: [String: [String: Quantity]]] = [:]
    /// Fingerprints of the default baseline by gate; `nil`: there is none.
    private(set) var known: [String: Set<String>]?

    /// How many runs are looked through for one that fits.
    private static let depth = 200

    init(
        conditions: [Condition], store: any EventStore, except id: String, commit: String?
    ) async throws(DoDError) {
        var names = Set(conditions.flatMap(\.baselines))
        if conditions.contains(where: \.asksForNewFindings) { names.insert(Condition.defaultBaseline) }
        guard !names.isEmpty else { return }
        let history = RunHistory(store: store)
        let runs = try await history.recent(limit: Self.depth).filter { $0.id != id && $0.verdict != nil }
        for name in names {
            guard let run = runs.first(where: { Self.fits($0, name, commit) }) else { continue }
            let gates = run.gates.filter(\.outcome.isMeasured)
            values[name] = Dictionary(
                gates.map { gate in
                    (
                        gate.gate,
                        Dictionary(gate.measurements.map { ($0.name, $0.quantity) }) { first, _ in first }
                    )
                }
            ) { first, _ in first }
            guard name == Condition.defaultBaseline else { continue }
            known = Dictionary(gates.map { ($0.gate, Set($0.findings.map(\.fingerprint))) }) { $0.union($1) }
        }
    }

    private static func fits(_ run: RunState, _ name: String, _ commit: String?) -> Bool {
        guard let subject = run.header?.subject else { return false }
        switch name {
        case "last": return true
        case "main":
            return !subject.isModified
                && (subject.branch == "main" || subject.branch == "master"
                    || subject.commit != nil && subject.commit == commit)
        default:
            return run.id.hasPrefix(name) || subject.branch == name
                || subject.commit?.hasPrefix(name) == true && name.count >= 7
        }
    }
}
