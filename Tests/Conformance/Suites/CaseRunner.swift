package import BPMN
import ProcessLanguages
import StructuredData

/// Runs a case of `bpmn-execution`: scripts are host functions, time is virtual.
package struct CaseRunner {
    package let engine: ProcessEngine
    package private(set) var state = ProcessState()
    package private(set) var trace: [String] = []
    package private(set) var events: [ProcessEvent] = []
    private var actions: [ProcessAction] = []
    /// Is called after each input, with the input, the states before and after it, and its events.
    private let observe: Observer?

    package typealias Observer = (ProcessInput, ProcessState, ProcessState, [ProcessEvent]) throws -> Void

    package init(_ deployment: Deployment, observe: Observer? = nil) {
        engine = ProcessEngine(deployment, evaluator: FEELEvaluator())
        self.observe = observe
    }

    /// Runs a case to the end of its time, after these other processes were started.
    package mutating func run(_ item: ExecutionCase, others: [String]) throws {
        for other in others {
            try feed(.start(process: other))
            try work()
        }
        try feed(.start(process: item.process, variables: item.variables))
        try work()
        try advance(to: TimeInstant(milliseconds: max(item.delay, state.clock.milliseconds)))
    }

    private mutating func feed(_ input: ProcessInput) throws {
        let before = observe == nil ? nil : state
        let outcome = try engine.handle(input, in: &state)
        events += outcome.events
        actions += outcome.actions
        if let before, let observe { try observe(input, before, state, outcome.events) }
        if outcome.isExhausted { throw Endless() }
    }

    /// Does all work that is asked for, oldest first.
    private mutating func work() throws {
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .perform(let item): try perform(item)
            case .reportIncident: trace.append(Token.runtime)
            case .ended(_, let outcome): if case .failed = outcome.ending { trace.append(Token.thrown) }
            case .cancelWork, .send, .broadcast: break
            }
        }
    }

    private mutating func advance(to end: TimeInstant) throws {
        while let due = state.nextTimer, due <= end {
            try feed(.advance(to: due))
            try work()
        }
        try feed(.advance(to: end))
        try work()
    }

    private mutating func perform(_ item: WorkItem) throws {
        // Work that was cancelled meanwhile is not done.
        guard state.openWork.contains(item.instance) else { return }
        var output: [String: JSON] = [:]
        if case .script(_, let text) = item.work {
            for name in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init) {
                if name == "THROW_ERROR" {
                    return try feed(.failed(instance: item.instance, code: "ERR_CODE"))
                }
                try run(name, item, &output)
                guard state.openWork.contains(item.instance) else { return }
            }
        }
        try feed(.completed(instance: item.instance, output: .object(output)))
    }

    private mutating func run(_ name: String, _ item: WorkItem, _ output: inout [String: JSON]) throws {
        func value(_ name: String) -> JSON? {
            output[name] ?? state.variable(name, of: item.instance) ?? item.variables[name]
        }
        switch name {
        case "CREATE_MARKER_FILE": trace.append(Token.marker)
        case "SET_STRING_DATA": output["data"] = "String"
        case "LOG_DATA": if value("data") == "String" { trace.append(Token.data) }
        case "INCREMENT_INTEGER_VARIABLE", "INCREMENT_INTEGER_VARIABLE_AND_LOG":
            let (sum, isTooLarge) = (value("integerVariable")?.integer ?? 0).addingReportingOverflow(1)
            if isTooLarge { throw Overflow() }
            output["integerVariable"] = .integer(sum)
            if name.hasSuffix("_LOG") { trace.append("INCREMENT") }
        case "WAIT_TEN_SECONDS":
            try advance(to: state.clock.adding(TimeSpan(milliseconds: 10_000)))
        default: if name.hasPrefix("SCRIPT_") { trace.append(name) }
        }
    }
}

/// A process that went on without end.
struct Endless: Error, CustomStringConvertible {
    var description: String { "it goes on without end" }
}

struct Overflow: Error, CustomStringConvertible {
    var description: String { "`integerVariable` cannot be counted up any further" }
}
