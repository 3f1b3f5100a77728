import BPMN
import Diagnostics
import StructuredData

/// Runs one case of `bpmn-execution` the way its readme says: scripts are host functions, time is virtual.
struct CaseRunner {
    let engine: ProcessEngine
    var state = ProcessState()
    var trace: [String] = []
    var events: [ProcessEvent] = []
    private var actions: [ProcessAction] = []
    /// Is called after each input, with the state before it and its events.
    var observe: ((ProcessState, ProcessState, [ProcessEvent]) throws -> Void)?

    init(_ deployment: Deployment) { engine = ProcessEngine(deployment, evaluator: SuiteLanguage()) }

    mutating func feed(_ input: ProcessInput) throws {
        let before = observe == nil ? nil : state
        let outcome = try engine.handle(input, in: &state)
        events += outcome.events
        actions += outcome.actions
        if let before, let observe { try observe(before, state, outcome.events) }
        if outcome.isExhausted { trace.append("ERROR_budget") }
    }

    /// Does all work that is asked for, oldest first.
    mutating func work() throws {
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .perform(let item): try perform(item)
            case .reportIncident: trace.append("ERROR_runtime")
            case .ended(_, let outcome):
                if case .failed = outcome.ending { trace.append("ERROR_thrownErrorEvent") }
            case .cancelWork(let instance):
                actions.removeAll {
                    if case .perform(let item) = $0 { item.instance == instance } else { false }
                }
            case .send, .broadcast: break
            }
        }
    }

    mutating func advance(to end: TimeInstant) throws {
        while let due = state.nextTimer, due <= end {
            try feed(.advance(to: due))
            try work()
        }
        try feed(.advance(to: end))
        try work()
    }

    private mutating func perform(_ item: WorkItem) throws {
        var output: [String: JSON] = [:]
        if case .script(_, let text) = item.work {
            for line in text.split(whereSeparator: \.isNewline).map({
                $0.trimmingPrefix(while: \.isWhitespace)
            }) {
                let name = String(line.prefix { !$0.isWhitespace })
                if name == "THROW_ERROR" {
                    return try feed(.failed(instance: item.instance, code: "ERR_CODE"))
                }
                try run(name, item, &output)
            }
        }
        try feed(.completed(instance: item.instance, output: .object(output)))
    }

    private mutating func run(_ name: String, _ item: WorkItem, _ output: inout [String: JSON]) throws {
        switch name {
        case "CREATE_MARKER_FILE": trace.append("MARKER_exists")
        case "SET_STRING_DATA": output["data"] = "String"
        case "LOG_DATA": if item.variables["data"] == "String" { trace.append("DATA_correct") }
        case "INCREMENT_INTEGER_VARIABLE", "INCREMENT_INTEGER_VARIABLE_AND_LOG":
            output["integerVariable"] = .integer((item.variables["integerVariable"]?.integer ?? 0) + 1)
            if name.hasSuffix("_LOG") { trace.append("INCREMENT") }
        case "WAIT_TEN_SECONDS":
            try advance(to: state.clock.adding(TimeSpan(milliseconds: 10_000)))
        default: if name.hasPrefix("SCRIPT_") { trace.append(name) }
        }
    }
}

extension ConformanceData {
    /// The trace of a case.
    func trace(of item: JSON, observe: ((ProcessState, ProcessState, [ProcessEvent]) throws -> Void)? = nil)
        throws
        -> [String]
    {
        let file = item["file"]?.string ?? ""
        let process = item["process"]?.string ?? ""
        let deployment: Deployment
        do {
            deployment = try Deployment(Definitions(parsing: bytes(file), file: file), file: file)
        } catch let error as BPMNError {
            return ["ERROR_deployment", error.diagnostic.message]
        }
        var runner = CaseRunner(deployment)
        runner.observe = observe
        if item["parallel"] == true {
            for other in deployment.processes where other != process && deployment.startsPlainly(other) {
                try runner.feed(.start(process: other))
                try runner.work()
            }
        }
        try runner.feed(.start(process: process, variables: item["vars"]?.object ?? [:]))
        try runner.work()
        try runner.advance(to: TimeInstant(milliseconds: item["delay_ms"]?.integer ?? 0))
        return runner.trace.sorted()
    }

    func runExecution() throws -> SuiteReport {
        var report = SuiteReport(suite: "bpmn-execution")
        for item in try cases() {
            let expected = (item["expect"]?.array ?? []).compactMap(\.string).sorted()
            var found: [String]
            do { found = try trace(of: item) } catch { found = ["\(error)"] }
            if found.first == "ERROR_deployment", expected == ["ERROR_deployment"] { found = expected }
            report.record(
                item["id"]?.string ?? "", found == expected ? nil : "\(found) instead of \(expected)")
        }
        return report
    }
}
