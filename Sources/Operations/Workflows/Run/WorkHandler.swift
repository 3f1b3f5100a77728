package import BPMN
package import Capabilities
package import StructuredData

/// Does the work of service tasks.
package protocol WorkHandler: Sendable {
    /// Whether an attempt changes the world outside, so that its beginning goes on record first.
    var actsOutside: Bool { get }

    /// What is wrong with a call before it runs, such as a parameter that is missing; `nil` if nothing is.
    func fault(of call: ServiceCall) -> String?

    /// What the work gives if that is known without doing it; `nil` if it has to be done.
    ///
    /// Asked before anything is started, so it must not take long.
    func answer(_ request: WorkRequest) async -> Result<JSON, WorkFailure>?

    /// Makes one attempt.
    ///
    /// - Returns: The variables that the work gives, or one value for a result variable.
    /// - Throws: ``WorkFailure``.
    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON
}

extension WorkHandler {
    package func answer(_: WorkRequest) async -> Result<JSON, WorkFailure>? { nil }
}

/// One attempt at work.
package struct WorkRequest: Sendable {
    package let item: WorkItem
    package let call: ServiceCall
    /// The parameters of the call, evaluated.
    package let parameters: [String: JSON]
    package let headers: [String: JSON]
    /// All that the work may see.
    package let variables: [String: JSON]
    /// The same for all attempts at this piece of work, and for no other.
    package let key: String
    /// From 1.
    package let attempt: Int
    package let timeout: Duration
    /// Is handed what the work prints.
    package let onOutput: @Sendable (ProcessOutput) -> Void
}

/// Why work gave nothing.
package enum WorkFailure: Error, Hashable {
    /// A BPMN error, which the model may catch.
    case bpmnError(code: String, message: String)
    /// It may go better another time.
    case failed(String)
    /// Trying again is of no use.
    case permanent(String)
    case cancelled

    package var message: String {
        switch self {
        case .bpmnError(let code, let message): message.isEmpty ? "BPMN error `\(code)`" : message
        case .failed(let message), .permanent(let message): message
        case .cancelled: "cancelled"
        }
    }
}

/// Runs scripts and expressions of a language that lives in another process, one at a time.
package protocol ScriptHost: Sendable {
    /// Runs a script.
    ///
    /// - Returns: The variables that it changed; those that it deleted are null.
    func execute(_ script: String, variables: [String: JSON]) async throws(WorkFailure) -> [String: JSON]
    /// The value of an expression.
    func evaluate(_ expression: String, variables: [String: JSON]) async throws(WorkFailure) -> JSON
}

/// The handlers that service tasks may name.
package struct WorkHandlers: Sendable {
    private var byOperation: [String: any WorkHandler] = [:]

    package init() {}

    /// The handler of an operation such as `uvmgr:command` or `job:send-mail`.
    package subscript(_ operation: String) -> (any WorkHandler)? {
        get { byOperation[operation] }
        set { byOperation[operation] = newValue }
    }

    /// What can be named.
    package var operations: [String] { byOperation.keys.sorted() }
}
