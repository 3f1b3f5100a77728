package import Diagnostics

/// What a run came to, also where it came to no verdict.
package enum Answer: String, Sendable, CaseIterable {
    case done
    case notDone = "not done"
    case undecided
    /// It was stopped before its end, by a person or because its process ended.
    case interrupted

    /// What a command that gives this answer exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .done: .success
        case .notDone: .no
        case .undecided: .undecided
        case .interrupted: .interrupted
        }
    }
}

extension RunState {
    /// The answer of the run; never ``Answer/done`` without a verdict that says so and an end that was reached.
    package var answer: Answer { Answer(verdict?.result, end: end?.result) }
}

extension Answer {
    /// What a verdict and an end come to, as far as there are any.
    init(_ verdict: Verdict.Result?, end: RunEnd.Result?) {
        if end == .interrupted {
            self = .interrupted
            return
        }
        switch verdict {
        case .done: self = .done
        case .notDone: self = .notDone
        case .undecided: self = .undecided
        case nil: self = end == nil ? .interrupted : .undecided
        }
    }
}

/// A gate of a run with all that is known of it.
struct GateView {
    let planned: PlannedGate
    let run: GateRun?
    let decision: GateDecision?

    var name: String { planned.name }
    var status: GateDecision.Status? { decision?.status }
    var wasMeasured: Bool { run?.outcome.isMeasured ?? false }

    /// The findings that count against a condition; where no part names any, all of them.
    var decisive: [Finding] {
        let all = run?.findings ?? []
        let named = Set((decision?.parts ?? []).filter { $0.result == .fails }.flatMap(\.findings))
        let counted = all.filter { named.contains($0.fingerprint) }
        return counted.isEmpty ? all : counted
    }

    /// The parts of the condition that decided: the failed ones, else the open ones, else all.
    var decisiveParts: [DecisionPart] {
        let parts = decision?.parts ?? []
        for result in [DecisionPart.Result.fails, .undetermined] {
            let matching = parts.filter { $0.result == result }
            if !matching.isEmpty { return matching }
        }
        return parts
    }

    /// `79.4 %`, over the parts that decided; what was measured where nothing was to be decided.
    var measured: String {
        let parts = decisiveParts
        if !parts.isEmpty { return parts.map(\.measured).joined(separator: "; ") }
        guard let run, run.outcome.isMeasured else { return "" }
        if !run.measurements.isEmpty { return run.headline }
        return run.findings.isEmpty ? "" : counted(run.findings.count, "finding")
    }

    /// `>= 80%`, over the parts that decided.
    var required: String { decisiveParts.map(\.required).joined(separator: "; ") }

    /// What a waiver of the whole gate excuses.
    var unexcused: String {
        let parts = decisiveParts.map { "\($0.measured), required \($0.required)" }
        if !parts.isEmpty { return parts.joined(separator: "; ") }
        guard let outcome = run?.outcome, let reason = outcome.reason else { return "not measured" }
        return "\(outcome.name): \(reason)"
    }

    /// The standard error of its tool, if it was kept.
    var standardError: Evidence? { run?.evidence.first { $0.name.contains("stderr") } }
}

extension RunState {
    /// The gates of the plan, in its order.
    var views: [GateView] {
        let decisions = Dictionary((verdict?.decisions ?? []).map { ($0.gate, $0) }) { first, _ in first }
        return plan.map { GateView(planned: $0, run: gate($0.name), decision: decisions[$0.name]) }
    }

    func views(_ status: GateDecision.Status) -> [GateView] { views.filter { $0.status == status } }

    /// `orders 1.2.0`, or the run's id before its first event.
    var title: String {
        guard let subject = header?.subject else { return id }
        return ([subject.project] + (subject.version.map { [$0] } ?? [])).joined(separator: " ")
    }

    /// `at 3f2a9c1, modified`; `nil` outside of git.
    var commitWords: String? {
        guard let subject = header?.subject, let commit = subject.commit else { return nil }
        return "at \(commit.prefix(7))" + (subject.isModified ? ", modified" : "")
    }

    var measuredCount: Int { gates.count { $0.outcome.isMeasured && $0.reusedFrom == nil } }
    var reusedCount: Int { gates.count { $0.outcome.isMeasured && $0.reusedFrom != nil } }
}

extension GateRun {
    /// The measurements of the whole, without those of parts in brackets: `line 83.2 %, branch 71 %`.
    var headline: String {
        let whole = measurements.filter { !$0.name.contains("[") }
        return (whole.isEmpty ? measurements : whole).prefix(4).map { "\($0.name) \($0.quantity)" }
            .joined(separator: ", ")
    }
}

/// `1 finding`, `2 findings`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
