import Audit
import Capabilities
import DefinitionOfDone
import Ledger
import StructuredData
import TransparencyLog

/// What verifying a ledger found, for a person.
func ledgerReportText(_ report: LedgerReport, hasKeys: Bool, style: TextStyle) -> String {
    let sign =
        report.isSound ? style.paint(style.sign("✓", "ok"), .green) : style.paint(style.sign("✗", "x"), .red)
    let title =
        report.isSound
        ? "nothing was changed" : "\(report.faultCount) fault\(report.faultCount == 1 ? "" : "s")"
    var lines = ["\(sign) \(style.paint(title, .bold))  \(report.path)"]
    lines += report.faults.map { "  \(style.paint($0.kind, .red))  \($0.message)" }
    if report.faultCount > report.faults.count {
        lines.append("  and \(report.faultCount - report.faults.count) more")
    }
    let from =
        report.from > 0 ? "\(report.size - report.from) events after \(report.from)" : "\(report.size) events"
    var rows = [("events", from), ("root", report.root.hex), ("log", report.origin)]
    rows.append(("checkpoints", "\(report.checkpoints.count)"))
    if let size = report.checkpoints.signedSize {
        let witnesses = report.checkpoints.witnesses
        let key = report.checkpoints.keyID.map { " by key \($0.prefix(16))" } ?? ""
        let cosigned = witnesses.isEmpty ? "" : ", cosigned by \(witnesses.joined(separator: ", "))"
        rows.append(("signed", "\(size) events\(key)\(cosigned)"))
    } else if report.checkpoints.count > 0 {
        rows.append(
            (
                "signed",
                hasKeys ? "by no key that is trusted" : "not judged: no key is known; name one with --key"
            ))
    }
    if report.unsigned > 1 {
        rows.append(("not signed", "the last \(report.unsigned) events; `uvmgr audit checkpoint` signs them"))
    }
    if report.rewinds > 0 {
        rows.append(
            (
                "clock",
                "went back \(report.rewinds) time\(report.rewinds == 1 ? "" : "s"), first before event \(report.firstRewind)"
            ))
    }
    let width = rows.map(\.0.count).max() ?? 0
    lines += rows.map { name, value in
        "  " + style.paint(name + String(repeating: " ", count: width - name.count), .dim) + "  " + value
    }
    return lines.joined(separator: "\n") + "\n"
}

/// The same for programs; schema `uvmgr.ledger-report/1`.
func ledgerReportJSON(_ report: LedgerReport) -> JSON {
    [
        "schema": "uvmgr.ledger-report/1", "sound": .bool(report.isSound), "ledger": .string(report.path),
        "origin": .string(report.origin), "events": .integer(report.size), "from": .integer(report.from),
        "root": .string(report.root.hex), "faultCount": .integer(Int64(report.faultCount)),
        "faults": .array(
            report.faults.map { fault in
                .members([
                    "kind": .string(fault.kind), "position": fault.position.map(JSON.integer),
                    "message": .string(fault.message),
                ])
            }),
        "checkpoints": .members([
            "count": .integer(Int64(report.checkpoints.count)),
            "signedEvents": report.checkpoints.signedSize.map(JSON.integer),
            "key": report.checkpoints.keyID.map(JSON.string),
            "witnesses": .array(report.checkpoints.witnesses.map(JSON.string)),
        ]),
        "unsignedEvents": .integer(report.unsigned),
        "clockRewinds": .integer(Int64(report.rewinds)),
    ]
}
