package import Conditions
package import Diagnostics

/// What configuration says of one gate.
package struct GateSettings: Hashable, Sendable {
    /// How the output of a command becomes measurements and findings.
    package enum Parser: String, Sendable, CaseIterable {
        case junit, cobertura, sarif, jsonPointer = "json-pointer", regex, exitCode = "exit-code"
    }

    package let name: String
    package var kind: GateKind?
    package var condition: Condition?
    package var place: SourcePlace?
    package var isRequired: Bool?
    package var timeout: Duration?
    /// Replaces the gate's own command, or makes a gate of the team's own.
    package var command: [String]?
    package var parser: Parser?
    /// The file that the command writes, relative to the project; standard output by default.
    package var report: String?
    package var pointer: String?
    package var pattern: String?
    package var metric: String?
    package var unit: String?
    /// Globs of the files that the result depends on; all files of the project by default.
    package var inputs: [String]?
    package var after: [String]

    package init(name: String, place: SourcePlace? = nil) {
        (self.name, self.place, after) = (name, place, [])
    }

    /// These settings, and what they leave open from `outer`, a layer further away.
    ///
    /// A command and how its output is read belong together, so they come from one layer.
    func filled(from outer: GateSettings) -> GateSettings {
        var merged = self
        if condition == nil, let condition = outer.condition {
            (merged.condition, merged.place) = (condition, outer.place)
        }
        merged.kind = kind ?? outer.kind
        merged.isRequired = isRequired ?? outer.isRequired
        merged.timeout = timeout ?? outer.timeout
        merged.inputs = inputs ?? outer.inputs
        if after.isEmpty { merged.after = outer.after }
        guard command == nil, parser == nil else { return merged }
        (merged.command, merged.parser, merged.report) = (outer.command, outer.parser, outer.report)
        (merged.pointer, merged.pattern) = (outer.pointer, outer.pattern)
        (merged.metric, merged.unit) = (outer.metric, outer.unit)
        return merged
    }
}
