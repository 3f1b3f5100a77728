import DefinitionOfDone

/// What a run is doing, as far as its events tell: a value, changed by events and drawn by ``ProgressFrame``.
struct ProgressState: Sendable {
    /// Where one gate stands.
    enum Phase: Hashable, Sendable {
        case waiting
        case running(since: ContinuousClock.Instant, tool: String?)
        case ended(Ending)
    }

    /// How a gate ended.
    ///
    /// Whether that is enough is for the verdict to say.
    struct Ending: Hashable, Sendable {
        enum Mark: Hashable, Sendable { case measured, reused, nothing, failed, cancelled }
        let mark: Mark
        /// `measured in 3.2 s, 2 findings`.
        let text: String
    }

    struct Row: Hashable, Sendable {
        let name: String
        var phase: Phase
    }

    private(set) var rows: [Row] = []
    /// What takes time and is no gate, with when it began.
    private(set) var activities: [(name: String, since: ContinuousClock.Instant)] = []

    var nameWidth: Int { rows.map { $0.name.displayWidth }.max() ?? 0 }

    /// Takes one event in.
    ///
    /// - Returns: The row that it changed, for who prints changes instead of drawing them.
    mutating func apply(_ event: RunEvent, _ run: RunState, at now: ContinuousClock.Instant) -> Row? {
        switch event {
        case .planMade(let gates, _):
            rows = gates.map { Row(name: $0.name, phase: .waiting) }
            return nil
        case .gateStarted(let gate, let tool, _):
            return set(gate, .running(since: now, tool: tool.map { "\($0.name) \($0.version)" }))
        case .gateFinished(let end): return set(end.gate, .ended(Self.ending(end, run)))
        default: return nil
        }
    }

    mutating func activity(_ name: String, isRunning: Bool, at now: ContinuousClock.Instant) {
        activities.removeAll { $0.name == name }
        if isRunning { activities.append((name, now)) }
    }

    private mutating func set(_ gate: String, _ phase: Phase) -> Row? {
        guard let index = rows.firstIndex(where: { $0.name == gate }) else { return nil }
        rows[index].phase = phase
        return rows[index]
    }

    private static func ending(_ end: GateEnd, _ run: RunState) -> Ending {
        let gate = run.gate(end.gate)
        switch end.outcome {
        case .measured:
            let result = gate.map(result) ?? ""
            guard gate?.reusedFrom == nil else {
                return Ending(mark: .reused, text: ["unchanged, result reused", result].joinedNonEmpty)
            }
            return Ending(
                mark: .measured, text: ["measured in \(end.duration.brief)", result].joinedNonEmpty)
        case .notApplicable(let reason): return Ending(mark: .nothing, text: "nothing to measure: \(reason)")
        case .failedToRun(let reason): return Ending(mark: .failed, text: "failed to run: \(reason)")
        case .timedOut: return Ending(mark: .failed, text: "timed out: \(end.outcome.reason ?? "")")
        case .cancelled: return Ending(mark: .cancelled, text: "stopped")
        }
    }

    /// `line 83.2 %, 2 findings`: the first numbers of the whole, and how many findings.
    private static func result(_ gate: GateRun) -> String {
        let numbers = gate.measurements.filter { !$0.name.contains("[") }.prefix(2).map {
            "\($0.name) \($0.quantity)"
        }
        let findings =
            gate.findings.isEmpty
            ? [] : ["\(gate.findings.count) finding\(gate.findings.count == 1 ? "" : "s")"]
        let parts = Array(numbers) + findings
        return parts.isEmpty ? "no findings" : parts.joined(separator: ", ")
    }
}

extension [String] {
    fileprivate var joinedNonEmpty: String { filter { !$0.isEmpty }.joined(separator: ", ") }
}
