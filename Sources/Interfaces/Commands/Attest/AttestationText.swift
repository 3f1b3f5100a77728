import Attestations
import DefinitionOfDone
import StructuredData
import SupplyChain

/// What was attested, for a person.
func attestationText(_ made: AttestationMaking.Made, _ run: RunState, style: TextStyle) -> String {
    let subject = run.header?.subject
    let title = ["attested", subject?.project ?? "", subject?.version ?? ""].filter { !$0.isEmpty }
    let names = Bundle(parsing: made.bundle).envelopes.flatMap { envelope -> [String] in
        guard let statement = try? Statement(parsing: envelope.payload) else { return [] }
        return [PredicateType(statement.predicateType)?.name ?? statement.predicateType.description]
    }
    let claim = PolicyClaim(of: run)
    let missing = claim.weakened.joined(separator: ", ")
    var rows = [
        ("run", run.id), ("verdict", run.verdict?.result.rawValue ?? ""),
        ("policy", claim.holds ? claim.name : "\(claim.name): for want of \(missing)"),
    ]
    rows += made.record.subjects.map { ("subject", $0) }
    rows += names.map { ("statement", $0) }
    rows += [("key", made.record.keyID), ("kept as", made.path)]
    return style.paint(title.joined(separator: " ").neutralised, .bold) + "\n" + style.table(rows)
}

/// The same for programs; schema `uvmgr.attestation/1`.
func attestationJSON(_ made: AttestationMaking.Made, _ run: RunState, noted: Int?) -> JSON {
    let claim = PolicyClaim(of: run)
    return .members([
        "policy": .string(claim.name), "weakened": .array(claim.weakened.map(JSON.string)),
        "schema": "uvmgr.attestation/1", "run": .string(made.record.run),
        "digest": .string(made.record.digest), "path": .string(made.path), "name": .string(made.record.name),
        "subjects": .array(made.record.subjects.map(JSON.string)),
        "predicates": .array(made.record.predicates.map(JSON.string)), "keyid": .string(made.record.keyID),
        "leftOut": .array(made.leftOut.map(JSON.string)), "noted": noted.map { .integer(Int64($0)) },
    ])
}

extension TextStyle {
    /// Rows of a name and a value, indented, the values below each other.
    func table(_ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        return rows.map { name, value in
            let pad = String(repeating: " ", count: width - name.count)
            return "  " + paint(name + pad, .dim) + "  " + value.neutralised + "\n"
        }.joined()
    }
}

/// What became of files, for a person.
func attestReportText(_ report: AttestationReport, style: TextStyle) -> String {
    report.artifacts.map { artifact in
        let title = style.paint(artifact.path.neutralised, .bold)
        let answer = artifact.isAccepted ? "accepted" : "refused"
        let source = artifact.source.map { ", by \($0.neutralised)" } ?? ""
        var text = "\(style.mark(artifact.isAccepted)) \(title) \(answer)\(source)\n"
        let width = artifact.checks.map(\.name.rawValue.count).max() ?? 0
        for check in artifact.checks {
            let name = check.name.rawValue
            let pad = String(repeating: " ", count: width - name.count)
            text += "  \(style.mark(check.holds)) \(name)\(pad)  \(check.finding.neutralised)\n"
        }
        for other in artifact.others { text += "    \(style.paint(other.neutralised, .dim))\n" }
        for reason in artifact.reasons {
            let sign = artifact.isAccepted ? style.sign("·", "-") : style.mark(false)
            text += "  \(sign) \(reason.neutralised)\n"
        }
        return text
    }.joined(separator: "\n")
}

extension TextStyle {
    func mark(_ holds: Bool) -> String {
        holds ? paint(sign("✓", "ok"), .green) : paint(sign("✗", "x"), .red)
    }
}

/// The same for programs; schema `uvmgr.attest-report/1`.
func attestReportJSON(_ report: AttestationReport) -> JSON {
    .members([
        "schema": "uvmgr.attest-report/1", "accepted": .bool(report.isAccepted),
        "keys": .array(report.keyIDs.map(JSON.string)), "policy": report.policy.map(JSON.string),
        "artifacts": .array(
            report.artifacts.map { artifact in
                .members([
                    "path": .string(artifact.path), "sha256": .string(artifact.digest),
                    "accepted": .bool(artifact.isAccepted), "source": artifact.source.map(JSON.string),
                    "run": artifact.run.map(JSON.string), "policy": artifact.policy.map(JSON.string),
                    "keyid": artifact.keyID.map(JSON.string),
                    "checks": .array(
                        artifact.checks.map {
                            [
                                "name": .string($0.name.rawValue), "holds": .bool($0.holds),
                                "finding": .string($0.finding),
                            ]
                        }), "others": .array(artifact.others.map(JSON.string)),
                    "reasons": .array(artifact.reasons.map(JSON.string)),
                ])
            }),
    ])
}
