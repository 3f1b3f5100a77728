/// A map from names to values that remembers the order of its entries; equality does not ask for it.
public struct FEELContext: Sendable {
    public private(set) var keys: [String] = []
    private var values: [String: FEELValue] = [:]

    public init() {}

    /// The entries in order; of entries with the same name the last wins at the place of the first.
    public init(_ entries: some Sequence<(String, FEELValue)>) {
        for (key, value) in entries { self[key] = value }
    }

    public var count: Int { keys.count }
    public var isEmpty: Bool { keys.isEmpty }

    /// The value of an entry; `nil` when there is none.
    ///
    /// A new entry goes to the end.
    public subscript(key: String) -> FEELValue? {
        get { values[key] }
        set {
            if let newValue {
                if values.updateValue(newValue, forKey: key) == nil { keys.append(key) }
            } else if values.removeValue(forKey: key) != nil {
                keys.removeAll { $0 == key }
            }
        }
    }

    /// Names and values in order.
    public var entries: [(key: String, value: FEELValue)] { keys.map { ($0, values[$0] ?? .null) } }
}

extension FEELContext: Hashable {
    public static func == (a: FEELContext, b: FEELContext) -> Bool { a.values == b.values }
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension FEELContext: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, FEELValue)...) { self.init(elements) }
}
