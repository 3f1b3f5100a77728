import BPMN
import FEEL
import ProcessLanguages
import StructuredData
import Synchronization
import Workflows

/// The one-liners of the scale models, in FEEL: a text is translated once and then evaluated as any other.
final class ScaleLanguage: ExpressionEvaluator {
    private let feel = FEELEvaluator()
    private let translated = Mutex<[String: Script]>([:])

    struct Script: Sendable {
        /// The variable that takes the value; empty for an expression.
        let name: String
        let feel: String
    }

    func evaluate(_ expression: ProcessExpression, variables: Variables) throws(ExpressionFailure) -> JSON {
        try feel.evaluate(script(expression.text).feel, variables: variables)
    }

    /// What a script sets.
    func run(_ text: String, _ variables: Variables) throws(ExpressionFailure) -> [String: JSON] {
        let script = script(text)
        return [script.name: try feel.evaluate(script.feel, variables: variables)]
    }

    private func script(_ text: String) -> Script {
        translated.withLock { known in
            if let script = known[text] { return script }
            let script = Self.translate(text)
            known[text] = script
            return script
        }
    }

    private static func translate(_ text: String) -> Script {
        let parts = text.split(separator: " = ", maxSplits: 1).map(String.init)
        let name = parts.count == 2 ? parts[0] : ""
        var value = parts[parts.count - 1]
        if value.hasPrefix("list(range("), let count = Int(value.dropFirst(11).dropLast(2)) {
            value = "for i in 0..\(count - 1) return i"
        } else if value.hasPrefix("not ") {
            value = "not(\(value.dropFirst(4)))"
        } else if value == "True" || value == "False" {
            value = value.lowercased()
        }
        return Script(name: name, feel: value)
    }
}

/// Runs scripts in this process.
struct ScaleScripts: ScriptHost {
    let language = ScaleLanguage()

    func execute(
        _ script: String, variables: [String: JSON]
    ) async throws(WorkFailure) -> [String: JSON] {
        do { return try language.run(script, Variables(variables)) } catch {
            throw .permanent(error.message)
        }
    }

    func evaluate(_ expression: String, variables: [String: JSON]) async throws(WorkFailure) -> JSON {
        do {
            return try language.evaluate(ProcessExpression(expression), variables: Variables(variables))
        } catch { throw .permanent(error.message) }
    }
}
