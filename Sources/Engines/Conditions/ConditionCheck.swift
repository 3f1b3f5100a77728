extension Condition {
    /// Checks that a gate can answer this condition.
    ///
    /// - Parameters:
    ///   - metrics: What the gate measures.
    ///   - main: The metric that a comparison without a name means; `nil`: it must be named.
    ///   - kinds: The kinds of finding that the gate reports (the strings of ``ConditionFinding/kind``). `findings` may
    ///     be asked of a gate that reports any kind, `errors` and `warnings` also of one that reports `findings`.
    /// - Throws: ``ConditionError`` that points at the metric, the amount or the kind that does not fit.
    public func check(
        against metrics: [String: Dimension], main: String?, kinds: Set<String>
    ) throws(ConditionError) {
        let gate = GateOffer(metrics: metrics, main: main, kinds: kinds, text: text)
        for (conjunct, places) in zip(conjuncts, places) {
            switch conjunct {
            case .comparison(let comparison):
                let metric = try gate.metric(comparison.metric, places)
                try gate.check(comparison.amount, against: metric, places)
            case .trend(let trend):
                let metric = try gate.metric(trend.metric, places)
                guard let allowance = trend.allowance, allowance.unit != .percent else { continue }
                try gate.check(allowance, against: metric, places)
            case .absence(let selection), .limit(_, let selection):
                try gate.check(selection.kind, places)
            }
        }
    }
}

/// What one gate can be asked for.
private struct GateOffer {
    let metrics: [String: Dimension]
    let main: String?
    let kinds: Set<String>
    let text: String

    func metric(
        _ name: String?, _ places: ConjunctPlaces
    ) throws(ConditionError) -> (name: String, dimension: Dimension) {
        let known = metrics.keys.sorted()
        let place = places.metric ?? places.whole
        guard !known.isEmpty else { throw ConditionError(.noMetric, at: place, in: text) }
        guard let name = name ?? main else {
            throw ConditionError(.noMainMetric(known: known), at: place, in: text)
        }
        guard let dimension = metrics[name] else {
            throw ConditionError(.unknownMetric(name, known: known), at: place, in: text)
        }
        return (name, dimension)
    }

    func check(
        _ amount: Amount, against metric: (name: String, dimension: Dimension), _ places: ConjunctPlaces
    ) throws(ConditionError) {
        guard amount.quantity(as: metric.dimension) == nil else { return }
        let range = places.amount ?? places.whole
        let written = "\(amount)"
        guard let unit = amount.unit else {
            let reason = ConditionError.Reason.missingUnit(
                amount: written, metric: metric.name, needs: metric.dimension)
            throw ConditionError(reason, at: range, in: text)
        }
        let reason = ConditionError.Reason.wrongDimension(
            amount: written, is: unit.dimension, metric: metric.name, needs: metric.dimension)
        throw ConditionError(reason, at: range, in: text)
    }

    func check(_ kind: FindingKind, _ places: ConjunctPlaces) throws(ConditionError) {
        let isCounted =
            switch kind {
            case .findings: !kinds.isEmpty
            case .errors, .warnings:
                kinds.contains(kind.rawValue) || kinds.contains(FindingKind.findings.rawValue)
            default: kinds.contains(kind.rawValue)
            }
        guard !isCounted else { return }
        let reason = ConditionError.Reason.kindNotCounted(kind.noun(for: 2), known: kinds.sorted())
        throw ConditionError(reason, at: places.noun ?? places.whole, in: text)
    }
}
