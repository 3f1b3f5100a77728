/// A SARIF 2.1.0 log, the interchange format of static analysis tools.
public struct SARIFLog: Hashable, Sendable {
    public enum Level: String, Sendable, CaseIterable {
        case error, warning, note, none
    }

    public struct Result: Hashable, Sendable {
        /// The rule's id; `nil` if the result names none.
        public let rule: String?
        /// The result's own level, or that of its rule's configuration, or `warning` (section 3.27.10); `none` if the
        /// result is of another kind than `fail` (3.27.9).
        public let level: Level
        public let message: String
        /// The first location: percent-decoded, a path for `file:` URIs, with its base where the log gives one.
        public let file: String?
        /// From 1.
        public let line: Int?
        /// From 1, in the unit of the run (`columnKind`).
        public let column: Int?
        public let endLine: Int?
        public let endColumn: Int?
        /// `fingerprints` and `partialFingerprints` by name; a full fingerprint wins over a partial one.
        public let fingerprints: [String: String]
        /// Whether the tool was told not to report it (3.27.23): it has suppressions, and none of them is under review or
        /// rejected.
        public let isSuppressed: Bool
        /// `new`, `unchanged`, `updated` or `absent` against the tool's baseline; `nil` without one.
        public let baselineState: String?
    }

    public struct Run: Hashable, Sendable {
        /// The name and version of the tool.
        public let tool: String
        public let version: String?
        /// Whether the tool says of all its invocations that they succeeded; `true` if it says nothing (3.20.14).
        public let succeeded: Bool
        public let results: [Result]
    }

    public let runs: [Run]

    public var results: [Result] { runs.flatMap(\.results) }

    /// - Parameter bytes: The whole log.
    /// - Throws: ``ToolReportError``; also for a run without `results`, which by section 3.14.23 means that none were
    ///   computed, not that there are none.
    /// - SeeAlso: OASIS SARIF Version 2.1.0.
    public init(parsing bytes: [UInt8]) throws(ToolReportError) {
        let root = try JSONCursor(parsing: bytes, as: .sarif)
        let version = try root.member("version")
        guard try version.string() == "2.1.0" else { throw version.wrong("the version `2.1.0`") }
        var runs: [Run] = []
        for run in try root.member("runs").elements() { runs.append(try SARIFRun(run).read()) }
        self.runs = runs
    }
}

/// Reads one run with the rules, artifacts and bases that its results refer to.
private struct SARIFRun {
    let run: JSONCursor
    let components: [SARIFComponent]
    let artifacts: SARIFArtifacts

    init(_ run: JSONCursor) throws(ToolReportError) {
        self.run = run
        let tool = try run.member("tool")
        var components = [try SARIFComponent(tool.member("driver"))]
        for extra in try tool.optional("extensions")?.elements() ?? [] {
            components.append(try SARIFComponent(extra))
        }
        self.components = components
        artifacts = try SARIFArtifacts(run)
    }

    func read() throws(ToolReportError) -> SARIFLog.Run {
        var succeeded = true
        for invocation in try run.optional("invocations")?.elements() ?? [] {
            if let flag = try invocation.optional("executionSuccessful") {
                succeeded = try flag.bool() && succeeded
            }
        }
        var results: [SARIFLog.Result] = []
        for entry in try run.member("results").elements() { results.append(try result(entry)) }
        return SARIFLog.Run(
            tool: components[0].name, version: components[0].version, succeeded: succeeded, results: results)
    }

    private func result(_ entry: JSONCursor) throws(ToolReportError) -> SARIFLog.Result {
        let rule = try rule(of: entry)
        let place = try entry.optional("locations")?.elements().first?.optional("physicalLocation")
        let region = try place?.optional("region")
        return SARIFLog.Result(
            rule: try ruleID(of: entry) ?? rule?.id,
            level: try level(of: entry, rule), message: try message(entry.member("message"), rule),
            file: try place?.optional("artifactLocation").flatMap(artifacts.path(of:)),
            line: try region?.optional("startLine")?.count(from: 1),
            column: try region?.optional("startColumn")?.count(from: 1),
            endLine: try region?.optional("endLine")?.count(from: 1),
            endColumn: try region?.optional("endColumn")?.count(from: 1),
            fingerprints: try fingerprints(entry),
            isSuppressed: try isSuppressed(entry),
            baselineState: try entry.optional("baselineState")?.string())
    }

    private func ruleID(of entry: JSONCursor) throws(ToolReportError) -> String? {
        if let id = try entry.optional("ruleId") { return try id.string() }
        return try entry.optional("rule")?.optional("id")?.string()
    }

    /// By `rule` or `ruleIndex`, else by the longest id that `ruleId` starts with (3.52.4: `CA1000/1` is a `CA1000`).
    private func rule(of entry: JSONCursor) throws(ToolReportError) -> SARIFRule? {
        let reference = try entry.optional("rule")
        let component = try component(of: reference)
        let own = try entry.optional("ruleIndex")
        let index = if let own { own } else { try reference?.optional("index") }
        if let index = try index?.index(into: component.rules) { return component.rules[index] }
        guard var id = try ruleID(of: entry) else { return nil }
        while true {
            for component in components { if let rule = component.rule(id) { return rule } }
            guard let slash = id.lastIndex(of: "/") else { return nil }
            id = String(id[..<slash])
        }
    }

    /// The extension that a rule reference names, or the driver.
    private func component(of reference: JSONCursor?) throws(ToolReportError) -> SARIFComponent {
        let index = try reference?.optional("toolComponent")?.optional("index")
        return components[try index?.index(into: components.dropFirst()).map { $0 + 1 } ?? 0]
    }

    private func level(of entry: JSONCursor, _ rule: SARIFRule?) throws(ToolReportError) -> SARIFLog.Level {
        if let kind = try entry.optional("kind"), try kind.string() != "fail" { return .none }
        if let level = try entry.optional("level") { return try sarifLevel(level) }
        return rule?.level ?? .warning
    }

    private func fingerprints(_ entry: JSONCursor) throws(ToolReportError) -> [String: String] {
        var prints: [String: String] = [:]
        for key in ["partialFingerprints", "fingerprints"] {
            for (name, value) in try entry.optional(key)?.members() ?? [] {
                prints[name] = try value.string()
            }
        }
        return prints
    }

    private func isSuppressed(_ entry: JSONCursor) throws(ToolReportError) -> Bool {
        let suppressions = try entry.optional("suppressions")?.elements() ?? []
        for suppression in suppressions {
            if let status = try suppression.optional("status"), try status.string() != "accepted" {
                return false
            }
        }
        return !suppressions.isEmpty
    }
}
