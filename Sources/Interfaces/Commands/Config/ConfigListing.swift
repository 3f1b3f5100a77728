import Capabilities
import TOML
import DefinitionOfDone
import Diagnostics
import Projects
import StructuredData

/// All settings that hold for a project, or for none, with their origins.
struct ConfigListing {
    struct Row: Hashable {
        let key: String
        /// `nil` where nobody says and nothing is built in.
        let value: String?
        let origin: String
        let summary: String
    }

    let settings: [Row]
    let gates: [PlannedGate]
    let waivers: [Waiver]
    /// The files that were read, the one that counts most first.
    let files: [String]
    /// Where things are kept, by what they are.
    let paths: [(name: String, path: String)]

    init(in session: Session) throws {
        let found: ConfiguredProject?
        do { found = try session.configured() } catch ProjectError.noProject
            where session.options.project == nil
        {
            found = nil
        }
        let layers = try found?.layers ?? session.layers([], shownFrom: session.directory)
        let configuration = try found?.configuration ?? session.configuration(DoDFlags(), layers)
        let folder = found?.folder ?? RunFolder(project: session.directory, environment: session.environment)
        settings = SettingDefinition.all.map { definition in
            let value = configuration.values[definition.key]
            return Row(
                key: definition.key, value: value?.text, origin: value?.origin.text ?? "not set",
                summary: definition.summary)
        }
        let project = found?.project.directory ?? session.directory
        gates = try session.placing(in: project) {
            try Plan(policy: try session.policy(configuration), configuration: configuration).gates
        }
        waivers = configuration.waivers
        files = layers.files.map(\.document.file)
        var paths = [("cache", folder.cache)]
        if found != nil { paths += [("state", folder.state), ("ledger", folder.ledger)] }
        if let user = session.userConfiguration { paths.append(("user settings", user)) }
        self.paths = paths
    }

    func text(_ style: TextStyle, showsOrigin: Bool) -> String {
        func row(_ key: String, _ value: String, _ origin: String) -> [Table.Cell] {
            [Table.Cell(key), Table.Cell(value, .bold)] + (showsOrigin ? [Table.Cell(origin, .dim)] : [])
        }
        var rows = settings.map { row($0.key, $0.value ?? "-", $0.origin) }
        rows += gates.map { gate in
            row("gates.\(gate.name)", gate.condition ?? gate.requirement.rawValue, gate.origin)
        }
        rows += waivers.enumerated().map { index, waiver in
            let words = [
                "\(waiver.target.label) \(waiver.target.text)", "until \(waiver.until)",
                waiver.owner.map { "by \($0)" }, waiver.reason,
            ]
            let text = words.compactMap { $0 }.joined(separator: ", ")
            return row("waivers[\(index)]", text, waiver.place?.description ?? "")
        }
        rows += paths.map { row("paths.\($0.name.replacing(" ", with: "-"))", $0.path, "") }
        return Table(rows: rows).lines(style).joined(separator: "\n") + "\n"
    }

    /// The schema `uvmgr.config/1`.
    var json: JSON {
        [
            "schema": "uvmgr.config/1", "files": .array(files.map(JSON.string)),
            "settings": .array(
                settings.map {
                    [
                        "key": .string($0.key), "value": JSON($0.value), "origin": .string($0.origin),
                        "summary": .string($0.summary),
                    ]
                }),
            "gates": .array(
                gates.map {
                    [
                        "name": .string($0.name), "kind": .string($0.kind.rawValue),
                        "condition": JSON($0.condition), "requirement": .string($0.requirement.rawValue),
                        "origin": .string($0.origin), "after": .array($0.after.map(JSON.string)),
                    ]
                }),
            "waivers": .array(
                waivers.map {
                    [
                        $0.target.label: .string($0.target.text), "reason": .string($0.reason),
                        "by": JSON($0.owner), "until": .string($0.until.description),
                        "origin": JSON($0.place?.description),
                    ]
                }),
            "paths": .object(Dictionary(paths.map { ($0.name, .string($0.path)) }) { first, _ in first }),
        ]
    }
}
