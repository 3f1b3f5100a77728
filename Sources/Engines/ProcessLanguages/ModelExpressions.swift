public import BPMN
public import Diagnostics
import FEEL

/// An expression of a model and where it stands.
public struct ModelExpression: Hashable, Sendable {
    public let element: String
    public let expression: ProcessExpression
    /// Whether it may be a value written as it is, such as a timer's `PT5S`.
    public let mayBeLiteral: Bool
    /// Whether it is the text of a script task.
    public let isScript: Bool
}

extension Definitions {
    /// All expressions that running its executable processes can meet, in the order of the file's elements.
    public var executableExpressions: [ModelExpression] {
        var collector = ExpressionCollector()
        for process in processes where process.isExecutable {
            for subscription in process.correlations {
                collector.element = process.id
                for binding in subscription.bindings { collector.add(binding.path) }
            }
            collector.visit(process.body)
        }
        return collector.found
    }

    /// What is wrong with expressions in languages that can be read before they run.
    ///
    /// - Parameters:
    ///   - file: what messages call the model.
    ///   - bytes: the file itself, in which the texts are found again.
    /// - Returns: one diagnostic for each, with its place in the file.
    public func expressionFaults(file: String, _ bytes: [UInt8]) -> [Diagnostic] {
        executableExpressions.compactMap { fault(of: $0, file, bytes) }
    }

    private func fault(of found: ModelExpression, _ file: String, _ bytes: [UInt8]) -> Diagnostic? {
        let expression = found.expression
        let place = SourcePlace(file: file, line: expression.place.line, column: expression.place.column)
        guard let language = expression.knownLanguage else {
            return Diagnostic(
                code: "bpmn.expression.language",
                message:
                    "`\(found.element)` uses the language `\(expression.language ?? "")`, which is not known here",
                place: place, hint: "write it in FEEL or Python")
        }
        guard language == .feel, !(found.mayBeLiteral && isLiteral(expression.text)) else { return nil }
        do {
            _ = try FEELExpression(parsing: feelText(expression.text))
            return nil
        } catch {
            let (place, excerpt) = expression.place(of: error.place, file, bytes)
            return Diagnostic(
                code: "bpmn.expression.syntax",
                message: "the expression of `\(found.element)` is no FEEL: \(error.diagnostic.message)",
                place: place, excerpt: excerpt, hint: error.diagnostic.hint)
        }
    }

    private func isLiteral(_ text: String) -> Bool {
        TimeSpan(iso: text) != nil || TimeInstant(iso: text) != nil || TimeCycle(iso: text) != nil
    }
}

extension ProcessExpression {
    /// A place of its text in the file, with the line there; where it does not stand there as it is, the line of its
    /// element with the column and line of the text.
    fileprivate func place(
        of fault: FEELPlace?, _ file: String, _ bytes: [UInt8]
    ) -> (SourcePlace, excerpt: String) {
        guard let fault else {
            return (SourcePlace(file: file, line: place.line, column: place.column), text)
        }
        let (own, line, column) = fault.line
        // The `=` of Camunda is no part of what was read.
        let sign = line == 1 ? text.unicodeScalars.count - feelText(text).unicodeScalars.count : 0
        let written = WrittenText(String(decoding: bytes, as: UTF8.self))
        let found = written.place(line: line, column: column + sign, of: text, from: place.line)
        return (
            SourcePlace(
                file: file, line: found?.line ?? place.line, column: found?.column ?? column,
                length: fault.length), found?.excerpt ?? own
        )
    }
}

private struct ExpressionCollector {
    var found: [ModelExpression] = []
    var element = ""

    mutating func add(
        _ expression: ProcessExpression?, mayBeLiteral: Bool = false, isScript: Bool = false
    ) {
        guard let expression else { return }
        found.append(
            ModelExpression(
                element: element, expression: expression, mayBeLiteral: mayBeLiteral, isScript: isScript))
    }

    mutating func visit(_ scope: FlowScope) {
        for node in scope.nodes { visit(node) }
        for flow in scope.flows {
            element = flow.id
            add(flow.condition)
        }
    }

    private mutating func visit(_ node: FlowNode) {
        element = node.id
        for association in node.data.inputAssociations + node.data.outputAssociations {
            add(association.transformation)
            for assignment in association.assignments { add(assignment.from) }
        }
        visit(node.settings)
        for event in node.events { visit(event) }
        visit(node.loop)
        switch node.kind {
        case .complexGateway(let activation): add(activation)
        case .task(let work):
            if case .script(let format, let text) = work.kind {
                add(ProcessExpression(text, language: format, place: node.place), isScript: true)
            }
        case .subProcess(let process):
            if case .adHoc(let adHoc) = process.kind { add(adHoc.completionCondition) }
            visit(process.body)
        default: break
        }
    }

    private mutating func visit(_ settings: ElementSettings) {
        for mapping in settings.inputs + settings.outputs { add(mapping.source) }
        for parameter in (settings.service?.parameters ?? []) + (settings.service?.headers ?? []) {
            add(parameter.value)
        }
        add(settings.service?.idempotencyKey)
        for script in settings.before + settings.after {
            add(
                ProcessExpression(script.text, language: script.language, place: script.place), isScript: true
            )
        }
        add(settings.message?.payload)
        for correlation in settings.correlations { add(correlation.source) }
        let people = settings.people
        for value in [
            people?.assignee, people?.candidateUsers, people?.candidateGroups, people?.due, people?.followUp,
            people?.priority,
        ] { add(value) }
    }

    private mutating func add(_ value: SettingValue?) {
        if case .expression(let expression)? = value { add(expression) }
    }

    private mutating func visit(_ event: EventDefinition) {
        switch event.trigger {
        case .conditional(let condition): add(condition)
        case .timer(.date(let expression)), .timer(.duration(let expression)), .timer(.cycle(let expression)):
            add(expression, mayBeLiteral: true)
        default: break
        }
    }

    private mutating func visit(_ loop: LoopCharacteristics?) {
        switch loop {
        case .standard(let standard):
            add(standard.maximum)
            add(standard.condition)
        case .multiInstance(let multiple):
            add(multiple.cardinality)
            add(multiple.completionCondition)
            add(multiple.collection)
            add(multiple.output)
            if case .complex(let behaviors) = multiple.behavior {
                for behavior in behaviors { add(behavior.condition) }
            }
        case nil: break
        }
    }
}
