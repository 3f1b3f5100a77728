extension Condition {
    /// Decides whether the facts satisfy every conjunct.
    ///
    /// A condition that was not checked against its gate is safe to evaluate: what does not fit cannot be told.
    ///
    /// - Complexity: O(conjuncts × findings).
    public func evaluate(_ facts: ConditionFacts) -> ConditionOutcome {
        ConditionOutcome(parts: conjuncts.map { $0.outcome(facts) })
    }
}

extension Conjunct {
    fileprivate func outcome(_ facts: ConditionFacts) -> ConjunctOutcome {
        switch self {
        case .comparison(let comparison): outcome(of: comparison, facts)
        case .trend(let trend): outcome(of: trend, facts)
        case .absence(let selection): outcome(of: selection, atMost: 0, facts)
        case .limit(let most, let selection): outcome(of: selection, atMost: most, facts)
        }
    }

    func undetermined(_ reason: String, measured: String = "not measured") -> ConjunctOutcome {
        ConjunctOutcome(
            conjunct: self, result: .undetermined, measured: measured, required: requirement, reason: reason)
    }

    fileprivate func outcome(of comparison: Comparison, _ facts: ConditionFacts) -> ConjunctOutcome {
        switch Reading(metric, facts) {
        case .missing(let reason): return undetermined(reason)
        case .found(let name, let measured):
            guard let required = comparison.amount.quantity(as: measured.dimension) else {
                return undetermined(
                    mismatch(name, measured.dimension, comparison.amount), measured: "\(measured)")
            }
            let holds = comparison.relation.holds(order(measured.value, required.value))
            let thousands = comparison.amount.unit?.isThousands ?? false
            return ConjunctOutcome(
                conjunct: self, result: holds ? .holds : .fails,
                measured: measured.text(apartFrom: [required.value], thousands: thousands),
                required: requirement)
        }
    }

    fileprivate func outcome(of trend: Trend, _ facts: ConditionFacts) -> ConjunctOutcome {
        switch Reading(metric, facts) {
        case .missing(let reason): return undetermined(reason)
        case .found(let name, let now):
            guard let before = trend.baseline(of: name, like: now, facts) else {
                return undetermined(
                    "the baseline `\(trend.baseline)` has no comparable `\(name)`", measured: "\(now)")
            }
            guard let lowerIsBetter = facts.lowerIsBetter[name] else {
                let reason = "it is not known whether `\(name)` should rise or fall"
                return undetermined(reason, measured: "\(now)")
            }
            guard let allowed = trend.allowed(from: before) else {
                return undetermined(mismatch(name, now.dimension, trend.allowance), measured: "\(now)")
            }
            let limit = lowerIsBetter ? before.value + allowed : before.value - allowed
            let standing = order(now.value, limit, scale: max(abs(before.value), allowed))
            let holds = standing == .same || standing == (lowerIsBetter ? .less : .more)
            let shown = now.text(apartFrom: [limit, before.value])
            return ConjunctOutcome(
                conjunct: self, result: holds ? .holds : .fails,
                measured: "\(shown), \(trend.baseline) \(before.text(apartFrom: [now.value]))",
                required: requirement)
        }
    }
}

/// A measured number that can be compared, or why there is none.
private enum Reading {
    case found(String, Quantity)
    case missing(reason: String)

    init(_ metric: String?, _ facts: ConditionFacts) {
        guard let name = metric ?? facts.main else {
            self = .missing(reason: "the gate has no main metric")
            return
        }
        guard let quantity = facts.measurements[name] else {
            self = .missing(reason: "`\(name)` was not measured")
            return
        }
        // NaN and infinity come from a division by nothing or an overflow: they measure nothing.
        let isFinite = quantity.value.isFinite
        self = isFinite ? .found(name, quantity) : .missing(reason: "`\(name)` was measured as \(quantity)")
    }
}

private func mismatch(_ metric: String, _ dimension: Dimension, _ amount: Amount?) -> String {
    "`\(metric)` is \(dimension.phrase), and `\(amount.map { "\($0)" } ?? "")` is not"
}

extension Conjunct.Trend {
    fileprivate func baseline(of metric: String, like now: Quantity, _ facts: ConditionFacts) -> Quantity? {
        guard let before = facts.baselines[baseline]?[metric], before.value.isFinite else { return nil }
        return before.dimension == now.dimension ? before : nil
    }

    /// How much worse than the baseline is allowed, in base units.
    ///
    /// A percentage of a ratio is in points (from 80 % by 5 % to 75 %), of anything else a share of the baseline.
    fileprivate func allowed(from before: Quantity) -> Double? {
        guard let allowance else { return 0 }
        if allowance.unit == .percent, before.dimension != .ratio {
            return allowance.quantity(as: .ratio).map { $0.value * abs(before.value) }
        }
        return allowance.quantity(as: before.dimension)?.value
    }
}
