import Advisories
import AdvisorySources
import Capabilities
import Conditions
import Diagnostics
import Digests
import Projects
import PythonPackaging
import StructuredData

/// Whether a locked package has a known vulnerability.
struct VulnerabilitiesGate: Gate {
    let name = "vulnerabilities"
    let revision = 2

    func needsEnvironment(_ project: DiscoveredProject) -> Bool { project.lock == nil }

    func obstacle(in context: GateContext) -> Obstacle? { nil }

    func inputs(in context: GateContext) -> FileSelection { FileSelection([]) }

    func parameters(in context: GateContext) -> [String] {
        [context.lockDigest ?? "no lock", context.advisorySourceText, context.advisorySourceIdentity]
    }

    /// Which source answers is known once it has.
    func tool(in context: GateContext) -> ToolIdentity? { nil }

    func maximumAge(in context: GateContext) -> Duration? {
        context.advisorySourceIdentity.isEmpty ? context.configuration.duration("advisories-max-age") : nil
    }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        let source = try AdvisorySource(
            argument: context.advisorySourceText.isEmpty ? nil : context.advisorySourceText, in: context.root,
            files: context.services.files)
        let age = context.configuration.duration("advisories-max-age") ?? .seconds(3600)
        let (packages, lookup) = (try subjects(context), context.services.advisories(age))
        let report = try await within(context.timeout) { try await lookup.report(on: packages, from: source) }
        let document = report.json
        context.record.note(
            try context.evidence.keep(
                Array(document.pretty.utf8), as: "advisories.json", mediaType: "application/json"))
        var measurement = GateMeasurement(
            tool: ToolIdentity(
                name: report.origin.name,
                version: report.newestEntry.map { "data of \($0.description.prefix(10))" }
                    ?? "fetched \(report.fetched.rfc3339)",
                origin: .native))
        measurement.measurements = [
            Measurement(
                "packages", Quantity(value: Double(report.packagesQueried), dimension: .count),
                origin: MeasurementOrigin(evidence: "advisories.json", pointer: "/packagesQueried"))
        ]
        measurement.findings = report.matches.map { finding($0, context) }
        return measurement
    }

    /// Every locked package, or without a lock what is installed.
    private func subjects(_ context: GateContext) throws -> [AdvisorySubject] {
        if let packages = try context.project.lockedPackages(context.services.files) {
            return packages.map { package in
                AdvisorySubject(
                    name: package.name, version: package.version, place: package.place,
                    notFromIndex: package.notFromIndex)
            }
        }
        let names = [context.project.name] + (context.project.workspace?.members.map(\.name) ?? [])
        let left = (context.environment?.added ?? []).union(names.map { PackageName.normalized($0) })
        return try (context.environment?.packages ?? [:]).sorted { $0.key < $1.key }
            .filter { !left.contains($0.key) }
            .map { AdvisorySubject(name: try PackageName($0.key), version: try? Version($0.value)) }
    }

    private func finding(_ match: VulnerabilityMatch, _ context: GateContext) -> Finding {
        let package = match.package
        let vulnerability = match.vulnerability
        let fixed = match.fixedVersions.map(\.description)
        let label = "\(package.name.normalized) \(package.version)"
        let score = vulnerability.score.map { " (CVSS \($0))" } ?? ""
        return Finding(
            gate: name, kind: "vulnerabilities", rule: vulnerability.id,
            aliases: Array(vulnerability.aliases),
            severity: vulnerability.severity.flatMap { Severity(named: $0.rawValue) }, place: package.place,
            message: "\(label): \(vulnerability.summary ?? "known vulnerability")\(score)",
            remedy: fixed.isEmpty
                ? "no fixed version is known" : "upgrade to \(fixed.joined(separator: " or "))",
            fingerprint: String(
                SHA256Digest(of: "\(name)\u{0}\(package.name.normalized)\u{0}\(vulnerability.id)").hex.prefix(
                    16)))
    }
}

extension LockedPackage {
    /// Why advisories about the name say nothing about this package; `nil` if it is from an index.
    fileprivate var notFromIndex: String? {
        switch source {
        case .registry: nil
        case .git: "from a Git repository"
        case .url: "from a URL"
        case .path: isFirstParty ? "a folder of this machine" : "a local archive"
        case .editable, .virtual: "the project itself or a member of its workspace"
        }
    }
}

extension GateContext {
    /// What names the source; empty for the public service with its fall-back.
    fileprivate var advisorySourceText: String {
        let value = configuration.values["advisories"]
        if value?.origin == .builtin { return "" }
        let text = value?.text ?? ""
        return text.contains("://") ? text : configuration.path("advisories") ?? text
    }

    /// What changes when a local source changes; empty for a service.
    fileprivate var advisorySourceIdentity: String {
        let path = advisorySourceText
        guard path.hasPrefix("/"), let status = try? services.files.status(path) else { return "" }
        guard status.kind == .directory else { return "\(status.size) \(status.modified)" }
        let files = FileWalk(files: services.files).files(below: path).map { name in
            let status = try? services.files.status(path + "/" + name)
            return "\(name) \(status?.size ?? 0) \(status?.modified ?? 0)"
        }
        return SHA256Digest(of: files.joined(separator: "\n")).hex
    }
}

extension AdvisoryReport {
    /// What is kept as evidence.
    fileprivate var json: JSON {
        .members([
            "source": ["name": .string(origin.name), "location": .string(origin.location)],
            "insteadOf": insteadOf.map { .string($0.wording) },
            "newestEntry": .text(newestEntry.map { "\($0)" }), "fetched": .string(fetched.rfc3339),
            "packagesQueried": .integer(Int64(packagesQueried)),
            "notQueried": .array(
                notQueryable.map {
                    ["name": .string($0.subject.name.normalized), "reason": .string($0.reason)]
                }),
            "matches": .array(
                matches.map { match in
                    .members([
                        "package": .string(match.package.name.normalized),
                        "version": .string(match.package.version.description),
                        "ids": .strings(match.vulnerability.ids),
                        "severity": .text(match.vulnerability.severity?.rawValue),
                        "score": match.vulnerability.score.map(JSON.number),
                        "fixedVersions": .strings(match.fixedVersions.map(\.description)),
                        "reportedOnly": .bool(match.isReportedOnly),
                    ])
                }),
        ])
    }
}
