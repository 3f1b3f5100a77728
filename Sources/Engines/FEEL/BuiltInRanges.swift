extension BuiltIns {
    /// DMN 1.5, 10.3.4.7: the interval algebra of Allen, with points as well.
    static let ranges: [BuiltIn] = [
        relation("before", pointPoint, pointRange, rangePoint, rangeRange) { $0.before($1) },
        relation("after", pointPoint, pointRange, rangePoint, rangeRange) { $1.before($0) },
        relation("meets", rangeRange) { $0.meets($1) },
        relation("met by", rangeRange) { $1.meets($0) },
        relation("overlaps", rangeRange) { $0.overlaps($1) },
        relation("overlaps before", rangeRange) { $0.overlapsBefore($1) },
        relation("overlaps after", rangeRange) { $1.overlapsBefore($0) },
        relation("finishes", pointRange, rangeRange) { $0.finishes($1) },
        relation("finished by", rangePoint, rangeRange) { $1.finishes($0) },
        relation("includes", rangePoint, rangeRange) { $0.includes($1) },
        relation("during", pointRange, rangeRange) { $1.includes($0) },
        relation("starts", pointRange, rangeRange) { $0.starts($1) },
        relation("started by", rangePoint, rangeRange) { $1.starts($0) },
        relation("coincides", pointPoint, rangeRange) { $0.coincides($1) },
    ]

    private static let pointPoint = "point1, point2"
    private static let pointRange = "point, range"
    private static let rangePoint = "range, point"
    private static let rangeRange = "range1, range2"

    private static func relation(
        _ name: String, _ signatures: String..., body: @escaping @Sendable (Span, Span) -> Bool?
    ) -> BuiltIn {
        let parsed = signatures.map(BuiltIn.Signature.init)
        // Which of the four forms a call has is seen from its arguments, not from their names.
        let shapes = signatures.map { text in text.split(separator: ",").map { $0.contains("range") } }
        return BuiltIn(name, parsed) { call in
            let shape = [call[0].range != nil, call[1].range != nil]
            guard !call.isNull(0), !call.isNull(1), shapes.contains(shape) else {
                return call.fail("it does not take \(call[0].typeName) and \(call[1].typeName)")
            }
            let answer = body(Span(call[0], call.evaluation), Span(call[1], call.evaluation))
            return answer.map(FEELValue.boolean)
                ?? call.fail("\(call[0].typeName) and \(call[1].typeName) do not compare")
        }
    }
}

extension BuiltIn {
    fileprivate init(_ name: String, _ signatures: [Signature], body: @escaping Body) {
        (self.name, self.signatures, self.body) = (name, signatures, body)
    }
}

/// A range, or a point as the range of itself.
///
/// Relations are `nil` for ends that do not compare.
private struct Span {
    let start: FEELValue
    let end: FEELValue
    let includesStart: Bool
    let includesEnd: Bool
    let isPoint: Bool
    let evaluation: Evaluation

    init(_ value: FEELValue, _ evaluation: Evaluation) {
        self.evaluation = evaluation
        isPoint = value.range == nil
        start = value.range?.start ?? value
        end = value.range?.end ?? value
        includesStart = value.range?.includesStart ?? true
        includesEnd = value.range?.includesEnd ?? true
    }

    private func order(_ a: FEELValue, _ b: FEELValue) -> Int? {
        guard let isLess = evaluation.compare(a, .less, b), let isSame = evaluation.equals(a, b) else {
            return nil
        }
        return isSame ? 0 : isLess ? -1 : 1
    }

    /// Whether this ends before the other begins.
    func before(_ other: Span) -> Bool? {
        order(end, other.start).map { $0 < 0 || $0 == 0 && !(includesEnd && other.includesStart) }
    }

    /// Whether this ends with the point with which the other begins.
    func meets(_ other: Span) -> Bool? {
        order(end, other.start).map { $0 == 0 && includesEnd && other.includesStart }
    }

    func overlaps(_ other: Span) -> Bool? {
        guard let first = before(other), let second = other.before(self) else { return nil }
        return !first && !second
    }

    /// Whether this begins before the other, and ends within it.
    func overlapsBefore(_ other: Span) -> Bool? {
        guard let starts = order(start, other.start), let ends = order(end, other.end),
            let isApart = before(other)
        else { return nil }
        let beginsFirst = starts < 0 || starts == 0 && includesStart && !other.includesStart
        let endsFirst = ends < 0 || ends == 0 && (!includesEnd || other.includesEnd)
        return beginsFirst && endsFirst && !isApart
    }

    func finishes(_ other: Span) -> Bool? {
        guard let ends = order(end, other.end) else { return nil }
        if isPoint { return ends == 0 && other.includesEnd }
        guard let starts = order(start, other.start) else { return nil }
        return ends == 0 && includesEnd == other.includesEnd
            && (starts > 0 || starts == 0 && (!includesStart || other.includesStart))
    }

    func starts(_ other: Span) -> Bool? {
        guard let starts = order(start, other.start) else { return nil }
        if isPoint { return starts == 0 && other.includesStart }
        guard let ends = order(end, other.end) else { return nil }
        return starts == 0 && includesStart == other.includesStart
            && (ends < 0 || ends == 0 && (!includesEnd || other.includesEnd))
    }

    func includes(_ other: Span) -> Bool? {
        guard let starts = order(start, other.start), let ends = order(end, other.end) else { return nil }
        return (starts < 0 || starts == 0 && (includesStart || !other.includesStart))
            && (ends > 0 || ends == 0 && (includesEnd || !other.includesEnd))
    }

    func coincides(_ other: Span) -> Bool? {
        guard let starts = order(start, other.start), let ends = order(end, other.end) else { return nil }
        return starts == 0 && ends == 0 && includesStart == other.includesStart
            && includesEnd == other.includesEnd
    }
}
