package import DefinitionOfDone
package import ToolReports

/// All that the attestations of a run are made from.
package struct AttestedRun: Sendable {
    /// Has a verdict.
    package let run: RunState
    /// When the verdict was reached, in nanoseconds since 1970.
    package let verdictTime: Int64
    /// Who measured each gate, and when.
    ///
    /// A gate that was not measured, or whose origin is not on record, is not in it.
    package let origins: [String: GateOrigin]
    /// The report of the tests; `nil` if it is no longer there.
    package let tests: JUnitReport?
    /// Which advisories were looked at; `nil` if that is no longer there.
    package let advisories: AdvisoryFacts?
    package let proofs: RunProofs

    package init(
        run: RunState, verdictTime: Int64, origins: [String: GateOrigin], tests: JUnitReport?,
        advisories: AdvisoryFacts?, proofs: RunProofs
    ) {
        (self.run, self.verdictTime, self.origins) = (run, verdictTime, origins)
        (self.tests, self.advisories, self.proofs) = (tests, advisories, proofs)
    }
}

/// Which run measured a gate, and when: this one, or the one whose result was used again.
package struct GateOrigin: Hashable, Sendable {
    package let run: String
    package let header: RunHeader
    /// In nanoseconds since 1970.
    package let started: Int64
    package let finished: Int64

    package init(run: String, header: RunHeader, started: Int64, finished: Int64) {
        (self.run, self.header, self.started, self.finished) = (run, header, started, finished)
    }
}

/// What shows a run to be in a log (C2SP `tlog-proof` and `tlog-checkpoint`).
package struct RunProofs: Hashable, Sendable {
    /// Of the event `RunStarted`.
    package let start: String
    /// Of the event `VerdictReached`.
    package let verdict: String
    /// The signed checkpoint that both end in.
    package let checkpoint: String

    package init(start: String, verdict: String, checkpoint: String) {
        (self.start, self.verdict, self.checkpoint) = (start, verdict, checkpoint)
    }
}

/// Statements of a run, and what could not be stated.
package struct Attested<Element: Sendable>: Sendable {
    package var elements: [Element] = []
    /// Sentences: what was left out, and why.
    package var leftOut: [String] = []

    init() {}
}
