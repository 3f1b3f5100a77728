import StructuredData

/// A run in one line.
package struct RunSummary: Hashable, Sendable {
    package let id: String
    /// Of `RunStarted`, in the ledger.
    package let position: Int64
    /// In nanoseconds since 1970, like every time here.
    package let started: Int64
    package let actor: String
    package let policy: String?
    package let definition: String?
    package let subject: Subject?
    package let answer: Answer
    package let duration: Duration?
    package let failed: [String]
    package let undecided: [String]
    package let traceID: String?
    /// What people said to it; `nil` for a run that nobody is asked about.
    package internal(set) var approval: Approval?
    /// Whether its policy wants people to approve what is done.
    let needsApproval: Bool

    init?(_ row: Columns) {
        guard let id = row.text("run"), let position = row.integer("position"),
            let started = row.integer("started")
        else { return nil }
        (self.id, self.position, self.started) = (id, position, started)
        actor = row.text("actor") ?? ""
        (policy, definition) = (row.text("policy"), row.text("definition"))
        subject = row.text("subject").flatMap { try? Subject(json: JSON(parsing: $0)) }
        answer = Answer(
            row.text("verdict").flatMap(Verdict.Result.init), end: row.text("end").flatMap(RunEnd.Result.init)
        )
        duration = row.real("seconds").map { .seconds($0) }
        (failed, undecided) = (row.list("failed"), row.list("undecided"))
        traceID = row.text("trace")
        needsApproval = row.integer("signed") == 1
    }
}

extension RunSummary {
    /// The line of a run whose events are at hand; its position is not known.
    package init(_ run: RunState) {
        (id, position, started, actor) = (run.id, 0, run.started ?? 0, "")
        (policy, definition, subject) = (run.header?.policy, run.header?.definition, run.header?.subject)
        (answer, duration, traceID) = (run.answer, run.end?.duration, run.traceID)
        (approval, needsApproval) = (run.approval, run.basis?.needsApproval == true)
        let decisions = run.verdict?.decisions ?? []
        failed = decisions.filter { $0.status == .failed }.map(\.gate)
        undecided = decisions.filter { $0.status == .undecided }.map(\.gate)
    }
}

/// What became of a gate in one run.
package struct GateHistory: Hashable, Sendable {
    package let run: String
    package let gate: String
    package let time: Int64
    package let outcome: String
    /// `nil` if the run has no verdict.
    package let status: String?
    package let reason: String?
    package let seconds: Double
    package let reusedFrom: String?
    package let tool: String?
    package let findings: Int64

    init?(_ row: Columns) {
        guard let run = row.text("run"), let gate = row.text("gate"), let time = row.integer("time") else {
            return nil
        }
        (self.run, self.gate, self.time) = (run, gate, time)
        (outcome, status) = (row.text("outcome") ?? "", row.text("status"))
        (reason, seconds) = (row.text("reason"), row.real("seconds") ?? 0)
        (reusedFrom, tool) = (row.text("reused"), row.text("tool"))
        findings = row.integer("findings") ?? 0
    }
}

/// One value of a metric, or several that were thinned out to one.
package struct SeriesPoint: Hashable, Sendable {
    package let gate: String
    package let metric: String
    package let run: String
    package let time: Int64
    /// In `unit`; of several, the last.
    package let value: Double
    package let unit: String
    /// Of the values that stand behind it.
    package let least: Double
    package let most: Double
    package let count: Int64

    init?(_ row: Columns) {
        guard let gate = row.text("gate"), let metric = row.text("metric"), let run = row.text("run"),
            let time = row.integer("time"), let value = row.real("value")
        else { return nil }
        (self.gate, self.metric, self.run, self.time, self.value) = (gate, metric, run, time, value)
        unit = row.text("unit") ?? ""
        (least, most) = (row.real("least") ?? value, row.real("most") ?? value)
        count = row.integer("count") ?? 1
    }
}

/// A finding over all runs.
package struct FindingRecord: Hashable, Sendable {
    package enum State: String, Hashable, Sendable, CaseIterable { case open, fixed }

    package let gate: String
    package let fingerprint: String
    package let rule: String
    package let severity: String?
    package let message: String
    package let file: String?
    package let line: Int64?
    package let firstRun: String
    package let firstSeen: Int64
    package let lastRun: String
    package let lastSeen: Int64
    /// In how many runs it was there.
    package let runs: Int64
    package let fixedIn: String?
    package let fixedAt: Int64?

    package var state: State { fixedIn == nil ? .open : .fixed }

    /// How long it was there, or has been.
    package func age(now: Int64) -> Duration { .nanoseconds((fixedAt ?? now) - firstSeen) }

    init?(_ row: Columns) {
        guard let gate = row.text("gate"), let fingerprint = row.text("fingerprint"),
            let firstRun = row.text("firstRun"), let lastRun = row.text("lastRun"),
            let firstSeen = row.integer("firstSeen"), let lastSeen = row.integer("lastSeen")
        else { return nil }
        (self.gate, self.fingerprint) = (gate, fingerprint)
        (self.firstRun, self.firstSeen, self.lastRun, self.lastSeen) = (
            firstRun, firstSeen, lastRun, lastSeen
        )
        (rule, severity, message) = (row.text("rule") ?? "", row.text("severity"), row.text("message") ?? "")
        (file, line, runs) = (row.text("file"), row.integer("line"), row.integer("runs") ?? 1)
        (fixedIn, fixedAt) = (row.text("fixedIn"), row.integer("fixedAt"))
    }
}

/// A waiver over all runs.
package struct WaiverRecord: Hashable, Sendable {
    package let target: String
    /// `finding`, `rule` or `gate`.
    package let kind: String
    package let until: String
    package let reason: String
    package let owner: String?
    package let firstSeen: Int64
    package let lastRun: String
    package let lastSeen: Int64
    package let runs: Int64

    init?(_ row: Columns) {
        guard let target = row.text("target"), let kind = row.text("kind"), let until = row.text("until"),
            let lastRun = row.text("lastRun"), let firstSeen = row.integer("firstSeen"),
            let lastSeen = row.integer("lastSeen")
        else { return nil }
        (self.target, self.kind, self.until, self.lastRun) = (target, kind, until, lastRun)
        (self.firstSeen, self.lastSeen) = (firstSeen, lastSeen)
        (reason, owner, runs) = (row.text("reason") ?? "", row.text("owner"), row.integer("runs") ?? 1)
    }
}

/// What one person's runs came to.
package struct PersonRecord: Hashable, Sendable {
    package let actor: String
    package let runs: Int64
    package let done: Int64
    package let notDone: Int64
    package let undecided: Int64
    package let firstSeen: Int64
    package let lastSeen: Int64

    init?(_ row: Columns) {
        guard let actor = row.text("actor"), let firstSeen = row.integer("firstSeen"),
            let lastSeen = row.integer("lastSeen")
        else { return nil }
        (self.actor, self.firstSeen, self.lastSeen) = (actor, firstSeen, lastSeen)
        (runs, done) = (row.integer("runs") ?? 0, row.integer("done") ?? 0)
        (notDone, undecided) = (row.integer("notDone") ?? 0, row.integer("undecided") ?? 0)
    }
}
