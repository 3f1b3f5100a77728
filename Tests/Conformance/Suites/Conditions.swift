package import BPMN
import Diagnostics
import FEEL
package import StructuredData
import Synchronization

/// Evaluates FEEL over the variables of a process.
package final class Conditions: ExpressionEvaluator {
    private struct Known: Sendable {
        let expression: FEELExpression
        let names: [String]
    }

    private let known = Mutex<[String: Known]>([:])

    package init() {}

    package func evaluate(
        _ expression: ProcessExpression, variables: Variables
    ) throws(ExpressionFailure) -> JSON {
        do {
            let parsed = try parse(expression.text)
            var context = FEELContext()
            for name in parsed.names { context[name] = variables[name].map { FEELValue($0) } }
            return try parsed.expression.evaluate(in: FEELEnvironment(variables: context)).json
        } catch {
            throw ExpressionFailure(error.diagnostic.message)
        }
    }

    private func parse(_ text: String) throws(FEELError) -> Known {
        if let found = known.withLock({ $0[text] }) { return found }
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        let names = Array(Set(words.filter { $0.first?.isNumber == false }))
        let result = Known(expression: try FEELExpression(parsing: text), names: names)
        known.withLock { $0[text] = result }
        return result
    }
}
