import BPMN
import StructuredData

/// Runs the plain processes of `bpmn-scale`, whose scripts are assignments.
enum ScaleSuite {
    /// Runs a process to its end.
    ///
    /// - Returns: its variables, and how many events it took.
    static func run(_ bytes: [UInt8]) throws -> (variables: [String: JSON], events: Int) {
        let deployment = try Deployment(Definitions(parsing: bytes))
        let engine = ProcessEngine(deployment, evaluator: SuiteLanguage())
        var state = ProcessState()
        var (inputs, next, count): ([ProcessInput], Int, Int) = (
            [.start(process: deployment.processes[0])], 0, 0
        )
        while next < inputs.count {
            let outcome = try engine.handle(inputs[next], in: &state)
            next += 1
            if next > 4096 {
                inputs.removeFirst(next)
                next = 0
            }
            count += outcome.events.count
            for case .perform(let item) in outcome.actions {
                inputs.append(.completed(instance: item.instance, output: try output(of: item)))
            }
        }
        return (state.outcomes.values.first?.variables ?? [:], count)
    }

    private static func output(of item: WorkItem) throws -> JSON {
        guard case .script(_, let text) = item.work else { return .null }
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return .null }
        let name = String(decoding: text.utf8[..<sign].filter { $0 > 0x20 }, as: UTF8.self)
        let expression = ProcessExpression(String(text[text.utf8.index(after: sign)...]))
        let value = try SuiteLanguage().evaluate(expression, variables: item.variables)
        return .object([name: value])
    }
}

extension ConformanceData {
    func runScale() throws -> SuiteReport {
        var report = SuiteReport(suite: "bpmn-scale")
        for file in models() {
            let (variables, _) = try ScaleSuite.run(bytes(file))
            let name = file.dropLast(".bpmn".count)
            let size = name.split(separator: "_").last.flatMap { Int64($0) }
            let isRight =
                if name.hasPrefix("mi_") {
                    variables["results"]?.array?.count == size.map(Int.init)
                        && variables["results"]?.array?.last == size.map { .integer(($0 - 1) * 2) }
                } else if name.hasPrefix("quality_gates") || name.hasPrefix("fanout") {
                    !variables.isEmpty
                } else {
                    variables["x"] == size.map { .integer($0) }
                }
            report.record(file, isRight ? nil : "ended with \(variables.keys.sorted())")
        }
        return report
    }
}
