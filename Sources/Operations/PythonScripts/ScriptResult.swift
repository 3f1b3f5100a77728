package import Capabilities
package import StructuredData

/// What a script did.
package struct ScriptResult: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        /// It ran to its end: variables that are new or have another value, and the names of those that are gone, sorted.
        case finished(assigned: [String: JSON], removed: [String])
        /// It ended itself with a BPMN error. What it assigned before is void, as with any activity that was not
        /// completed.
        case raised(code: String, message: String)
    }

    package let outcome: Outcome
    /// What it and the programs it ran printed.
    package let printed: CapturedOutput

    package init(outcome: Outcome, printed: CapturedOutput) {
        (self.outcome, self.printed) = (outcome, printed)
    }
}

/// What an expression came to.
package struct ScriptValue: Hashable, Sendable {
    package let value: JSON
    package let printed: CapturedOutput

    package init(value: JSON, printed: CapturedOutput) { (self.value, self.printed) = (value, printed) }
}

/// What is known of a running worker.
package struct PythonFacts: Hashable, Sendable {
    /// The interpreter's version, as `3.12.1`.
    package let version: String
    package let isolation: ScriptIsolation
    /// Whether the limit of memory holds; some systems, macOS among them, know none.
    package let isMemoryLimited: Bool
}
