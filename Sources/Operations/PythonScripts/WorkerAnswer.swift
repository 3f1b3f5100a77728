import StructuredData

/// What the worker says; ``WorkerProgram`` has the table.
enum WorkerAnswer {
    case names([String]?)
    case syntax(message: String, line: Int, column: Int)
    case done(assigned: [String: JSON], removed: [String])
    case value(JSON)
    case bpmn(code: String, message: String)
    case raised(type: String, message: String, line: Int)
    case unfit(path: String, type: String, reason: String)
    case large(bytes: Int)

    /// `nil` if these parts say nothing.
    init?(_ parts: ArraySlice<JSON>) {
        guard let kind = parts.first?.string else { return nil }
        let rest = Array(parts.dropFirst())
        let texts = rest.prefix { $0.string != nil }.compactMap(\.string)
        let numbers = rest.dropFirst(texts.count).compactMap(\.integer).map(Int.init)
        switch (kind, rest.count, texts.count, numbers.count) {
        case ("value", 1, _, _): self = .value(rest[0])
        case ("syntax", 3, 1, 2): self = .syntax(message: texts[0], line: numbers[0], column: numbers[1])
        case ("bpmn", 2, 2, _): self = .bpmn(code: texts[0], message: texts[1])
        case ("raised", 3, 2, 1): self = .raised(type: texts[0], message: texts[1], line: numbers[0])
        case ("unfit", 3, 3, _): self = .unfit(path: texts[0], type: texts[1], reason: texts[2])
        case ("large", 1, 0, 1): self = .large(bytes: numbers[0])
        default:
            guard let answer = Self.listed(kind, rest) else { return nil }
            self = answer
        }
    }

    private static func listed(_ kind: String, _ rest: [JSON]) -> WorkerAnswer? {
        let names = rest.last?.array.map { $0.compactMap(\.string) }
        switch (kind, rest.count) {
        case ("names", 1): return rest[0].isNull ? .names(nil) : names.map { .names($0) }
        case ("done", 2):
            guard let assigned = rest[0].object, let names else { return nil }
            return .done(assigned: assigned, removed: names)
        default: return nil
        }
    }
}
