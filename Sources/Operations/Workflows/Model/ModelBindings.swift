import BPMN
package import Diagnostics
import ProcessLanguages

extension WorkflowModel {
    /// Tasks that ask for work which nobody here does, each with its place.
    package func bindingFaults(_ handlers: WorkHandlers) -> [Diagnostic] {
        nodes.compactMap { node in
            guard case .task(let work) = node.kind else { return nil }
            let place = SourcePlace(file: file, line: node.place.line, column: node.place.column)
            guard let call = node.settings.service else {
                return unbound(work, node, place)
            }
            guard let handler = handlers[call.operation] else {
                return unknown(call, node, place, handlers)
            }
            return handler.fault(of: call).map {
                Diagnostic(
                    code: "workflow.parameters", message: "`\(node.id)` calls `\(call.operation)`, but \($0)",
                    place: place)
            }
        }
    }

    private func unbound(_ work: Work, _ node: FlowNode, _ place: SourcePlace) -> Diagnostic? {
        switch work.kind {
        case .service, .businessRule:
            Diagnostic(
                code: "workflow.unbound",
                message: "the \(work.kind.name) `\(node.id)` does not say what it calls", place: place,
                hint:
                    "add `<uvmgr:service operation=\"uvmgr:command\">` with a parameter `run`, see docs/workflows.md"
            )
        case .script(let format, _) where ExpressionLanguage(named: format) == nil:
            Diagnostic(
                code: "workflow.script-language",
                message: "the script of `\(node.id)` is written in `\(format ?? "")`, which is not run here",
                place: place, hint: "write it in FEEL or Python")
        default: nil
        }
    }

    private func unknown(
        _ call: ServiceCall, _ node: FlowNode, _ place: SourcePlace, _ handlers: WorkHandlers
    ) -> Diagnostic {
        if call.operation.hasPrefix("job:") {
            let type = call.operation.dropFirst("job:".count)
            return Diagnostic(
                code: "workflow.no-worker",
                message: "no worker is bound to the job type `\(type)` of `\(node.id)`",
                place: place,
                hint:
                    "bind a command: `--job \(type)='python worker.py'`, or `[tool.uvmgr.workflow.jobs]` in pyproject.toml"
            )
        }
        return Diagnostic(
            code: "workflow.unknown-operation",
            message: "`\(node.id)` calls `\(call.operation)`, which does not exist",
            place: place,
            hint: nearest(call.operation, among: handlers.operations).map { "did you mean `\($0)`?" }
                ?? "known are \(handlers.operations.joined(separator: ", "))")
    }

    /// What the start events of a process wait for, in words.
    package func startTriggers(of process: String) -> [String] {
        guard let process = definitions.process(process) else { return [] }
        return process.body.nodes.flatMap { node -> [String] in
            switch node.kind {
            case .startEvent: node.events.map { "\(words(of: $0.trigger)) (`\(node.id)`)" }
            case .task(let work) where work.instantiates: ["a message (`\(node.id)`)"]
            case .eventBasedGateway(instantiates: true, _): ["an event (`\(node.id)`)"]
            default: []
            }
        }
    }

    /// The messages that start a process of the file.
    package var startMessages: [String] {
        startNodes.flatMap { node -> [String] in
            if case .task(let work) = node.kind {
                return [name(ofMessage: work.message, work.operation)].compactMap(\.self)
            }
            return node.events.compactMap {
                if case .message(let id, let operation) = $0.trigger {
                    name(ofMessage: id, operation)
                } else {
                    nil
                }
            }
        }
    }

    private func name(ofMessage id: String?, _ operation: String?) -> String? {
        let id = id ?? definitions.operations.first { $0.id == operation }?.inMessage
        return definitions.messages.first { $0.id == id }?.key
    }

    /// The signals that start a process of the file.
    package var startSignals: [String] {
        startNodes.flatMap { node in
            node.events.compactMap { event -> String? in
                guard case .signal(let id) = event.trigger else { return nil }
                return definitions.signals.first { $0.id == id }?.key
            }
        }
    }

    /// What can begin a process: start events, receive tasks that do, and what an event-based gateway that does waits for.
    private var startNodes: [FlowNode] {
        definitions.processes.filter { $0.isExecutable }.flatMap { process -> [FlowNode] in
            let gateways = process.body.nodes.filter { node in
                if case .eventBasedGateway(instantiates: true, _) = node.kind { true } else { false }
            }.map(\.id)
            let behind = Set(process.body.flows.filter { gateways.contains($0.source) }.map(\.target))
            return process.body.nodes.filter { node in
                switch node.kind {
                case .startEvent: true
                case .task(let work): work.instantiates || behind.contains(node.id)
                default: behind.contains(node.id)
                }
            }
        }
    }

    private func words(of trigger: EventDefinition.Trigger) -> String {
        switch trigger {
        case .message(let id, _):
            "the message `\(definitions.messages.first { $0.id == id }?.key ?? id ?? "")`"
        case .signal(let id): "the signal `\(definitions.signals.first { $0.id == id }?.key ?? id ?? "")`"
        case .timer: "a time"
        case .conditional: "a condition"
        default: "an event"
        }
    }
}
