public import StructuredData

extension FEELValue {
    /// A JSON value as FEEL sees it: whole and other numbers become decimals, objects contexts in order of their keys.
    ///
    /// - Returns: For a binary number the shortest decimal that reads back as it; null for NaN and infinity.
    public init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .number(FEELNumber(Int(value)))
        case .number(let value): self = FEELNumber(value.description).map(FEELValue.number) ?? .null
        case .string(let value): self = .string(value)
        case .array(let elements): self = .list(elements.map(FEELValue.init))
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            self = .context(FEELContext(sorted.map { ($0.key, FEELValue($0.value)) }))
        }
    }

    /// The value as JSON: dates, times, durations and ranges as the text that `string()` gives, functions as null.
    ///
    /// Whole numbers of 64 bits stay exact, others become the nearest binary number.
    public var json: JSON {
        switch self {
        case .null, .function: .null
        case .boolean(let value): .bool(value)
        case .number(let value): value.integer.map { .integer(Int64($0)) } ?? .number(value.double)
        case .string(let value): .string(value)
        case .date, .time, .dateTime, .daysDuration, .monthsDuration, .range: .string(description)
        case .list(let elements): .array(elements.map(\.json))
        case .context(let context):
            .object(Dictionary(context.entries.map { ($0.key, $0.value.json) }) { _, last in last })
        }
    }
}
