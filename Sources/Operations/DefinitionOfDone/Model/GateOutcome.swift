/// What a gate is about.
package enum GateKind: String, Sendable, CaseIterable {
    case quality, security, performance, compliance
}

/// What became of a gate in a run.
package enum GateOutcome: Hashable, Sendable {
    /// The tool ran and said something that was understood.
    case measured
    /// The tool is missing, crashed, or printed what cannot be read; the reason is one sentence.
    case failedToRun(String)
    /// The gate ran longer than its time-out.
    case timedOut(after: Duration)
    /// There is nothing to measure, for the reason given.
    case notApplicable(String)
    case cancelled

    package var isMeasured: Bool { self == .measured }

    package var isTimedOut: Bool { if case .timedOut = self { true } else { false } }

    /// The words of the event `GateFinished`.
    package var name: String {
        switch self {
        case .measured: "measured"
        case .failedToRun: "failed to run"
        case .timedOut: "timed out"
        case .notApplicable: "not applicable"
        case .cancelled: "cancelled"
        }
    }

    /// Why nothing was measured; `nil` if something was.
    package var reason: String? {
        switch self {
        case .measured: nil
        case .failedToRun(let reason), .notApplicable(let reason): reason
        case .timedOut(let limit): "no result within \(limit.brief)"
        case .cancelled: "interrupted"
        }
    }
}

/// A program that a gate used, as found on the machine.
package struct ToolIdentity: Hashable, Sendable {
    package enum Origin: String, Sendable {
        /// Installed in the project's environment.
        case project
        /// Installed by uvmgr at its pinned version.
        case pinned
        /// Found on the search path.
        case system
        /// Part of uvmgr.
        case native
    }

    package let name: String
    package let version: String
    package let origin: Origin

    package init(name: String, version: String, origin: Origin) {
        (self.name, self.version, self.origin) = (name, version, origin)
    }
}

extension Duration {
    /// Seconds as a floating-point number.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// A length for people: `840 ms`, `3.2 s`, `2 min 5 s`.
    package var brief: String {
        let seconds = seconds
        if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
        if seconds < 100 {
            let tenths = Int((seconds * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
        }
        let whole = Int(seconds.rounded())
        return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s"
    }
}
