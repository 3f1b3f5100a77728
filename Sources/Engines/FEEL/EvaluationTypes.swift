/// Types: conformance and conversion (DMN 1.5, 10.3.2.9).
extension Evaluation {
    /// Whether a value is an instance of a type; null is one of `Null` only.
    func conforms(_ value: FEELValue, to type: FEELType) -> Bool {
        let type = resolved(type)
        switch (value, type) {
        case (.null, .null): return true
        case (.null, _): return false
        case (_, .any), (.number, .number), (.string, .string), (.boolean, .boolean), (.date, .date),
            (.time, .time), (.dateTime, .dateTime), (.daysDuration, .daysDuration),
            (.monthsDuration, .monthsDuration):
            return true
        case (.list(let elements), .list(let element)):
            return elements.allSatisfy { element == .any || isAllowed($0, element) }
        case (.context(let context), .context(let fields)):
            return fields.allSatisfy { field in context[field.name].map { isAllowed($0, field.type) } ?? false
            }
        case (.range(let range), .range(let element)):
            return isAllowed(range.start, element) && isAllowed(range.end, element)
        case (.function(let function), .function(let parameters, let result)):
            return conforms(function, parameters, result)
        default: return false
        }
    }

    /// Inside of lists, contexts and ranges null belongs to every type.
    private func isAllowed(_ value: FEELValue, _ type: FEELType) -> Bool {
        value.isNull || conforms(value, to: type)
    }

    private func conforms(_ function: FEELFunction, _ parameters: [FEELType], _ result: FEELType) -> Bool {
        if case .builtIn = function.body { return true }
        guard function.parameters.count == parameters.count else { return false }
        let accepts = zip(function.parameters, parameters).allSatisfy { own, asked in
            conforms(resolved(asked), to: resolved(own.type))
        }
        return accepts && conforms(resolved(function.result), to: resolved(result))
    }

    /// Whether every value of `type` is one of `other`.
    private func conforms(_ type: FEELType, to other: FEELType) -> Bool {
        let (type, other) = (resolved(type), resolved(other))
        switch (type, other) {
        case (_, .any): return true
        // What was not declared may be anything, and is tested when there is a value.
        case (.any, _), (.null, _): return true
        case (.list(let type), .list(let other)), (.range(let type), .range(let other)):
            return conforms(type, to: other)
        case (.context(let fields), .context(let others)):
            return others.allSatisfy { other in
                fields.contains { $0.name == other.name && conforms($0.type, to: other.type) }
            }
        case (.function(let parameters, let result), .function(let others, let otherResult)):
            return parameters.count == others.count
                && zip(parameters, others).allSatisfy { conforms($1, to: $0) }
                && conforms(result, to: otherResult)
        default: return type == other
        }
    }

    /// The type that the host means by a name; chains of names end after a few steps.
    private func resolved(_ type: FEELType) -> FEELType {
        var type = type
        for _ in 0..<16 {
            guard case .named(let name) = type else { return type }
            guard let next = environment.types[name] else { return type }
            type = next
        }
        return type
    }

    /// A value as a type wants it: itself, out of a list of one, in a list, or a date at midnight UTC.
    ///
    /// - Returns: `nil` when it cannot be one (DMN 1.5, 10.3.2.9.4). Null stays null.
    func converted(_ value: FEELValue, to type: FEELType) -> FEELValue? {
        let type = resolved(type)
        if value.isNull || conforms(value, to: type) { return value }
        if case .list(let elements) = value, elements.count == 1, conforms(elements[0], to: type) {
            return elements[0]
        }
        if case .list(let element) = type, conforms(value, to: element) { return .list([value]) }
        if case .date(let date) = value, type == .dateTime { return .dateTime(date.midnightUTC) }
        return nil
    }
}

extension FEELValue {
    /// The value as a type wants it, which decision models ask for at each of their typed places.
    ///
    /// - Returns: `nil` when it cannot be one (DMN 1.5, 10.3.2.9.4). Null stays null.
    package func converted(to type: FEELType, in environment: FEELEnvironment) -> FEELValue? {
        Evaluation(environment, text: "").converted(self, to: type)
    }
}
