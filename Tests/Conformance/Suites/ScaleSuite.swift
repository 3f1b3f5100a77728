package import BPMN
import ProcessLanguages
import Diagnostics
import StructuredData

/// Runs the plain processes of `bpmn-scale`, whose scripts are assignments.
package struct ScaleRun {
    /// How the process ended; `nil` when it did not.
    package private(set) var outcome: ProcessOutcome?
    package private(set) var events = 0
    private let conditions = FEELEvaluator()
    private var expressions: [String: (name: String, value: ProcessExpression)] = [:]

    struct Stuck: Error, CustomStringConvertible { let description: String }

    /// Loads a file and runs its first process to the end.
    package init(_ bytes: [UInt8], file: String) throws {
        // The conditions are translated by the host, so that a file is read once however large it is.
        let deployment = try Deployment(Definitions(parsing: bytes, file: file), file: file)
        let engine = ProcessEngine(deployment, evaluator: Translating(conditions))
        guard let process = deployment.processes.first else { throw Stuck(description: "it has no process") }
        var state = ProcessState()
        var (inputs, next): ([ProcessInput], Int) = ([.start(process: process)], 0)
        while next < inputs.count {
            let outcome = try engine.handle(inputs[next], in: &state)
            next += 1
            if next > 4096 {
                inputs.removeFirst(next)
                next = 0
            }
            events += outcome.events.count
            if outcome.isExhausted { throw Endless() }
            for action in outcome.actions {
                switch action {
                case .perform(let item):
                    inputs.append(.completed(instance: item.instance, output: try output(of: item)))
                case .reportIncident(let incident): throw Stuck(description: incident.message)
                default: break
                }
            }
        }
        outcome = state.outcomes.values.first
    }

    /// What `name = expression` gives.
    private mutating func output(of item: WorkItem) throws -> JSON {
        guard case .script(_, let text) = item.work else { return .null }
        let assignment: (name: String, value: ProcessExpression)
        if let known = expressions[text] {
            assignment = known
        } else {
            guard let sign = text.firstIndex(of: "=") else {
                throw Stuck(description: "the script `\(text)` is no assignment")
            }
            let value = ProcessExpression(Translation.feel(String(text[text.index(after: sign)...])))
            assignment = (Translation.trimmed(String(text[..<sign])), value)
            expressions[text] = assignment
        }
        return .object([assignment.name: try conditions.evaluate(assignment.value, variables: item.variables)]
        )
    }
}

/// Translates conditions as they are asked for.
private struct Translating: ExpressionEvaluator {
    let conditions: FEELEvaluator
    private let known = TranslationCache()

    init(_ conditions: FEELEvaluator) { self.conditions = conditions }

    func evaluate(_ expression: ProcessExpression, variables: Variables) throws(ExpressionFailure) -> JSON {
        try conditions.evaluate(ProcessExpression(known.feel(expression.text)), variables: variables)
    }
}

extension SuiteFolder {
    package func runScale() throws -> SuiteReport {
        var report = SuiteReport(name)
        for file in files(ending: ".bpmn") {
            do {
                let run = try ScaleRun(bytes(file), file: file)
                report.record(file, Self.fault(of: run, in: String(file.dropLast(".bpmn".count))))
            } catch {
                report.record(file, words(error))
            }
        }
        return report
    }

    /// What is wrong with the end of a process that is called by what it does and how large it is.
    private static func fault(of run: ScaleRun, in name: String) -> String? {
        guard let outcome = run.outcome else { return "it did not end" }
        guard outcome.ending == .completed else { return "it ended as \(outcome.ending)" }
        let variables = outcome.variables
        let size = name.split(separator: "_").last.flatMap { Int64($0) }
        switch (name.split(separator: "_").first.map(String.init) ?? "", size) {
        case ("mi", let size?):
            let found = variables["results"]?.array ?? []
            let isRight = found == (0..<max(size, 0)).map { JSON.integer($0 * 2) }
            return isRight ? nil : "`results` has \(found.count) elements, not the \(size) doubled numbers"
        case ("fanout", let size?):
            let missing = (0..<max(size, 0)).first { variables["y\($0)"] != .integer($0) }
            return missing.map { "`y\($0)` is \(variables["y\($0)"] ?? .null)" }
        case (_, let size?):
            let found = variables["x"] ?? .null
            return found == .integer(size) ? nil : "`x` is \(found.canonical), not \(size)"
        default:
            let wrong = variables.filter { $0.value == false }.keys.sorted()
            if variables.isEmpty { return "it left no variables" }
            return wrong.isEmpty ? nil : "these gates did not pass: \(wrong.joined(separator: ", "))"
        }
    }
}
