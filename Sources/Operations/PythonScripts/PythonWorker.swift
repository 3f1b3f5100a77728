import Capabilities
import StructuredData

/// One running worker and what is known of it.
struct PythonWorker {
    /// A text that the worker has compiled.
    private struct Code {
        let key: Int64
        /// The names that occur in it; `nil` if it may use any variable.
        let names: [String]?
    }

    private struct Text: Hashable {
        let kind: String
        let text: String
    }

    /// How many compiled texts a worker keeps.
    private static let codeLimit = 512

    let process: any ProcessSession
    let interpreter: String
    let limits: ScriptLimits
    /// Whether it may be given another script.
    private(set) var isFit = true
    private var facts = PythonFacts(version: "", isolation: .none, isMemoryLimited: false)
    private var requests: Int64 = 0
    private var codes: [Text: Code] = [:]

    init(process: any ProcessSession, interpreter: String, limits: ScriptLimits) {
        (self.process, self.interpreter, self.limits) = (process, interpreter, limits)
    }

    /// Waits until the worker is there.
    mutating func greet(_ isolation: ScriptIsolation) async throws(ScriptError) {
        let answer: [JSON]
        do throws(ScriptError) {
            answer = try await receive(timeout: limits.startTime)
        } catch {
            throw startFailure(error)
        }
        let version = answer.count > 3 ? answer[3].string ?? "" : ""
        switch answer.count > 2 ? answer[2] : .null {
        case "hello" where answer.count == 5:
            facts = PythonFacts(
                version: version, isolation: isolation, isMemoryLimited: answer[4].bool ?? false)
            _ = process.takeErrorOutput()
        case "old": throw .tooOld(interpreter: interpreter, version: version)
        default: throw .notStarted(interpreter: interpreter, reason: "it does not answer as Python does")
        }
    }

    private func startFailure(_ error: ScriptError) -> ScriptError {
        switch error {
        case .ended(_, let printed):
            let last = printed.text.split(separator: "\n").last.map { ": \($0)" } ?? ""
            return .notStarted(interpreter: interpreter, reason: "it ended at once\(last)")
        case .timedOut(let after, _):
            return .notStarted(interpreter: interpreter, reason: "it did not answer within \(after)")
        case .garbled:
            return .notStarted(interpreter: interpreter, reason: "it does not answer as Python does")
        default: return error
        }
    }

    mutating func answer(_ request: ScriptRequest) async -> ScriptRequest.Outcome {
        do throws(ScriptError) {
            switch request.work {
            case .describe: return .success(.facts(facts))
            case .execute(let script):
                return .success(.result(try await execute(script, request.variables)))
            case .evaluate(let text):
                return .success(.value(try await evaluate(text, request.variables)))
            }
        } catch {
            return .failure(error)
        }
    }

    private mutating func execute(
        _ script: String, _ variables: [String: JSON]
    ) async throws(ScriptError) -> ScriptResult {
        let (answer, printed) = try await run("exec", script, variables)
        switch answer {
        case .done(let assigned, let removed):
            let changed = assigned.filter { variables[$0.key] != $0.value }
            return ScriptResult(
                outcome: .finished(assigned: changed, removed: removed.sorted()), printed: printed)
        case .bpmn(let code, let message):
            return ScriptResult(outcome: .raised(code: code, message: message), printed: printed)
        default: throw failure(answer, printed)
        }
    }

    private mutating func evaluate(
        _ text: String, _ variables: [String: JSON]
    ) async throws(ScriptError) -> ScriptValue {
        let (answer, printed) = try await run("eval", text, variables)
        guard case .value(let value) = answer else { throw failure(answer, printed) }
        return ScriptValue(value: value, printed: printed)
    }

    private mutating func run(
        _ kind: String, _ text: String, _ variables: [String: JSON]
    ) async throws(ScriptError) -> (WorkerAnswer, CapturedOutput) {
        let code = try await compile(kind, text)
        let seen = try visible(variables, code.names)
        let answer = try await ask("run", [.integer(code.key), .object(seen)])
        let printed = process.takeErrorOutput()
        guard let left = answer.left else { return (answer.content, printed) }
        // Whatever it is, it must not be there when the next script runs.
        isFit = false
        switch answer.content {
        case .done, .bpmn, .value: throw .leftRunning(left)
        default: return (answer.content, printed)
        }
    }

    private mutating func compile(_ kind: String, _ text: String) async throws(ScriptError) -> Code {
        let name = Text(kind: kind, text: text)
        if let code = codes[name] { return code }
        if codes.count == Self.codeLimit { codes = [:] }
        let key = Int64(codes.count)
        let answer = try await ask("compile", [.integer(key), .string(kind), .string(text)])
        guard case .names(let names) = answer.content else {
            throw failure(answer.content, process.takeErrorOutput())
        }
        let code = Code(key: key, names: names)
        codes[name] = code
        return code
    }

    /// The variables that a script can need.
    private func visible(
        _ variables: [String: JSON], _ names: [String]?
    ) throws(ScriptError) -> [String: JSON] {
        var seen = variables
        if let names {
            seen = [:]
            for name in names { seen[name] = variables[name] }
        }
        for (name, value) in seen where value.isDeeper(than: limits.depth) {
            throw .tooDeep(variable: name, limit: limits.depth)
        }
        return seen
    }
}

extension PythonWorker {
    private mutating func ask(
        _ order: String, _ parts: [JSON]
    ) async throws(ScriptError) -> (left: String?, content: WorkerAnswer) {
        requests += 1
        process.send(JSON.array([.string(order), .integer(requests)] + parts).canonicalBytes + [0x0A])
        let answer = try await receive(timeout: limits.time)
        guard answer.count > 2, answer[0] == .integer(requests), let content = WorkerAnswer(answer[2...])
        else {
            throw unfit(.garbled(reason: "its answer is none"))
        }
        return (answer[1].string, content)
    }

    private mutating func receive(timeout: Duration) async throws(ScriptError) -> [JSON] {
        let reading: ProcessReading
        do throws(ProcessError) {
            // Names and messages come on top of the result.
            reading = try await process.receiveLine(limit: limits.resultSize + 1 << 20, timeout: timeout)
        } catch {
            throw unfit(.cancelled)
        }
        switch reading {
        case .line(let line):
            guard let answer = try? JSON(parsing: line, depthLimit: limits.depth + 4).array else {
                throw unfit(.garbled(reason: "its answer is no JSON"))
            }
            return answer
        case .tooLong: throw unfit(.garbled(reason: "its answer has no end"))
        case .timedOut: throw unfit(.timedOut(after: timeout, printed: process.takeErrorOutput()))
        case .ended(let end): throw unfit(.ended(end, printed: process.takeErrorOutput()))
        }
    }

    /// Passes on an error after which the worker cannot go on.
    private mutating func unfit(_ error: ScriptError) -> ScriptError {
        isFit = false
        process.kill()
        return error
    }

    private func failure(_ answer: WorkerAnswer, _ printed: CapturedOutput) -> ScriptError {
        switch answer {
        case .syntax(let message, let line, let column):
            .syntax(message: message, line: line, column: column)
        case .raised(let type, let message, let line):
            .raised(type: type, message: message, line: line == 0 ? nil : line, printed: printed)
        case .unfit(let path, let type, let reason): .unfit(path: path, type: type, reason: reason)
        case .large(let bytes): .tooLarge(bytes: bytes, limit: limits.resultSize)
        case .bpmn(let code, let message):
            .raised(type: "BpmnError", message: "\(code): \(message)", line: nil, printed: printed)
        case .names, .done, .value: .garbled(reason: "it answers another question")
        }
    }
}

extension JSON {
    /// Whether more than `limit` arrays and objects stand in each other.
    fileprivate func isDeeper(than limit: Int) -> Bool {
        switch self {
        case .array(let elements): limit <= 0 || elements.contains { $0.isDeeper(than: limit - 1) }
        case .object(let members): limit <= 0 || members.values.contains { $0.isDeeper(than: limit - 1) }
        default: false
        }
    }
}
