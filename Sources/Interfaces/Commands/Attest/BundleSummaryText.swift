import Attestations
import DefinitionOfDone
import StructuredData
import SupplyChain

/// What a bundle says, for a person.
func bundleSummaryText(_ summary: BundleSummary, style: TextStyle) -> String {
    if summary.lines.isEmpty { return "there is no attestation in it\n" }
    return summary.lines.map { line in
        let name = line.statement.map(typeName) ?? "line \(line.number)"
        var text = "\(style.mark(line.isVerified)) \(style.paint(name.neutralised, .bold))"
        if !line.isVerified {
            text += " " + style.paint("not verified: no trusted key signed it", .yellow)
        }
        var rows: [(String, String)] = []
        if let fault = line.fault { rows.append(("fault", fault)) }
        rows += line.verifiedBy.map { ("signed by", $0) }
        if !line.isVerified { rows += line.claimedKeys.map { ("names key", $0) } }
        for subject in line.statement?.subjects ?? [] {
            let digest = subject.digest?.description ?? ""
            rows.append(("subject", [subject.name, digest].compactMap(\.self).joined(separator: " ")))
        }
        if let predicate = line.predicate { rows += facts(predicate) }
        return text + "\n" + style.table(rows)
    }.joined(separator: "\n")
}

private func typeName(_ statement: Statement) -> String {
    PredicateType(statement.predicateType)?.name ?? statement.predicateType.description
}

/// The few facts of a predicate that a person looks for.
private func facts(_ predicate: Predicate) -> [(String, String)] {
    switch predicate {
    case .testResult(let result):
        return [
            ("result", result.result.rawValue), ("passed", String(result.passedTests.count)),
            ("excused", String(result.warnedTests.count)), ("failed", String(result.failedTests.count)),
        ] + result.failedTests.prefix(10).map { ("failed", $0) }
    case .vulnerabilities(let scan):
        let database = scan.scanner.database
        let source = database.uri?.description ?? "a local database"
        return [
            ("scanned", scan.scanFinishedOn.description),
            ("data", "\(source), last changed \(database.lastUpdate)"),
        ] + scan.scanner.results.map { ("found", "\($0.id) \($0.severities.first?.score ?? "")") }
    case .provenance(let provenance):
        let metadata = provenance.runDetails.metadata
        return [
            ("builder", provenance.runDetails.builder.id.description),
            ("build type", provenance.buildDefinition.buildType.description),
            ("built", metadata.finishedOn?.description ?? "at no known time"),
        ]
            + provenance.buildDefinition.resolvedDependencies.map {
                ("from", [$0.name, $0.digest?.description].compactMap(\.self).joined(separator: " "))
            }
    case .simpleVerificationResult(let result): return facts(result)
    case .verificationSummary: return [("says", predicate.sentence)]
    }
}

private func facts(_ result: SimpleVerificationResult) -> [(String, String)] {
    var rows = [("verifier", result.verifier.id.description), ("at", result.timeCreated.description)]
    rows += result.verifier.policies.map { ("policy", $0.name ?? $0.uri?.description ?? "without name") }
    rows.append(("holds", result.properties.isEmpty ? "nothing" : result.properties.joined(separator: ", ")))
    if let run = result.details?.runID { rows.append(("run", run)) }
    for waiver in result.details?.waivers ?? [] {
        let until = waiver.until.map { "until \($0)" } ?? "without end"
        let by = waiver.by.map { " by \($0)" } ?? ""
        rows.append(("waiver", "\(waiver.finding) \(until)\(by): \(waiver.reason ?? "no reason given")"))
    }
    return rows
}

/// The same for programs, with whole statements; schema `uvmgr.attestations/1`.
func bundleSummaryJSON(_ summary: BundleSummary) -> JSON {
    [
        "schema": "uvmgr.attestations/1",
        "attestations": .array(
            summary.lines.map { line in
                .members([
                    "line": .integer(Int64(line.number)), "verified": .bool(line.isVerified),
                    "verifiedBy": .array(line.verifiedBy.map(JSON.string)),
                    "claimedKeys": .array(line.claimedKeys.map(JSON.string)),
                    "fault": line.fault.map(JSON.string), "statement": line.statement?.json,
                ])
            }),
    ]
}
