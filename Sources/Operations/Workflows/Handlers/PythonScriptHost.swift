import Capabilities
import Diagnostics
package import PythonScripts
package import StructuredData

/// Runs the scripts of a process in Python.
package struct PythonScriptHost: ScriptHost {
    private let session: PythonSession
    private let onPrinted: @Sendable (String) -> Void

    /// - Parameters:
    ///   - session: Where they run.
    ///   - onPrinted: Is handed what a script prints, when it has ended.
    package init(_ session: PythonSession, onPrinted: @escaping @Sendable (String) -> Void) {
        (self.session, self.onPrinted) = (session, onPrinted)
    }

    package func execute(
        _ script: String, variables: [String: JSON]
    ) async throws(WorkFailure) -> [String: JSON] {
        let result: ScriptResult
        do { result = try await session.execute(script, variables: variables) } catch {
            throw failure(error)
        }
        tell(result.printed.text)
        switch result.outcome {
        case .finished(let assigned, let removed):
            return assigned.merging(removed.map { ($0, .null) }) { value, _ in value }
        case .raised(let code, let message): throw .bpmnError(code: code, message: message)
        }
    }

    package func evaluate(
        _ expression: String, variables: [String: JSON]
    ) async throws(WorkFailure) -> JSON {
        do {
            let value = try await session.evaluate(expression, variables: variables)
            tell(value.printed.text)
            return value.value
        } catch { throw failure(error) }
    }

    private func tell(_ text: String) { if !text.isEmpty { onPrinted(text) } }

    private func failure(_ error: ScriptError) -> WorkFailure {
        switch error {
        case .cancelled, .closed: return .cancelled
        case .raised(_, _, _, let printed), .timedOut(_, let printed), .ended(_, let printed):
            tell(printed.text)
        default: break
        }
        return .permanent(error.diagnostic.message)
    }
}

/// Where there is no Python: every script fails with that reason.
package struct NoScriptHost: ScriptHost {
    private let reason: String

    package init(_ reason: String) { self.reason = reason }

    package func execute(_: String, variables _: [String: JSON]) async throws(WorkFailure) -> [String: JSON] {
        throw .permanent(reason)
    }

    package func evaluate(_: String, variables _: [String: JSON]) async throws(WorkFailure) -> JSON {
        throw .permanent(reason)
    }
}
