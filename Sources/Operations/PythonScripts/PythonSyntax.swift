package import Capabilities
import Diagnostics
import StructuredData

/// Tells whether texts are Python, without running any of them.
package struct PythonSyntax: Sendable {
    /// A script, or an expression as in a condition.
    package struct Text: Hashable, Sendable {
        package let text: String
        package let isExpression: Bool

        package init(_ text: String, isExpression: Bool) {
            (self.text, self.isExpression) = (text, isExpression)
        }
    }

    /// What is wrong with a text; line and column count from 1, 0 where Python names none.
    package struct Fault: Hashable, Sendable {
        package let message: String
        package let line: Int
        package let column: Int
    }

    private let settings: PythonSettings
    private let runner: any ProcessRunner

    /// How long Python may take for all texts together.
    private static let timeout = Duration.seconds(30)

    package init(_ settings: PythonSettings, runner: any ProcessRunner) {
        (self.settings, self.runner) = (settings, runner)
    }

    /// Checks all texts in one process, as the worker would compile them.
    ///
    /// - Returns: What is wrong with each; `nil` for what is Python.
    /// - Throws: ``ScriptError/notStarted(interpreter:reason:)`` or ``ScriptError/garbled(reason:)``.
    package func faults(of texts: [Text]) async throws(ScriptError) -> [Fault?] {
        let question = JSON.array(texts.map { [.bool($0.isExpression), .string($0.text)] })
        let invocation = ProcessInvocation(
            executable: settings.interpreter, arguments: ["-I", "-S", "-X", "utf8", "-c", Self.program],
            environment: settings.environment, workingDirectory: settings.workingDirectory,
            standardInput: question.canonicalBytes, timeout: Self.timeout)
        let result: ProcessResult
        do { result = try await runner.run(invocation) } catch .cancelled { throw .cancelled } catch {
            throw .notStarted(interpreter: settings.interpreter, reason: error.diagnostic.message)
        }
        let garbled = ScriptError.garbled(
            reason: "`\(settings.interpreter)` did not answer whether texts are Python")
        guard result.termination == .exited(0),
            let answers = (try? JSON(parsing: result.standardOutput.text))?.array,
            answers.count == texts.count
        else { throw garbled }
        var faults: [Fault?] = []
        for answer in answers {
            if answer.isNull {
                faults.append(nil)
                continue
            }
            guard let parts = answer.array, parts.count == 3, let message = parts[0].string,
                let line = parts[1].integer, let column = parts[2].integer
            else { throw garbled }
            faults.append(Fault(message: message, line: Int(line), column: Int(column)))
        }
        return faults
    }

    private static let program = #"""
        import json, sys, warnings

        warnings.simplefilter("ignore")


        \#(WorkerProgram.compiling)


        def fault(is_expression, text):
            try:
                compiled("eval" if is_expression else "exec", text)
            except SyntaxError as error:
                return [str(error.msg), error.lineno or 0, error.offset or 0]
            except (ValueError, OverflowError, RecursionError, MemoryError) as error:
                return [str(error) or type(error).__name__, 0, 0]
            return None


        json.dump([fault(*item) for item in json.load(sys.stdin)], sys.stdout)
        """#
}
