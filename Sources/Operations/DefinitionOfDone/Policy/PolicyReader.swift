package import Capabilities
import Conditions
package import Diagnostics
import StructuredData
import TOML

extension Policy {
    /// A built-in policy by name, or the policy of a file.
    ///
    /// - Parameters:
    ///   - name: A built-in name, or a path that ends in `.toml`.
    ///   - path: The absolute path of such a file.
    ///   - fileSystem: Where to read it.
    ///   - place: Where the name was written, for the message.
    /// - Returns: The policy with all that it extends.
    /// - Throws: ``DoDError/unknownPolicy(_:place:excerpt:)``, or what is wrong with the file.
    package static func load(
        _ name: String, path: String, from fileSystem: some FileSystem, place: SourcePlace? = nil
    ) throws(DoDError) -> Policy {
        try load(name, path: path, fileSystem, place, seen: [])
    }

    private static func load(
        _ name: String, path: String, _ files: some FileSystem, _ place: SourcePlace?, seen: [String]
    ) throws(DoDError) -> Policy {
        if let builtin = builtin(name) { return builtin }
        guard name.hasSuffix(".toml") else { throw .unknownPolicy(name, place: place, excerpt: nil) }
        // By the real path: `sub/../team.toml` is `team.toml`.
        let path = files.resolve(path) ?? path
        guard !seen.contains(path) else { throw .policyCycle(seen + [path]) }
        let text: String
        do { text = try files.readText(path) } catch { throw .file(error) }
        let document: TOMLDocument
        do { document = try TOMLDocument(parsing: text, file: name) } catch {
            throw .document(error.diagnostic)
        }
        let reader = PolicyReader(document: document)
        let base = try reader.base()
        let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        let parent = try load(
            base, path: base.path(in: folder), files, document.valuePlace(of: ["extends"]),
            seen: seen + [path])
        return try reader.policy(extending: parent, defaultName: name)
    }
}

/// Reads a policy file: `name`, `extends`, `unmeasured`, `waivers-need-owner`, `needs-approval`, and `[gates]`.
private struct PolicyReader {
    let document: TOMLDocument
    static let gateKeys = ["condition", "required"]
    static let keys = ["extends", "gates", "name", "needs-approval", "unmeasured", "waivers-need-owner"]

    var gates: GateSettingsReader { GateSettingsReader(document: document, path: ["gates"]) }
    var members: [String: JSON] { document.value.object ?? [:] }

    func base() throws(DoDError) -> String {
        for key in members.keys.sorted() where !Self.keys.contains(key) {
            throw gates.unknownKey(key, Self.keys, at: [])
        }
        return try gates.text("extends", members, []) ?? "minimal"
    }

    func policy(extending parent: Policy, defaultName: String) throws(DoDError) -> Policy {
        var policy = Policy(
            name: try gates.text("name", members, []) ?? defaultName, gates: parent.gates,
            unmeasured: parent.unmeasured, waiversNeedOwner: parent.waiversNeedOwner,
            needsApproval: parent.needsApproval)
        if let word = try gates.text("unmeasured", members, []) {
            guard let unmeasured = Policy.Unmeasured(rawValue: word) else {
                throw gates.wrongType(["unmeasured"], "one of listed, undecided")
            }
            policy.unmeasured = unmeasured
        }
        if let value = members["waivers-need-owner"] {
            guard let flag = value.bool else {
                throw gates.wrongType(["waivers-need-owner"], "true or false")
            }
            policy.waiversNeedOwner = flag
        }
        if let value = members["needs-approval"] {
            guard let flag = value.bool else { throw gates.wrongType(["needs-approval"], "true or false") }
            policy.needsApproval = flag
        }
        try checkGates()
        for settings in try gates.read() { policy.set(policy.merged(settings)) }
        return policy
    }

    /// A policy says what must hold; how a gate is measured is for the project to say, so those keys are refused.
    private func checkGates() throws(DoDError) {
        for (gate, value) in (members["gates"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            let keys = (value.object ?? [:]).keys.sorted()
            for key in keys where !Self.gateKeys.contains(key) {
                throw gates.unknownKey(key, Self.gateKeys, at: ["gates", .key(gate)])
            }
        }
    }
}

extension Policy {
    /// This policy's gate with what `settings` say put over it.
    func merged(_ settings: GateSettings) -> Policy.Gate {
        var gate = self.gate(settings.name) ?? Policy.Gate(settings.name, nil, .required)
        if let condition = settings.condition {
            gate.condition = condition
            // Who writes a condition wants it decided.
            gate.requirement = .required
        }
        gate.condition = gate.condition ?? settings.parser?.usualCondition
        if let required = settings.isRequired { gate.requirement = required ? .required : .reported }
        return gate
    }
}

extension GateSettings.Parser {
    /// What holds for a command of the team's own where nobody says: numbers have no limit of their own.
    var usualCondition: Condition? {
        switch self {
        case .exitCode, .sarif: Policy.parsed("no errors")
        case .junit: Policy.parsed("no failures")
        case .cobertura, .jsonPointer, .regex: nil
        }
    }
}
