import BPMN
import Foundation
import StructuredData

/// One model from its bytes to the end of its process, with nothing on disk.
struct InMemoryRun {
    let parsing: Duration
    let running: Duration
    let events: Int
    let variables: [String: JSON]

    init(_ bytes: [UInt8]) throws {
        let start = ContinuousClock.now
        let deployment = try Deployment(Definitions(parsing: bytes))
        let parsed = ContinuousClock.now
        (variables, events) = try Self.run(deployment)
        let end = ContinuousClock.now
        (parsing, running) = (parsed - start, end - parsed)
    }

    private static func run(_ deployment: Deployment) throws -> ([String: JSON], Int) {
        let language = ScaleLanguage()
        let engine = ProcessEngine(deployment, evaluator: language)
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
            if outcome.isExhausted { inputs.append(.resume) }
            for case .perform(let item) in outcome.actions {
                guard case .script(_, let text) = item.work else { throw WrongResult(what: item.element) }
                let values = try language.run(text, item.variables)
                inputs.append(.completed(instance: item.instance, output: .object(values)))
            }
        }
        return (state.outcomes.values.first?.variables ?? [:], count)
    }
}

struct WrongResult: Error { let what: String }

/// Whether a process ended with what its name promises, such as `linear_1000`.
func isRight(_ name: String, _ variables: [String: JSON]) -> Bool {
    guard let size = name.split(separator: "_").last.flatMap({ Int($0) }) else { return !variables.isEmpty }
    if name.hasPrefix("mi_") {
        return variables["results"]?.array == (0..<size).map { .integer(Int64($0 * 2)) }
    }
    if name.hasPrefix("fanout_") {
        return (0..<size).allSatisfy { variables["y\($0)"] == .integer(Int64($0)) }
    }
    return variables["x"] == .integer(Int64(size))
}

/// Runs a file again and again and prints what it took.
func runFile(_ path: String, rounds: Int) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let name = URL(filePath: path).deletingPathExtension().lastPathComponent
    var (times, parses, cpu): ([Double], [Double], [Double]) = ([], [], [])
    var events = 0
    for _ in 0..<rounds {
        let before = processorMilliseconds()
        let run = try InMemoryRun(bytes)
        cpu.append(processorMilliseconds() - before)
        guard isRight(name, run.variables) else { throw WrongResult(what: name) }
        times.append(milliseconds(run.parsing + run.running))
        parses.append(milliseconds(run.parsing))
        events = run.events
    }
    let result: JSON = [
        "cold": .number(times[0]), "median": .number(median(times)), "parse": .number(median(parses)),
        "cpu": .number(median(cpu)), "best": .number(cpu.min() ?? 0), "events": .integer(Int64(events)),
        "peak": .number(try peakMegabytes()),
    ]
    print(result.canonical)
}

func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }

/// What this process has used of the processors.
func processorMilliseconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) * 1000 }

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/// The most memory that this process had in use, from `/proc/self/status`.
func peakMegabytes() throws -> Double {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { throw WrongResult(what: "/proc/self/status") }
    return kilobytes / 1024
}
