package import Conditions
import Capabilities
import Diagnostics
package import StructuredData

/// A value with one JSON form, the same in ledger, cache and reports.
package protocol JSONCoded {
    var json: JSON { get }
    init(json: JSON) throws(MalformedPayload)
}

extension SourcePlace {
    var json: JSON {
        .members([
            "file": .string(file), "line": .int(line), "column": .int(column),
            "length": length == 1 ? nil : .int(length),
        ])
    }

    init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "place")
        self.init(
            file: try fields.string("file"), line: try fields.optionalInt("line"),
            column: try fields.optionalInt("column"),
            length: try fields.optionalInt("length") ?? 1)
    }
}

extension Quantity {
    /// The number in the base unit of its dimension, and that unit.
    var json: JSON { ["value": .number(value), "unit": .string(dimension.baseUnit)] }

    init(json: JSON?) throws(MalformedPayload) {
        let fields = try Fields(json, "quantity")
        let unit = try fields.string("unit")
        guard let dimension = Dimension.allCases.first(where: { $0.baseUnit == unit }) else {
            throw MalformedPayload(member: "unit")
        }
        self.init(value: try fields.number("value"), dimension: dimension)
    }
}

extension Dimension {
    /// The unit in which values are kept.
    package var baseUnit: String {
        switch self {
        case .ratio: "ratio"
        case .time: "s"
        case .bytes: "B"
        case .rate: "/s"
        case .count: "1"
        }
    }
}

extension ToolIdentity: JSONCoded {
    package var json: JSON {
        ["name": .string(name), "version": .string(version), "origin": .string(origin.rawValue)]
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "tool")
        self.init(
            name: try fields.string("name"), version: try fields.string("version"),
            origin: try fields.choice("origin"))
    }
}

extension Measurement: JSONCoded {
    package var json: JSON {
        .members([
            "name": .string(name), "quantity": quantity.json,
            "origin": origin.map { ["evidence": .string($0.evidence), "pointer": .string($0.pointer)] },
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "measurement")
        var origin: MeasurementOrigin?
        if let place = fields.members["origin"] {
            let inner = try Fields(place, "origin")
            origin = MeasurementOrigin(
                evidence: try inner.string("evidence"), pointer: try inner.string("pointer"))
        }
        self.init(try fields.string("name"), try Quantity(json: fields.members["quantity"]), origin: origin)
    }
}

extension Finding: JSONCoded {
    package var json: JSON {
        .members([
            "gate": .string(gate), "kind": .string(kind), "rule": .string(rule),
            "aliases": aliases.isEmpty ? nil : .strings(aliases), "severity": .text(severity?.name),
            "place": place?.json, "message": .string(message), "remedy": .text(remedy),
            "fingerprint": .string(fingerprint),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "finding")
        var place: SourcePlace?
        if let value = fields.members["place"] { place = try SourcePlace(json: value) }
        var severity: Severity?
        if let name = try fields.optionalString("severity") {
            severity = Severity(named: name)
            guard severity != nil else { throw MalformedPayload(member: "severity") }
        }
        self.init(
            gate: try fields.string("gate"), kind: try fields.string("kind"), rule: try fields.string("rule"),
            aliases: try fields.strings("aliases"),
            severity: severity,
            place: place, message: try fields.string("message"), remedy: try fields.optionalString("remedy"),
            fingerprint: try fields.string("fingerprint"))
    }
}

extension Evidence: JSONCoded {
    package var json: JSON {
        [
            "name": .string(name), "digest": .string(digest), "mediaType": .string(mediaType),
            "size": .integer(Int64(size)),
        ]
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "evidence")
        self.init(
            name: try fields.string("name"), digest: try fields.string("digest"),
            mediaType: try fields.string("mediaType"), size: try fields.int("size"))
    }
}

extension Subject: JSONCoded {
    package var json: JSON {
        .members([
            "project": .string(project), "version": .text(version), "commit": .text(commit),
            "tree": .string(tree),
            "branch": .text(branch), "modified": .bool(isModified), "lock": .text(lock),
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "subject")
        self.init(
            project: try fields.string("project"), version: try fields.optionalString("version"),
            commit: try fields.optionalString("commit"), tree: try fields.string("tree"),
            branch: try fields.optionalString("branch"), isModified: try fields.bool("modified"),
            lock: try fields.optionalString("lock"))
    }
}

extension Waiver: JSONCoded {
    package var json: JSON {
        .members([
            target.label: .string(target.text), "reason": .string(reason), "by": .text(owner),
            "until": .string(until.description), "place": place?.json,
        ])
    }

    package init(json: JSON) throws(MalformedPayload) {
        let fields = try Fields(json, "waiver")
        var target: Target?
        if let name = try fields.optionalString("gate") { target = .gate(name) }
        if let name = try fields.optionalString("rule") { target = .rule(name) }
        if let name = try fields.optionalString("finding") { target = .finding(name) }
        guard let target else { throw MalformedPayload(member: "finding") }
        guard let until = CalendarDay(try fields.string("until")) else {
            throw MalformedPayload(member: "until")
        }
        var place: SourcePlace?
        if let value = fields.members["place"] { place = try SourcePlace(json: value) }
        self.init(
            target: target, reason: try fields.string("reason"), owner: try fields.optionalString("by"),
            until: until,
            place: place)
    }
}
