import BPMN
import Capabilities
import Files
import Ledger
import Processes
import PythonScripts
import StructuredData
import Synchronization
import Testing

@testable import Workflows

/// A folder, a ledger in memory and everything else live.
final class Bench: Sendable {
    let folder: String
    let store = MemoryEventStore()
    let runner = LiveProcessRunner()
    let clock: TestClock
    let files = LiveFileSystem()

    init(clock: TestClock = TestClock()) throws {
        self.clock = clock
        folder = "/tmp/uvmgr-workflows-\(UInt64.random(in: 0...UInt64.max))"
        try files.makeDirectory(folder)
    }

    deinit { try? files.remove(folder) }

    static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]

    /// Runs `body` with what instances need.
    func with<Value>(
        _ more: [String: any WorkHandler] = [:], _ body: (WorkflowRuns) async throws -> Value
    ) async throws -> Value {
        let python = try #require(runner.find("python3", path: Self.environment["PATH"] ?? ""))
        let settings = PythonSettings(
            interpreter: python, environment: Self.environment, workingDirectory: folder)
        return try await withPythonSession(settings, starter: runner) { session in
            try await body(runs(PythonScriptHost(session) { _ in }, more))
        }
    }

    func runs(_ scripts: any ScriptHost, _ more: [String: any WorkHandler] = [:]) -> WorkflowRuns {
        var handlers = WorkHandlers()
        handlers["uvmgr:command"] = CommandHandler(
            runner: runner, environment: Self.environment, directory: folder)
        for (name, handler) in more { handlers[name] = handler }
        let clock = clock
        let services = WorkflowServices(
            store: store, files: files, locks: FileLocks(), clock: clock,
            random: { UInt64.random(in: 0...UInt64.max) }, sleep: { clock.skip(to: $0) },
            handlers: handlers, scripts: scripts, actor: "tester", program: "0",
            lockFolder: folder + "/locks")
        return WorkflowRuns(services, library: ModelLibrary(), project: folder)
    }
}

/// A clock that stands still but for being told to go on.
final class TestClock: WallClock {
    private let time: Mutex<Int64>

    init(milliseconds: Int64 = 1_700_000_000_000) { time = Mutex(milliseconds * 1_000_000) }

    func now() -> Instant { Instant(nanoseconds: time.withLock(\.self)) }

    /// Sleeping is being there at once.
    func skip(to milliseconds: Int64) { time.withLock { $0 = max($0, milliseconds * 1_000_000) } }
    func set(to milliseconds: Int64) { time.withLock { $0 = milliseconds * 1_000_000 } }
}

/// A model of one process.
func model(_ body: String, beside: String = "", file: String = "p.bpmn") throws -> WorkflowModel {
    let text = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:uvmgr="urn:uvmgr:bpmn:1">
        \(beside)
        <process id="p" isExecutable="true">
        \(body)
        </process></definitions>
        """
    return try WorkflowModel(Array(text.utf8), file: file)
}

/// A chain of elements from `start` to `end`, with the flows between them.
func chain(_ elements: [(id: String, xml: String)]) -> String {
    let all = [("start", "<startEvent id=\"start\"/>")] + elements + [("end", "<endEvent id=\"end\"/>")]
    let flows = zip(all, all.dropFirst()).map {
        "<sequenceFlow id=\"\($0.0)-\($1.0)\" sourceRef=\"\($0.0)\" targetRef=\"\($1.0)\"/>"
    }
    return (all.map(\.1) + flows).joined(separator: "\n")
}

func script(_ id: String, _ language: String, _ text: String, _ attributes: String = "") -> (String, String) {
    (
        id,
        "<scriptTask id=\"\(id)\" scriptFormat=\"\(language)\" \(attributes)><script><![CDATA[\(text)]]></script></scriptTask>"
    )
}

/// A service task that runs a command line.
func command(
    _ id: String, _ line: String, service: String = "", retry: String = "", beside: String = ""
) -> (String, String) {
    (
        id,
        """
        <serviceTask id="\(id)" implementation="uvmgr:command"><extensionElements><uvmgr:service \(service)>
        <uvmgr:parameter name="run" value="\(line.xml)"/>\(retry)</uvmgr:service>\(beside)</extensionElements>
        </serviceTask>
        """
    )
}

extension String {
    var xml: String {
        var text = ""
        for character in self {
            switch character {
            case "<": text += "&lt;"
            case "&": text += "&amp;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
        return text
    }
}

extension WorkflowInstance {
    /// The value of a variable of the first process, at its end or now.
    func variable(_ name: String) -> JSON? {
        let process = state.process
        return process.outcomes.sorted { $0.key < $1.key }.first?.value.variables[name]
            ?? process.running.first.flatMap { process.variable(name, of: $0) }
    }
}
