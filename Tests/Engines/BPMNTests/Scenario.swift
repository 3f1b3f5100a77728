import BPMN
import StructuredData

/// A process under test: tasks put their ids into a trace, flows are written `"a > b"` or `"a > b : condition"`.
struct Scenario {
    let deployment: Deployment
    let engine: ProcessEngine
    var state = ProcessState()
    var trace: [String] = []
    var events: [ProcessEvent] = []
    /// Work that is neither done nor failed by itself, by element.
    var held: [String: [Int]] = [:]
    var holds: Set<String> = []
    /// BPMN errors that tasks fail with; an empty code is a technical failure.
    var errors: [String: String] = [:]
    var outputs: [String: [String: JSON]] = [:]
    var sent: [String] = []

    static let head =
        "<definitions id='defs' targetNamespace='t' xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' "
        + "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"

    /// The XML of a file with one process `p`, or the processes in `roots`.
    static func text(_ body: String, _ flows: [String], roots: String = "") -> String {
        "\(head)\(roots)<process id='p' isExecutable='true'>\(body)\(self.flows(flows))</process></definitions>"
    }

    static func flows(_ flows: [String]) -> String {
        flows.map { flow in
            let parts = flow.split(separator: ":", maxSplits: 1).map(String.init)
            let ends = parts[0].split(separator: ">").map { $0.filter { $0 != " " } }
            let condition =
                parts.count > 1
                ? "<conditionExpression xsi:type='tFormalExpression'>\(escape(parts[1]))</conditionExpression>"
                : ""
            return
                "<sequenceFlow id='\(ends[0])_\(ends[1])' sourceRef='\(ends[0])' targetRef='\(ends[1])'>\(condition)"
                + "</sequenceFlow>"
        }.joined()
    }

    private static func escape(_ text: String) -> String {
        text.reduce(into: "") { $0 += $1 == "<" ? "&lt;" : String($1) }
    }

    init(_ body: String, _ flows: [String], roots: String = "") throws {
        try self.init(xml: Self.text(body, flows, roots: roots))
    }

    init(xml: String) throws {
        deployment = try Deployment(
            Definitions(parsing: Array(xml.utf8), file: "test.bpmn"), file: "test.bpmn")
        engine = ProcessEngine(deployment, evaluator: SuiteLanguage())
    }

    /// Feeds an input and does all work that is not held.
    mutating func feed(_ input: ProcessInput) throws {
        var inputs = [input]
        while !inputs.isEmpty {
            let before = state
            let outcome = try engine.handle(inputs.removeFirst(), in: &state)
            events += outcome.events
            let folded = try ProcessState(folding: outcome.events, from: before, in: deployment)
            if folded != state { trace.append("FOLD DIFFERS") }
            for action in outcome.actions {
                switch action {
                case .perform(let item): perform(item, &inputs)
                case .cancelWork(let instance):
                    inputs.removeAll { if case .completed(instance, _) = $0 { true } else { false } }
                    for (element, instances) in held where instances.contains(instance) {
                        held[element] = instances.filter { $0 != instance }
                        trace.append("\(element) cancelled")
                    }
                case .reportIncident(let incident): trace.append("incident \(incident.kind.rawValue)")
                case .ended(_, let outcome): trace.append(Self.word(outcome))
                case .send(let message): sent.append(message.name)
                case .broadcast(let name, _): sent.append(name)
                }
            }
        }
    }

    private mutating func perform(_ item: WorkItem, _ inputs: inout [ProcessInput]) {
        if holds.contains(item.element) {
            held[item.element, default: []].append(item.instance)
            return
        }
        trace.append(item.element)
        if let code = errors[item.element] {
            inputs.append(.failed(instance: item.instance, code: code.isEmpty ? nil : code))
        } else {
            let output = outputs[item.element] ?? [:]
            inputs.append(.completed(instance: item.instance, output: .object(output)))
        }
    }

    private static func word(_ outcome: ProcessOutcome) -> String {
        switch outcome.ending {
        case .completed: "completed"
        case .failed(let code): "failed \(code ?? "")"
        case .cancelled: "cancelled"
        }
    }

    mutating func start(_ variables: [String: JSON] = [:]) throws {
        try feed(.start(process: "p", variables: variables))
    }

    /// Completes the oldest held work of an element.
    mutating func complete(_ element: String, _ output: [String: JSON] = [:]) throws {
        let instance = held[element]?.removeFirst() ?? 0
        trace.append(element)
        try feed(.completed(instance: instance, output: .object(output)))
    }

    mutating func advance(_ milliseconds: Int64) throws {
        try feed(.advance(to: state.clock.adding(TimeSpan(milliseconds: milliseconds))))
    }

    /// The variables of the process instance that ended first.
    var result: [String: JSON] { state.outcomes.min { $0.key < $1.key }?.value.variables ?? [:] }
}

func tasks(_ ids: String...) -> String { ids.map { "<serviceTask id='\($0)'/>" }.joined() }
func gateway(_ kind: String, _ id: String, _ more: String = "") -> String {
    "<\(kind)Gateway id='\(id)' \(more)/>"
}
let plainEnds = "<startEvent id='s'/><endEvent id='e'/>"
