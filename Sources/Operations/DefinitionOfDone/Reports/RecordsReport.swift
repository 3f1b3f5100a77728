package import Capabilities
package import StructuredData

/// Findings over all runs in a table.
package func findingsText(_ findings: [FindingRecord], now: Instant, options: ReportOptions) -> String {
    guard !findings.isEmpty else { return "no findings on record\n" }
    let rows = findings.map { finding in
        let place = finding.file.map { $0 + (finding.line.map { ":\($0)" } ?? "") }
        return [
            Table.Cell(finding.state.rawValue, finding.state == .open ? .red : .green),
            Table.Cell(finding.gate), Table.Cell(finding.severity ?? ""), Table.Cell(finding.rule),
            Table.Cell(days(finding.age(now: now.nanoseconds))), Table.Cell("\(finding.runs)"),
            Table.Cell(place ?? ""), Table.Cell(finding.message),
        ]
    }
    let header = ["state", "gate", "severity", "rule", "age", "runs", "place", "message"]
    return Table(header: header, rows: rows, right: [4, 5]).lines(options.style)
        .map { $0.truncated(to: options.width, unicode: options.unicode) + "\n" }.joined()
}

/// The same for programs; schema `uvmgr.findings/1`.
package func findingsJSON(_ findings: [FindingRecord], now: Instant) -> JSON {
    [
        "schema": "uvmgr.findings/1",
        "findings": .array(
            findings.map { finding in
                .members([
                    "gate": .string(finding.gate), "fingerprint": .string(finding.fingerprint),
                    "rule": .string(finding.rule), "severity": .text(finding.severity),
                    "message": .string(finding.message), "file": .text(finding.file),
                    "line": finding.line.map(JSON.integer), "state": .string(finding.state.rawValue),
                    "firstRun": .string(finding.firstRun), "firstSeen": time(finding.firstSeen),
                    "lastRun": .string(finding.lastRun), "lastSeen": time(finding.lastSeen),
                    "runs": .integer(finding.runs), "fixedIn": .text(finding.fixedIn),
                    "fixedAt": finding.fixedAt.map(time),
                    "ageSeconds": .number(finding.age(now: now.nanoseconds).seconds),
                ])
            }),
    ]
}

/// Waivers that changed a decision, in a table.
package func waiversText(_ waivers: [WaiverRecord], today: CalendarDay, options: ReportOptions) -> String {
    guard !waivers.isEmpty else { return "no waiver was ever applied\n" }
    let rows = waivers.map { waiver in
        let isOver = CalendarDay(waiver.until).map { $0 < today } ?? false
        return [
            Table.Cell("\(waiver.kind) \(waiver.target)"),
            Table.Cell(waiver.until, isOver ? .red : .plain), Table.Cell(waiver.owner ?? ""),
            Table.Cell("\(waiver.runs)"), Table.Cell(TrendPlot.day(waiver.lastSeen)),
            Table.Cell(waiver.reason),
        ]
    }
    let header = ["waives", "until", "by", "runs", "last used", "reason"]
    return Table(header: header, rows: rows, right: [3]).lines(options.style).joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.waivers/1`.
package func waiversJSON(_ waivers: [WaiverRecord]) -> JSON {
    [
        "schema": "uvmgr.waivers/1",
        "waivers": .array(
            waivers.map { waiver in
                .members([
                    waiver.kind: .string(waiver.target), "until": .string(waiver.until),
                    "reason": .string(waiver.reason), "by": .text(waiver.owner),
                    "firstSeen": time(waiver.firstSeen), "lastRun": .string(waiver.lastRun),
                    "lastSeen": time(waiver.lastSeen), "runs": .integer(waiver.runs),
                ])
            }),
    ]
}

/// Whose runs they were, in a table.
package func peopleText(_ people: [PersonRecord], options: ReportOptions) -> String {
    guard !people.isEmpty else { return "no runs on record\n" }
    let rows = people.map { person in
        [
            Table.Cell(person.actor), Table.Cell("\(person.runs)"), Table.Cell("\(person.done)"),
            Table.Cell("\(person.notDone)"), Table.Cell("\(person.undecided)"),
            Table.Cell(TrendPlot.day(person.firstSeen)), Table.Cell(TrendPlot.day(person.lastSeen)),
        ]
    }
    let header = ["who", "runs", "done", "not done", "undecided", "first", "last"]
    return Table(header: header, rows: rows, right: [1, 2, 3, 4]).lines(options.style)
        .joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.people/1`.
package func peopleJSON(_ people: [PersonRecord]) -> JSON {
    [
        "schema": "uvmgr.people/1",
        "people": .array(
            people.map { person in
                [
                    "actor": .string(person.actor), "runs": .integer(person.runs),
                    "done": .integer(person.done), "notDone": .integer(person.notDone),
                    "undecided": .integer(person.undecided), "firstSeen": time(person.firstSeen),
                    "lastSeen": time(person.lastSeen),
                ]
            }),
    ]
}

private func time(_ nanoseconds: Int64) -> JSON { .string(Instant(nanoseconds: nanoseconds).rfc3339) }

private func days(_ age: Duration) -> String {
    let hours = Int(age / .seconds(3600))
    return hours < 48 ? "\(hours) h" : "\(hours / 24) d"
}
