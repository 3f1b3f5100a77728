import Conditions
import Diagnostics
import StructuredData
import TOML

/// Reads gate tables; the same form in configuration and policy files.
struct GateSettingsReader {
    let document: TOMLDocument
    /// The path of the table that holds the gates.
    let path: TOMLPath

    static let keys = [
        "after", "command", "condition", "inputs", "kind", "metric", "parser", "pattern", "pointer", "report",
        "required", "timeout", "unit",
    ]

    /// The gates of the table, by name in alphabetical order.
    func read() throws(DoDError) -> [GateSettings] {
        guard let table = path.reduce(document.value, { $0?.at($1) }) else { return [] }
        guard let members = table.object else { throw wrongType(path, "a table of gates") }
        var gates: [GateSettings] = []
        for name in members.keys.sorted() {
            let canonical = GateCatalog.aliases[name] ?? name
            if canonical != name, members[canonical] != nil {
                throw .wrongType(
                    key: name, expected: "written under one name: it is the same gate as `\(canonical)`",
                    place: document.place(of: path + [.key(name)]), excerpt: excerpt(path + [.key(name)]))
            }
            gates.append(try gate(name, canonical, members[name] ?? .null))
        }
        return gates
    }

    private func gate(_ written: String, _ name: String, _ value: JSON) throws(DoDError) -> GateSettings {
        let here = path + [.key(written)]
        var gate = GateSettings(name: name, place: document.place(of: here))
        if let sentence = value.string {
            gate.condition = try condition(sentence, at: here)
        } else if let members = value.object {
            for key in members.keys.sorted() where !Self.keys.contains(key) {
                throw unknownKey(key, Self.keys, at: here)
            }
            if let sentence = try text("condition", members, here) {
                gate.condition = try condition(sentence, at: here + [.key("condition")])
            }
            try readCommand(&gate, members, here)
            try readMeaning(&gate, members, here)
        } else {
            throw wrongType(here, "a condition in quotes or a table")
        }
        try check(gate, written, at: here)
        return gate
    }

    private func readCommand(
        _ gate: inout GateSettings, _ members: [String: JSON], _ here: TOMLPath
    ) throws(DoDError) {
        gate.command = try texts("command", members, here)
        if gate.command?.isEmpty == true {
            throw wrongType(here + [.key("command")], "a list with a program in it")
        }
        if let name = try text("parser", members, here) {
            guard let parser = GateSettings.Parser(rawValue: name) else {
                let known = GateSettings.Parser.allCases.map(\.rawValue)
                throw wrongType(here + [.key("parser")], "one of \(known.joined(separator: ", "))")
            }
            gate.parser = parser
        }
        gate.report = try text("report", members, here)
        gate.pointer = try text("pointer", members, here)
        gate.pattern = try text("pattern", members, here)
        gate.inputs = try texts("inputs", members, here)
        if let limit = try text("timeout", members, here) {
            guard let duration = Duration(setting: limit) else {
                throw wrongType(here + [.key("timeout")], SettingDefinition.Form.duration.words)
            }
            gate.timeout = duration
        }
    }

    private func readMeaning(
        _ gate: inout GateSettings, _ members: [String: JSON], _ here: TOMLPath
    ) throws(DoDError) {
        if let name = try text("kind", members, here) {
            guard let kind = GateKind(rawValue: name) else {
                let known = GateKind.allCases.map(\.rawValue)
                throw wrongType(here + [.key("kind")], "one of \(known.joined(separator: ", "))")
            }
            gate.kind = kind
        }
        if let value = members["required"] {
            guard let flag = value.bool else { throw wrongType(here + [.key("required")], "true or false") }
            gate.isRequired = flag
        }
        gate.metric = try text("metric", members, here)
        gate.unit = try text("unit", members, here)
        gate.after = try texts("after", members, here) ?? []
    }

    private func check(_ gate: GateSettings, _ written: String, at here: TOMLPath) throws(DoDError) {
        guard let specification = GateCatalog.specification(of: gate.name) else {
            guard gate.command != nil else {
                throw .customGateWithoutCommand(
                    written, place: document.place(of: here), excerpt: excerpt(here))
            }
            guard gate.parser != nil else { throw wrongType(here, "a table with a `parser`") }
            try checkParser(gate, at: here)
            return
        }
        guard let condition = gate.condition, gate.parser == nil else { return }
        do {
            try condition.check(
                against: specification.metrics, main: specification.mainMetric,
                kinds: specification.findingKinds)
        } catch {
            throw badCondition(error, conditionPlace(here))
        }
    }

    private func checkParser(_ gate: GateSettings, at here: TOMLPath) throws(DoDError) {
        if gate.parser == .jsonPointer, gate.pointer == nil {
            throw wrongType(here, "a table with a `pointer`")
        }
        if gate.parser == .regex, gate.pattern == nil { throw wrongType(here, "a table with a `pattern`") }
    }

    private func condition(_ sentence: String, at here: TOMLPath) throws(DoDError) -> Condition {
        do { return try Condition(parsing: sentence) } catch {
            throw badCondition(error, insideQuotes(document.valuePlace(of: here)))
        }
    }

    /// The error with the line of the file that the fault stands on.
    private func badCondition(_ error: ConditionError, _ place: SourcePlace?) -> DoDError {
        let fault = place.flatMap {
            error.diagnostic(file: $0.file, line: $0.line ?? 1, column: $0.column ?? 1).place
        }
        return .badCondition(error, place: place, excerpt: fault.flatMap { document.excerpt($0) })
    }

    /// Where the condition of the gate at `here` stands: the value itself, or its member `condition`.
    private func conditionPlace(_ here: TOMLPath) -> SourcePlace? {
        let inner = here + [.key("condition")]
        return insideQuotes(document.valuePlace(of: inner) ?? document.valuePlace(of: here))
    }

    /// Columns of a condition count from behind the opening quote.
    private func insideQuotes(_ place: SourcePlace?) -> SourcePlace? {
        place.map { SourcePlace(file: $0.file, line: $0.line, column: $0.column.map { $0 + 1 }) }
    }
}

extension GateSettingsReader {
    func text(_ key: String, _ members: [String: JSON], _ here: TOMLPath) throws(DoDError) -> String? {
        guard let value = members[key] else { return nil }
        guard let text = value.string else { throw wrongType(here + [.key(key)], "a string") }
        return text
    }

    func texts(_ key: String, _ members: [String: JSON], _ here: TOMLPath) throws(DoDError) -> [String]? {
        guard let value = members[key] else { return nil }
        guard let array = value.array, array.allSatisfy({ $0.string != nil }) else {
            throw wrongType(here + [.key(key)], "a list of strings")
        }
        return array.compactMap(\.string)
    }

    func excerpt(_ path: TOMLPath) -> String? { document.place(of: path).flatMap { document.excerpt($0) } }

    func wrongType(_ path: TOMLPath, _ expected: String) -> DoDError {
        .wrongType(
            key: path.dotted, expected: expected,
            place: document.valuePlace(of: path) ?? document.place(of: path),
            excerpt: excerpt(path))
    }

    func unknownKey(_ key: String, _ known: [String], at path: TOMLPath) -> DoDError {
        .unknownKey(
            key, known: known, in: path.dotted, place: document.place(of: path + [.key(key)]),
            excerpt: excerpt(path + [.key(key)]))
    }
}

extension TOMLPath {
    /// `tool.uvmgr.dod`.
    var dotted: String {
        map { element in
            switch element {
            case .key(let key): key
            case .index(let index): "[\(index)]"
            }
        }.joined(separator: ".").replacing(".[", with: "[")
    }
}

extension JSON {
    func at(_ element: TOMLPathElement) -> JSON? {
        switch element {
        case .key(let key): self[key]
        case .index(let index): self[index]
        }
    }
}
