public import StructuredData

/// What understands expressions, for the engine knows no language.
///
/// Its answers are recorded in events, so that replaying a log asks it nothing.
public protocol ExpressionEvaluator: Sendable {
    /// The value of an expression over the variables it sees.
    func evaluate(_ expression: ProcessExpression, variables: Variables) throws(ExpressionFailure) -> JSON
}

/// Why an expression has no value.
public struct ExpressionFailure: Error, Hashable {
    public let message: String

    public init(_ message: String) { self.message = message }
}
