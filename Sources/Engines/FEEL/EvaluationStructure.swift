/// Lists, contexts, ranges, paths and filters.
extension Evaluation {
    @inline(never)
    func list(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .list(let elements) = node.kind else { return .null }
        var values: [FEELValue] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try value(of: element, scope)) }
        return .list(values)
    }

    /// Each entry sees those before it; a function also sees itself.
    @inline(never)
    func context(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .context(let entries) = node.kind else { return .null }
        var context = FEELContext()
        for entry in entries {
            switch entry.node.kind {
            case .literal(let value): context[entry.key] = value
            case .lambda(let parameters, let body):
                let inner = context.isEmpty ? scope : Scope(.context(context), parent: scope)
                context[entry.key] = .function(
                    FEELFunction(parameters: parameters, body: .expression(body, inner, name: entry.key)))
            default:
                let inner = context.isEmpty ? scope : Scope(.context(context), parent: scope)
                context[entry.key] = try value(of: entry.node, inner)
            }
        }
        return .context(context)
    }

    @inline(never)
    func range(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .range(let start, let includesStart, let end, let includesEnd) = node.kind else {
            return .null
        }
        let (low, high) = (try value(of: start, scope), try value(of: end, scope))
        let isOpen = low.isNull || high.isNull
        guard isOpen || compare(low, .lessOrEqual, high) != nil else {
            return null("there is no range from \(low.typeName) to \(high.typeName)", node.range)
        }
        return .range(
            FEELRange(start: low, includesStart: includesStart, end: high, includesEnd: includesEnd))
    }

    @inline(never)
    func comparisonRange(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .comparisonRange(let sign, let operand) = node.kind else { return .null }
        return .range(FEELRange(sign, try value(of: operand, scope)))
    }

    @inline(never)
    func lambda(_ node: Node, _ scope: Scope) -> FEELValue {
        guard case .lambda(let parameters, let body) = node.kind else { return .null }
        return .function(FEELFunction(parameters: parameters, body: .expression(body, scope, name: nil)))
    }

    @inline(never)
    func instance(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .instance(let operand, let type) = node.kind else { return .null }
        return .boolean(conforms(try value(of: operand, scope), to: type))
    }

    /// Anything but true, null as well, takes the other way.
    @inline(never)
    func conditional(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .conditional(let condition, let yes, let no) = node.kind else { return .null }
        return try value(of: try value(of: condition, scope).boolean == true ? yes : no, scope)
    }

    // MARK: Paths

    @inline(never)
    func path(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .path(let operand, let name) = node.kind else { return .null }
        return path(try value(of: operand, scope), name, node)
    }

    /// The entry or property of a value; of a list, those of its elements (DMN 1.5, 10.3.2.5 and table 65).
    @inline(never)
    func path(_ value: FEELValue, _ name: String, _ node: Node) -> FEELValue {
        switch value {
        case .list(let elements):
            return .list(elements.map { path($0, name, node) })
        case .context(let context):
            if let entry = context[name] { return entry }
            let nearest = suggestion(for: name, among: context.keys).map { "; did you mean `\($0)`?" } ?? ""
            return null("the context has no entry `\(name)`\(nearest)", node.range)
        default:
            if let property = property(name, of: value) { return property }
            return null("\(value.typeName) has no property `\(name)`", node.range)
        }
    }

    private func property(_ name: String, of value: FEELValue) -> FEELValue? {
        switch value {
        case .date(let date): date.property(name)
        case .time(let time): property(name, of: time, on: nil)
        case .dateTime(let moment): moment.date.property(name) ?? property(name, of: moment.time, on: moment)
        case .daysDuration(let duration): duration.property(name)
        case .monthsDuration(let duration): duration.property(name)
        case .range(let range): range.property(name)
        default: nil
        }
    }

    private func property(_ name: String, of time: FEELTime, on moment: FEELDateTime?) -> FEELValue? {
        switch name {
        case "hour": return FEELValue(time.hour)
        case "minute": return FEELValue(time.minute)
        case "second":
            let seconds = time.nanoseconds % (60 * FEELTime.perSecond)
            return FEELValue(FEELNumber(Int(seconds)).divided(by: FEELNumber(Int(FEELTime.perSecond))))
        case "time offset":
            let local = moment?.localNanoseconds ?? Int128(time.nanoseconds)
            let seconds = offset(of: time.zone, atLocal: local)
            return seconds.map { .daysDuration(FEELDaysDuration(seconds: $0)) } ?? .null
        case "timezone":
            guard case .named(let name) = time.zone else { return .null }
            return .string(name)
        default: return nil
        }
    }

    // MARK: Filters

    /// `list[test]`: the elements for which the test is true, or the one at a position (DMN 1.5, 10.3.2.5).
    @inline(never)
    func filter(_ node: Node, _ scope: Scope) throws(FEELError) -> FEELValue {
        guard case .filter(let operand, let test) = node.kind else { return .null }
        let value = try value(of: operand, scope)
        let elements = value.list ?? (value.isNull ? [] : [value])
        if case .literal(.number(let position)) = test.kind { return element(of: elements, at: position) }
        guard let first = elements.first else {
            let answer = try quietly { () throws(FEELError) in try self.value(of: test, scope) }
            return answer.number == nil ? .list([]) : .null
        }
        var answer = try self.value(of: test, Scope(.item(first), parent: scope))
        if let position = answer.number { return element(of: elements, at: position) }
        var kept: [FEELValue] = []
        for (index, element) in elements.enumerated() {
            if index > 0 { answer = try self.value(of: test, Scope(.item(element), parent: scope)) }
            guard answer.isNull || answer.boolean != nil else {
                return null("the filter gives \(answer.typeName), not boolean", test.range)
            }
            if answer.boolean == true { kept.append(element) }
        }
        return .list(kept)
    }

    /// Positions count from 1, negative ones from the end.
    private func element(of elements: [FEELValue], at position: FEELNumber) -> FEELValue {
        guard let position = position.wholeInteger else { return .null }
        let index = position > 0 ? position - 1 : elements.count + position
        return position != 0 && elements.indices.contains(index) ? elements[index] : .null
    }
}

extension FEELDate {
    func property(_ name: String) -> FEELValue? {
        switch name {
        case "year": FEELValue(Int(year))
        case "month": FEELValue(Int(month))
        case "day": FEELValue(Int(day))
        case "weekday": FEELValue(weekday)
        default: nil
        }
    }
}

extension FEELDaysDuration {
    func property(_ name: String) -> FEELValue? {
        switch name {
        case "days": return FEELValue(FEELNumber(parts.days))
        case "hours": return FEELValue(parts.hours)
        case "minutes": return FEELValue(parts.minutes)
        case "seconds":
            let rest = nanoseconds % Int128(60 * FEELTime.perSecond)
            return FEELValue(FEELNumber(rest).divided(by: FEELNumber(Int(FEELTime.perSecond))))
        default: return nil
        }
    }
}

extension FEELMonthsDuration {
    func property(_ name: String) -> FEELValue? {
        switch name {
        case "years": FEELValue(months / 12)
        case "months": FEELValue(months % 12)
        default: nil
        }
    }
}

extension FEELRange {
    func property(_ name: String) -> FEELValue? {
        switch name {
        case "start": start
        case "end": end
        case "start included": .boolean(includesStart)
        case "end included": .boolean(includesEnd)
        default: nil
        }
    }
}
