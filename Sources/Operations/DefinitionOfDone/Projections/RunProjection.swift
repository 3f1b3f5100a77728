package import Ledger
package import StructuredData

/// The runs of a project in tables: what lists, trends and plots are read from.
///
/// One row a run, a gate of a run, a measurement, a finding, a waiver, a person. A finding is open until a later run
/// measures its gate without it.
package struct RunProjection: Projection {
    package static let name = "runs"
    package static let version = 2

    /// Where each table stands in ``tables``.
    enum Place { static let runs = 0, gates = 1, measurements = 2, findings = 3, waivers = 4, people = 5 }

    package static let tables: [ProjectionTable] = [
        ProjectionTable(
            "runs", key: [("run", .text)],
            [
                ("position", .integer), ("started", .integer), ("ended", .integer), ("actor", .text),
                ("policy", .text), ("definition", .text), ("program", .text), ("subject", .text),
                ("commit", .text), ("branch", .text), ("verdict", .text), ("end", .text), ("seconds", .real),
                ("failed", .text), ("undecided", .text), ("trace", .text), ("signed", .integer),
            ], indexes: [["position"], ["commit"]]),
        ProjectionTable(
            "gates", key: [("run", .text), ("gate", .text)],
            [
                ("position", .integer), ("time", .integer), ("kind", .text), ("outcome", .text),
                ("status", .text), ("reason", .text), ("seconds", .real), ("reused", .text), ("tool", .text),
                ("findings", .integer),
            ], indexes: [["gate", "position"]]),
        ProjectionTable(
            "measurements", key: [("gate", .text), ("metric", .text), ("position", .integer)],
            [
                ("run", .text), ("time", .integer), ("value", .real), ("unit", .text), ("least", .real),
                ("most", .real), ("count", .integer),
            ]),
        ProjectionTable(
            "findings", key: [("gate", .text), ("fingerprint", .text)],
            [
                ("rule", .text), ("severity", .text), ("message", .text), ("file", .text), ("line", .integer),
                ("firstRun", .text), ("firstSeen", .integer), ("lastRun", .text), ("lastSeen", .integer),
                ("runs", .integer), ("fixedIn", .text), ("fixedAt", .integer), ("position", .integer),
            ], indexes: [["position"]]),
        ProjectionTable(
            "waivers", key: [("target", .text), ("kind", .text), ("until", .text)],
            [
                ("reason", .text), ("owner", .text), ("firstRun", .text), ("firstSeen", .integer),
                ("lastRun", .text), ("lastSeen", .integer), ("runs", .integer), ("findings", .integer),
            ]),
        ProjectionTable(
            "people", key: [("actor", .text)],
            [
                ("runs", .integer), ("done", .integer), ("notDone", .integer), ("undecided", .integer),
                ("firstSeen", .integer), ("lastSeen", .integer),
            ]),
    ]

    /// Runs that have begun and not ended, by id.
    private var open: [String: OpenRun] = [:]
    /// Findings that were there when their gate was last measured: gate → fingerprint → how often seen and since when.
    private var standing: [String: [String: Sighting]] = [:]
    private var waivers: [String: Sighting] = [:]
    private var people: [String: PersonCount] = [:]

    package init() {}

    package init?(snapshot: JSON) {
        do {
            let fields = try Fields(snapshot)
            open = try decoded(fields.members["open"], OpenRun.init)
            standing = try decoded(fields.members["standing"]) { gate throws(MalformedPayload) in
                try decoded(gate, Sighting.init)
            }
            waivers = try decoded(fields.members["waivers"], Sighting.init)
            people = try decoded(fields.members["people"], PersonCount.init)
        } catch { return nil }
    }

    package var snapshot: JSON {
        [
            "open": .object(open.mapValues(\.json)),
            "standing": .object(standing.mapValues { .object($0.mapValues(\.json)) }),
            "waivers": .object(waivers.mapValues(\.json)), "people": .object(people.mapValues(\.json)),
        ]
    }

    package mutating func apply(_ event: EventColumns, _ changes: inout [ProjectionChange]) {
        guard let type = Kind(event.type), let payload = try? JSON(parsing: event.payload) else { return }
        let run = String(decoding: event.stream, as: UTF8.self)
        switch type {
        case .runStarted: start(run, event, payload, &changes)
        case .runResumed:
            changes.append(.set(table: Place.runs, key: [.text(run)], columns: [12], to: [.null]))
        case .measurementRecorded: measured(run, event, payload, &changes)
        case .findingRecorded: found(run, event, payload, &changes)
        case .gateReused:
            if let gate = payload["gate"]?.string { open[run]?.reused[gate] = payload["run"]?.string }
        case .gateFinished: finished(run, event, payload, &changes)
        case .policyEvaluated:
            if payload["basis"]?["needsApproval"]?.bool == true {
                changes.append(
                    .set(table: Place.runs, key: [.text(run)], columns: [17], to: [.integer(1)]))
            }
        case .waiverApplied: waived(run, event, payload, &changes)
        case .verdictReached: decided(run, event, payload, &changes)
        case .runFinished: end(run, event, payload, &changes)
        }
    }

    /// The event types that change a table.
    private enum Kind: String, CaseIterable {
        case runStarted = "RunStarted"
        case runResumed = "RunResumed"
        case measurementRecorded = "MeasurementRecorded"
        case findingRecorded = "FindingRecorded"
        case gateReused = "GateReused"
        case gateFinished = "GateFinished"
        case policyEvaluated = "PolicyEvaluated"
        case waiverApplied = "WaiverApplied"
        case verdictReached = "VerdictReached"
        case runFinished = "RunFinished"

        init?(_ name: UnsafeRawBufferPointer) {
            // The length tells most of them apart before a byte is compared.
            for kind in Self.allCases where kind.rawValue.utf8.count == name.count {
                if name.elementsEqual(kind.rawValue.utf8) {
                    self = kind
                    return
                }
            }
            return nil
        }
    }
}

extension RunProjection {
    private mutating func start(
        _ run: String, _ event: EventColumns, _ payload: JSON, _ changes: inout [ProjectionChange]
    ) {
        let actor = String(decoding: event.actor, as: UTF8.self)
        let subject = payload["subject"]
        open[run] = OpenRun(actor: actor)
        changes.append(
            .put(
                table: Place.runs,
                [
                    .text(run), .integer(event.position), .integer(event.time), .null, .text(actor),
                    .init(payload["policy"]?.string), .init(payload["definition"]?.string),
                    .init(payload["program"]?.string), .init(subject?.canonical),
                    .init(subject?["commit"]?.string), .init(subject?["branch"]?.string), .null, .null, .null,
                    .text(""), .text(""), .init(event.traceID.map { String(decoding: $0, as: UTF8.self) }),
                    .null,
                ]))
        people[actor, default: PersonCount(firstSeen: event.time)].runs += 1
        put(actor, event.time, &changes)
    }

    private mutating func put(_ actor: String, _ time: Int64, _ changes: inout [ProjectionChange]) {
        guard let person = people[actor] else { return }
        changes.append(
            .put(
                table: Place.people,
                [
                    .text(actor), .integer(person.runs), .integer(person.done), .integer(person.notDone),
                    .integer(person.undecided), .integer(person.firstSeen), .integer(time),
                ]))
    }

    private func measured(
        _ run: String, _ event: EventColumns, _ payload: JSON, _ changes: inout [ProjectionChange]
    ) {
        guard let gate = payload["gate"]?.string, let measurement = payload["measurement"],
            let metric = measurement["name"]?.string, let quantity = measurement["quantity"],
            let value = quantity["value"]?.number
        else { return }
        // What another run measured is in the series once.
        if open[run]?.reused[gate] != nil { return }
        changes.append(
            .put(
                table: Place.measurements,
                [
                    .text(gate), .text(metric), .integer(event.position), .text(run), .integer(event.time),
                    .real(value), .init(quantity["unit"]?.string), .real(value), .real(value), .integer(1),
                ]))
    }

    private mutating func found(
        _ run: String, _ event: EventColumns, _ payload: JSON, _ changes: inout [ProjectionChange]
    ) {
        guard let finding = payload["finding"], let gate = finding["gate"]?.string,
            let fingerprint = finding["fingerprint"]?.string
        else { return }
        var sighting = standing[gate]?[fingerprint] ?? Sighting(run: run, time: event.time)
        // The same finding may stand twice in one run.
        if sighting.lastRun != run || sighting.count == 0 { sighting.count += 1 }
        sighting.lastRun = run
        standing[gate, default: [:]][fingerprint] = sighting
        open[run]?.findings[gate, default: 0] += 1
        let place = finding["place"]
        changes.append(
            .put(
                table: Place.findings,
                [
                    .text(gate), .text(fingerprint), .init(finding["rule"]?.string),
                    .init(finding["severity"]?.string), .init(finding["message"]?.string),
                    .init(place?["file"]?.string), .init(place?["line"]?.integer), .text(sighting.firstRun),
                    .integer(sighting.firstSeen), .text(run), .integer(event.time), .integer(sighting.count),
                    .null, .null, .integer(event.position),
                ]))
    }

    private mutating func finished(
        _ run: String, _ event: EventColumns, _ payload: JSON, _ changes: inout [ProjectionChange]
    ) {
        guard let gate = payload["gate"]?.string, let outcome = payload["outcome"]?["name"]?.string else {
            return
        }
        let tool = payload["tool"].flatMap { tool in
            tool["name"]?.string.map { name in "\(name) \(tool["version"]?.string ?? "")" }
        }
        changes.append(
            .put(
                table: Place.gates,
                [
                    .text(run), .text(gate), .integer(event.position), .integer(event.time),
                    .init(payload["kind"]?.string), .text(outcome), .null,
                    .init(payload["outcome"]?["reason"]?.string),
                    .init(payload["seconds"]?.number), .init(open[run]?.reused[gate]), .init(tool),
                    .integer(open[run]?.findings[gate] ?? 0),
                ]))
        if outcome == GateOutcome.measured.name { fix(gate, run, event.time, &changes) }
    }

    /// Findings of the gate that this run no longer has are fixed in it.
    private mutating func fix(
        _ gate: String, _ run: String, _ time: Int64, _ changes: inout [ProjectionChange]
    ) {
        for (fingerprint, sighting) in standing[gate] ?? [:] where sighting.lastRun != run {
            standing[gate]?[fingerprint] = nil
            changes.append(
                .set(
                    table: Place.findings, key: [.text(gate), .text(fingerprint)], columns: [12, 13],
                    to: [.text(run), .integer(time)]))
        }
    }

    private mutating func waived(
        _ run: String, _ event: EventColumns, _ payload: JSON, _ changes: inout [ProjectionChange]
    ) {
        guard let waiver = payload["waiver"], let until = waiver["until"]?.string,
            let kind = ["finding", "rule", "gate"].first(where: { waiver[$0] != nil }),
            let target = waiver[kind]?.string
        else { return }
        let key = "\(kind) \(target) \(until)"
        var sighting = waivers[key] ?? Sighting(run: run, time: event.time)
        if sighting.lastRun != run || sighting.count == 0 { sighting.count += 1 }
        sighting.lastRun = run
        sighting.uses += 1
        waivers[key] = sighting
        changes.append(
            .put(
                table: Place.waivers,
                [
                    .text(target), .text(kind), .text(until), .init(waiver["reason"]?.string),
                    .init(waiver["by"]?.string), .text(sighting.firstRun), .integer(sighting.firstSeen),
                    .text(run), .integer(event.time), .integer(sighting.count), .integer(sighting.uses),
                ]))
    }

    private mutating func decided(
        _ run: String, _ event: EventColumns, _ payload: JSON, _ changes: inout [ProjectionChange]
    ) {
        guard let result = payload["result"]?.string else { return }
        let decisions = payload["decisions"]?.array ?? []
        func gates(_ status: GateDecision.Status) -> ProjectionValue {
            .text(
                decisions.filter { $0["status"]?.string == status.rawValue }.compactMap { $0["gate"]?.string }
                    .joined(separator: ","))
        }
        changes.append(
            .set(
                table: Place.runs, key: [.text(run)], columns: [11, 14, 15],
                to: [.text(result), gates(.failed), gates(.undecided)]))
        for decision in decisions {
            guard let gate = decision["gate"]?.string else { continue }
            changes.append(
                .set(
                    table: Place.gates, key: [.text(run), .text(gate)], columns: [6, 7],
                    to: [.init(decision["status"]?.string), .init(decision["reason"]?.string)]))
        }
        guard let actor = open[run]?.actor else { return }
        switch Verdict.Result(rawValue: result) {
        case .done: people[actor]?.done += 1
        case .notDone: people[actor]?.notDone += 1
        case .undecided: people[actor]?.undecided += 1
        case nil: return
        }
        put(actor, event.time, &changes)
    }

    private mutating func end(
        _ run: String, _ event: EventColumns, _ payload: JSON, _ changes: inout [ProjectionChange]
    ) {
        changes.append(
            .set(
                table: Place.runs, key: [.text(run)], columns: [3, 12, 13],
                to: [
                    .integer(event.time), .init(payload["result"]?.string), .init(payload["seconds"]?.number),
                ]))
        open[run] = nil
    }
}
