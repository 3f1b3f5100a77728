import BPMN
package import Diagnostics

extension WorkflowModel {
    /// What can be run, but not as its author may think.
    package func surprises() -> [Diagnostic] {
        notedWarnings() + instructionWarnings() + endlessCallWarnings()
    }

    private func notedWarnings() -> [Diagnostic] {
        deployment.notes.filter(\.isSurprising).map { note in
            Diagnostic(
                code: "workflow.not-run",
                message: "`\(note.name)` of `\(note.element)` is left aside: \(note.message)",
                place: place(note.place), hint: "put it into the script of the task")
        }
    }

    private func instructionWarnings() -> [Diagnostic] {
        nodes.flatMap { node -> [Diagnostic] in
            let template = InstructionTemplate(node.settings.people?.instructions ?? "")
            return template.unknown.map { unknown in
                Diagnostic(
                    code: "workflow.instructions",
                    message: "the instructions of `\(node.id)` are shown with `\(unknown)` as it is written",
                    place: place(node.place),
                    hint:
                        "names with members and items, and the filters upper, lower, trim, length, join and default are filled in"
                )
            }
        }
    }

    private func endlessCallWarnings() -> [Diagnostic] {
        EndlessCalls(definitions).found.map { found in
            let through =
                found.through.isEmpty
                ? "" : " through \(found.through.map { "`\($0)`" }.joined(separator: ", "))"
            return Diagnostic(
                code: "workflow.endless-call",
                message:
                    "`\(found.call.id)` calls its own process `\(found.process)` again\(through), and no condition stands on the way",
                place: place(found.call.place),
                hint: "let a gateway decide whether it is called once more")
        }
    }

    private func place(_ place: ModelPlace) -> SourcePlace {
        SourcePlace(file: file, line: place.line, column: place.column)
    }
}

/// Call activities that every run of their process comes to, and that lead to the same process again.
struct EndlessCalls {
    struct Found: Hashable {
        let call: FlowNode
        let process: String
        /// The processes between.
        let through: [String]
    }

    private let calls: [String: [(node: FlowNode, process: String)]]
    private let order: [String]

    init(_ definitions: Definitions) {
        let processes = definitions.processes.filter(\.isExecutable)
        let ids = Set(processes.map(\.id))
        order = processes.map(\.id)
        calls = Dictionary(
            processes.map { process in
                (process.id, Self.certainCalls(process.body).filter { ids.contains($0.process) })
            }
        ) { first, _ in first }
    }

    var found: [Found] {
        order.flatMap { process in
            (calls[process] ?? []).compactMap { call in
                way(from: call.process, to: process).map {
                    Found(call: call.node, process: process, through: $0)
                }
            }
        }
    }

    /// The shortest way of certain calls, as the processes on it.
    private func way(from start: String, to goal: String) -> [String]? {
        if start == goal { return [] }
        var ways: [[String]] = [[start]]
        var seen: Set<String> = [start]
        while !ways.isEmpty {
            let way = ways.removeFirst()
            for call in calls[way.last ?? ""] ?? [] {
                if call.process == goal { return way }
                if seen.insert(call.process).inserted { ways.append(way + [call.process]) }
            }
        }
        return nil
    }

    /// The calls on ways that no condition, loop or choice can avoid.
    private static func certainCalls(_ scope: FlowScope) -> [(node: FlowNode, process: String)] {
        let nodes = Dictionary(scope.nodes.map { ($0.id, $0) }) { first, _ in first }
        let targets = Set(scope.flows.map(\.target))
        var open = scope.nodes.filter { $0.isPlainStart && !targets.contains($0.id) }
        var seen = Set(open.map(\.id))
        var calls: [(FlowNode, String)] = []
        while let node = open.popLast() {
            calls += own(node)
            let flows = scope.flows.filter { $0.source == node.id }
            let isChoice = node.isGatewayOfChoice && flows.count > 1 || flows.contains { $0.condition != nil }
            if isChoice { continue }
            for target in flows.compactMap({ nodes[$0.target] }) where seen.insert(target.id).inserted {
                open.append(target)
            }
        }
        return calls
    }

    private static func own(_ node: FlowNode) -> [(node: FlowNode, process: String)] {
        guard node.loop == nil else { return [] }
        switch node.kind {
        case .callActivity(let called?): return [(node, called)]
        case .subProcess(let process):
            switch process.kind {
            case .embedded, .transaction: return certainCalls(process.body)
            default: return []
            }
        default: return []
        }
    }
}

extension FlowNode {
    /// Whether a scope begins with it whatever comes.
    fileprivate var isPlainStart: Bool {
        if isForCompensation { return false }
        switch kind {
        case .boundaryEvent, .eventBasedGateway: return false
        case .subProcess(let process): return process.kind != .event
        default: return true
        }
    }

    fileprivate var isGatewayOfChoice: Bool {
        switch kind {
        case .exclusiveGateway, .inclusiveGateway, .complexGateway, .eventBasedGateway: true
        default: false
        }
    }
}
