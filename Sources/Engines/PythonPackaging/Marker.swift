/// An environment marker such as `python_version < "3.11" and extra == "toml"` (PEP 508).
public indirect enum Marker: Hashable, Sendable {
    public enum Operand: Hashable, Sendable {
        case variable(MarkerVariable)
        case literal(String)
    }

    public enum Operator: String, Hashable, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case equal = "=="
        case notEqual = "!="
        case greater = ">"
        case greaterOrEqual = ">="
        case compatible = "~="
        case identical = "==="
        case isIn = "in"
        case isNotIn = "not in"
    }

    case comparison(Operand, Operator, Operand)
    /// Holds when all do; at least two.
    case all([Marker])
    /// Holds when one does; at least two.
    case any([Marker])

    /// Reads a whole marker expression.
    ///
    /// - Throws: ``PackagingError/malformed(_:)`` that points at what does not fit.
    public init(_ text: String) throws(PackagingError) {
        var parser = MarkerParser(Scanner(text))
        self = try parser.marker()
        guard parser.scanner.isAtEnd else {
            throw parser.scanner.fault(.marker, .expected("`and`, `or` or the end"))
        }
    }

    /// The marker that holds when all of at least one do, without needless nesting.
    public static func all(of markers: [Marker]) -> Marker {
        let parts = markers.flatMap { if case .all(let parts) = $0 { parts } else { [$0] } }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    /// The marker that holds when one of at least one does, without needless nesting.
    public static func any(of markers: [Marker]) -> Marker {
        let parts = markers.flatMap { if case .any(let parts) = $0 { parts } else { [$0] } }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    /// Whether the marker holds in `environment`.
    ///
    /// Versions compare as PEP 440 says when both sides are versions; else, as PyPI `packaging` does, `<` and `>` never
    /// hold, and `<=` and `>=` are equality. A comparison with `extra` holds when it holds for one of the extras.
    public func holds(in environment: MarkerEnvironment) -> Bool {
        switch self {
        case .all(let markers): markers.allSatisfy { $0.holds(in: environment) }
        case .any(let markers): markers.contains { $0.holds(in: environment) }
        case .comparison(let left, let relation, let right):
            MarkerComparison(left: left, relation: relation, right: right).holds(in: environment)
        }
    }

    /// The extras that the marker names.
    public var extras: Set<String> {
        switch self {
        case .all(let markers), .any(let markers): markers.reduce(into: []) { $0.formUnion($1.extras) }
        case .comparison(.variable(.extra), _, .literal(let text)),
            .comparison(.literal(let text), _, .variable(.extra)),
            .comparison(.literal(let text), _, .variable(.extras)):
            [PackageName.normalized(text)]
        case .comparison: []
        }
    }
}

extension Marker: CustomStringConvertible {
    /// The expression with double quotes and as few parentheses as its meaning needs.
    public var description: String {
        switch self {
        case .comparison(let left, let relation, let right): "\(left) \(relation.rawValue) \(right)"
        case .all(let markers):
            markers.map { if case .any = $0 { "(\($0))" } else { $0.description } }.joined(separator: " and ")
        case .any(let markers): markers.map(\.description).joined(separator: " or ")
        }
    }
}

extension Marker.Operand: CustomStringConvertible {
    public var description: String {
        switch self {
        case .variable(let variable): variable.rawValue
        case .literal(let text): text.contains("\"") ? "'\(text)'" : "\"\(text)\""
        }
    }
}
