extension Conjunct {
    /// Counts the findings that are meant and not waived.
    func outcome(of selection: Selection, atMost most: Int, _ facts: ConditionFacts) -> ConjunctOutcome {
        let isNewKnown = selection.isNew && facts.newKnown
        let meant = facts.findings.filter {
            selection.selects($0, facts.unknownSeverity) && (!isNewKnown || $0.isNew)
        }
        let open = meant.filter { !$0.waived }
        // Where it is not known which are new, few enough of all are few enough of the new ones too.
        if selection.isNew, !facts.newKnown, open.count > most {
            return undetermined(
                "it is not known which of them are new", measured: selection.anyAge.report(meant, open))
        }
        let fails = open.count > most
        return ConjunctOutcome(
            conjunct: self, result: fails ? .fails : .holds, measured: selection.report(meant, open),
            required: requirement, counted: fails ? open : [])
    }
}

extension Conjunct.Selection {
    fileprivate var anyAge: Self { Self(isNew: false, severities: severities, kind: kind) }

    /// Whether the finding is of the kind and severity meant, be it new or waived or not.
    fileprivate func selects(_ finding: ConditionFinding, _ rule: UnknownSeverityRule) -> Bool {
        let severity = finding.severity ?? rule.severity
        return kind.counts(finding.kind, severity) && severities.contains(severity)
    }

    /// `2 critical CVEs (1 of unknown severity; 1 waived, not counted)`.
    fileprivate func report(_ meant: [ConditionFinding], _ open: [ConditionFinding]) -> String {
        let unknown = severities == .any ? 0 : open.count { $0.severity == nil }
        let waived = meant.count - open.count
        let notes = [
            unknown > 0 ? "\(unknown) of unknown severity" : nil,
            waived > 0 ? "\(waived) waived, not counted" : nil,
        ].compactMap { $0 }
        let count = open.isEmpty ? "no" : "\(open.count)"
        let suffix = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
        return "\(count) \(phrase(for: open.count))\(suffix)"
    }
}
