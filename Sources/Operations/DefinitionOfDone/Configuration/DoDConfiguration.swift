import Capabilities
package import Conditions
import Diagnostics
import StructuredData

/// What the command line says.
package struct DoDFlags: Hashable, Sendable {
    /// Scalar settings by key, as given by their flags.
    package var settings: [String: String] = [:]
    /// Sentences such as `coverage >= 85%`.
    package var gates: [String] = []
    package var only: [String] = []
    package var skip: [String] = []

    package init() {}
}

/// All settings of a run, resolved: flag, environment, project, workspace root, user, built-in.
package struct DoDConfiguration: Sendable {
    package let values: [String: SettingValue]
    /// By gate, each already merged over the layers.
    package let gates: [String: GateSettings]
    /// Conditions of the command line, by gate.
    package let flagConditions: [String: Condition]
    package let waivers: [Waiver]
    package let only: Set<String>
    package let skip: Set<String>
    /// The folder that a relative path of a setting starts from, by key.
    private let folders: [String: String]

    /// Resolves every setting.
    ///
    /// - Throws: ``DoDError`` for an unknown gate, a bad value in flag, environment or file.
    package init(
        flags: DoDFlags, environment: [String: String], layers: ConfigurationLayers, workingDirectory: String
    ) throws(DoDError) {
        var values: [String: SettingValue] = [:]
        var folders: [String: String] = [:]
        for definition in SettingDefinition.all {
            let (value, folder) = try Self.resolve(definition, flags, environment, layers)
            values[definition.key] = value
            folders[definition.key] = folder ?? workingDirectory
        }
        var gates: [String: GateSettings] = [:]
        var waivers: [Waiver] = []
        for file in layers.files {
            for gate in try file.gates.read() {
                gates[gate.name] = gates[gate.name]?.filled(from: gate) ?? gate
            }
            waivers += try WaiverReader(file: file).read()
        }
        let known =
            GateCatalog.names + gates.keys.filter { GateCatalog.specification(of: $0) == nil }.sorted()
        try Self.checkOrder(&gates, known)
        var conditions: [String: Condition] = [:]
        for sentence in flags.gates {
            let (name, condition) = try Self.sentence(sentence, known, gates)
            conditions[name] = condition
        }
        (self.values, self.folders, self.gates, self.waivers) = (values, folders, gates, waivers)
        flagConditions = conditions
        only = try Self.names(flags.only, known)
        skip = try Self.names(flags.skip, known)
    }

    /// The text of a setting; `nil` where nobody says.
    package func text(_ key: String) -> String? { values[key]?.text }

    /// A setting that is a path, made absolute against the file that states it.
    package func path(_ key: String) -> String? { text(key).map { $0.path(in: folders[key] ?? "/") } }

    package func duration(_ key: String) -> Duration? { text(key).flatMap { Duration(setting: $0) } }

    /// How old measurements are thinned out; none: not at all.
    package var thinning: [ThinningRule] { text("thin-measurements").flatMap(ThinningRule.rules) ?? [] }

    package var unknownSeverity: UnknownSeverityRule {
        switch text("unknown-severity") {
        case "ignore": .ignore
        case let name?: Severity(named: name).map { .countsAs($0) } ?? .countsAsCritical
        case nil: .countsAsCritical
        }
    }

    private static func resolve(
        _ definition: SettingDefinition, _ flags: DoDFlags, _ environment: [String: String],
        _ layers: ConfigurationLayers
    ) throws(DoDError) -> (SettingValue?, folder: String?) {
        if let text = flags.settings[definition.key] {
            guard definition.form.accepts(text) else {
                throw .wrongType(
                    key: "--" + definition.key, expected: definition.form.words, place: nil, excerpt: nil)
            }
            return (SettingValue(text: text, origin: .flag("--" + definition.key)), nil)
        }
        if let text = environment[definition.variable], !text.isEmpty {
            guard definition.form.accepts(text) else {
                throw .badEnvironmentVariable(
                    name: definition.variable, value: text, expected: definition.form.words)
            }
            return (SettingValue(text: text, origin: .environment(definition.variable)), nil)
        }
        for file in layers.files {
            if let value = try file.value(definition) { return (value, file.folder) }
        }
        return (definition.builtin.map { SettingValue(text: $0, origin: .builtin) }, nil)
    }

    private static func sentence(
        _ sentence: String, _ known: [String], _ gates: [String: GateSettings]
    ) throws(DoDError) -> (String, Condition) {
        do {
            let (written, condition) = try Condition.parseGateSentence(sentence, gates: known)
            let name = GateCatalog.aliases[written] ?? written
            guard let specification = GateCatalog.specification(of: name), gates[name]?.parser == nil else {
                return (name, condition)
            }
            try condition.check(
                against: specification.metrics, main: specification.mainMetric,
                kinds: specification.findingKinds)
            return (specification.name, condition)
        } catch { throw .badCondition(error, place: nil, excerpt: nil) }
    }

    /// Names in `after` are gates by their own names, and none waits for itself.
    private static func checkOrder(
        _ gates: inout [String: GateSettings], _ known: [String]
    ) throws(DoDError) {
        for settings in gates.values.sorted(by: { $0.name < $1.name }) {
            for name in settings.after where !known.contains(name) {
                throw .unknownGate(name, known: known, place: settings.place, excerpt: nil)
            }
            gates[settings.name]?.after = settings.after.map { GateCatalog.aliases[$0] ?? $0 }
        }
        func before(_ name: String) -> [String] {
            (gates[name]?.after ?? []) + (GateCatalog.specification(of: name)?.after ?? [])
        }
        for settings in gates.values.sorted(by: { $0.name < $1.name }) {
            var reached: Set<String> = []
            var waiting = before(settings.name)
            while let name = waiting.popLast() {
                guard reached.insert(name).inserted else { continue }
                waiting += before(name)
            }
            guard !reached.contains(settings.name) else {
                throw .wrongType(
                    key: "\(settings.name).after",
                    expected: "free of circles: `\(settings.name)` waits for itself",
                    place: settings.place, excerpt: nil)
            }
        }
    }

    private static func names(_ written: [String], _ known: [String]) throws(DoDError) -> Set<String> {
        var names: Set<String> = []
        for name in written.flatMap({ $0.split(separator: ",").map(String.init) }) {
            let canonical = GateCatalog.aliases[name] ?? name
            guard known.contains(canonical) else {
                throw .unknownGate(name, known: known, place: nil, excerpt: nil)
            }
            names.insert(canonical)
        }
        return names
    }
}
