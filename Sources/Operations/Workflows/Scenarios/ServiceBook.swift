import BPMN
import StructuredData
import Synchronization

/// What the services of a scenario have been asked, and what they answer next.
struct ServiceBook: Sendable {
    /// A call that was answered.
    struct Call: Hashable, Sendable {
        let element: String
        /// Element, operation and job type, whichever the scenario may name it by.
        let names: [String]
        let parameters: [String: JSON]
    }

    let services: [String: ServiceScript]
    private var given: [String: Int] = [:]

    init(_ services: [String: ServiceScript]) { self.services = services }

    /// What the scenario may call the service of a piece of work, the most special name first.
    static func names(of item: WorkItem) -> [String] {
        guard let operation = item.settings.service?.operation else { return [item.element] }
        let job = operation.hasPrefix("job:") ? [String(operation.dropFirst("job:".count))] : []
        return [item.element, operation] + job
    }

    enum Next: Sendable {
        case none
        case later
        case answer(ServiceAnswer)
        /// There were so many answers, and all have been given.
        case usedUp(service: String, count: Int, ServiceScript)
    }

    /// The next answer for a piece of work.
    mutating func next(for item: WorkItem) -> Next {
        guard let name = Self.names(of: item).first(where: { services[$0] != nil }),
            let script = services[name]
        else { return .none }
        switch script.behavior {
        case .later: return .later
        case .always(let answer): return .answer(answer)
        case .inTurn(let answers):
            let index = given[name, default: 0]
            guard index < answers.count else {
                return .usedUp(service: name, count: answers.count, script)
            }
            given[name] = index + 1
            return .answer(answers[index])
        }
    }

    /// The answers that nobody asked for: how many were given, of how many.
    var leftOver: [(service: String, given: Int, of: Int, script: ServiceScript)] {
        services.sorted { $0.key < $1.key }.compactMap { name, script in
            guard case .inTurn(let answers) = script.behavior, given[name, default: 0] < answers.count
            else { return nil }
            return (name, given[name, default: 0], answers.count, script)
        }
    }
}

/// Answers in place of a service, a person or a script.
struct AnsweringHandler: WorkHandler {
    let answer: ServiceAnswer
    let evaluator: HostedEvaluator
    let log: CallLog

    var actsOutside: Bool { false }

    func fault(of call: ServiceCall) -> String? { nil }

    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        log.add(
            ServiceBook.Call(
                element: request.item.element, names: ServiceBook.names(of: request.item),
                parameters: request.parameters))
        switch answer.content {
        case .result(let value): return wrapped(value, request)
        case .computed(let text):
            do { return wrapped(try evaluator.value(text, Variables(request.variables)), request) } catch {
                throw .permanent(error.message)
            }
        case .failure(let message, let isPermanent):
            throw isPermanent ? .permanent(message) : .failed(message)
        case .bpmnError(let code, let message): throw .bpmnError(code: code, message: message)
        }
    }

    /// A script names the variable of its result itself, where a service leaves that to its call.
    private func wrapped(_ value: JSON, _ request: WorkRequest) -> JSON {
        guard request.item.settings.service == nil, let name = request.item.settings.resultVariable else {
            return value
        }
        return .object([name: value])
    }
}

/// The calls of a scenario in order.
final class CallLog: Sendable {
    private let calls = Mutex<[ServiceBook.Call]>([])

    func add(_ call: ServiceBook.Call) { calls.withLock { $0.append(call) } }

    /// The calls of a service by any of its names.
    func calls(of name: String) -> [ServiceBook.Call] {
        calls.withLock { $0.filter { $0.names.contains(name) } }
    }
}

/// The time of a scenario, which stands still but for being told to go on.
final class ScenarioClock: Sendable {
    private let time: Mutex<TimeInstant>

    init(_ start: TimeInstant) { time = Mutex(start) }

    var now: TimeInstant { time.withLock(\.self) }
    func set(_ moment: TimeInstant) { time.withLock { $0 = max($0, moment) } }
}
