package import BPMN
package import Capabilities
import Diagnostics
package import StructuredData

/// Runs a program: the operation `uvmgr:command`, and what a job type is bound to.
///
/// The program finds its variables, or its job, as a JSON object on standard input. Exit code 0 is success; an object that
/// it prints as JSON, as all of its output or as its last line, is its result. Any other exit code is a failure, which is
/// tried again as the call says; with exit code 0, an object `{"bpmnError": "CODE"}` throws a BPMN error.
package struct CommandHandler: WorkHandler {
    /// The command line that a job type is bound to; `nil` where the call says what to run.
    package let bound: [String]?
    private let runner: any ProcessRunner
    private let environment: [String: String]
    private let directory: String

    package init(
        bound: [String]? = nil, runner: any ProcessRunner, environment: [String: String], directory: String
    ) {
        (self.bound, self.runner) = (bound, runner)
        (self.environment, self.directory) = (environment, directory)
    }

    package var actsOutside: Bool { true }

    private static let parameters: Set<String> = [
        "run", "program", "arguments", "directory", "environment", "input",
    ]

    package func fault(of call: ServiceCall) -> String? {
        if bound != nil { return nil }
        let names = Set(call.parameters.map(\.name))
        if let unknown = names.subtracting(Self.parameters).sorted().first {
            return "`\(unknown)` is no parameter of it"
        }
        if names.contains("run") == names.contains("program") {
            return "it needs one of the parameters `run` and `program`"
        }
        guard case .text(let line)? = call.parameters.first(where: { $0.name == "run" })?.value else {
            return nil
        }
        guard let words = splitWords(line) else {
            return "its command line `\(line)` has a quote that is not closed, or ends in a backslash"
        }
        return words.isEmpty ? "its command line is empty" : nil
    }

    package func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        let words = try words(request)
        let folder = request.parameters["directory"]?.string.map { join(directory, $0) } ?? directory
        var environment = environment
        for (name, value) in request.parameters["environment"]?.object ?? [:] {
            environment[name] = value.string ?? String(decoding: value.canonicalBytes, as: UTF8.self)
        }
        environment["UVMGR_IDEMPOTENCY_KEY"] = request.key
        environment["UVMGR_ATTEMPT"] = String(request.attempt)
        environment["UVMGR_ELEMENT"] = request.item.element
        guard let program = runner.find(words[0], path: environment["PATH"] ?? "/usr/bin:/bin") else {
            throw .permanent("`\(words[0])` is not on the path")
        }
        let invocation = ProcessInvocation(
            executable: program, arguments: Array(words.dropFirst()), environment: environment,
            workingDirectory: folder, standardInput: input(request), timeout: request.timeout)
        let result: ProcessResult
        do { result = try await runner.run(invocation, onOutput: request.onOutput) } catch .cancelled {
            throw .cancelled
        } catch {
            throw .permanent(error.diagnostic.message)
        }
        return try answer(result, request)
    }

    private func words(_ request: WorkRequest) throws(WorkFailure) -> [String] {
        if let bound { return bound }
        if let program = request.parameters["program"]?.string {
            return [program] + (request.parameters["arguments"]?.array ?? []).map(\.argument)
        }
        guard let line = request.parameters["run"]?.string, let words = splitWords(line), !words.isEmpty
        else {
            throw .permanent("the parameter `run` of `\(request.item.element)` is no command line")
        }
        return words
    }

    /// What the program reads: what the call says, else its job or all variables as JSON.
    private func input(_ request: WorkRequest) -> [UInt8] {
        if let input = request.parameters["input"] {
            return input.string.map { Array($0.utf8) } ?? input.canonicalBytes
        }
        guard bound != nil else { return JSON.object(request.variables).canonicalBytes }
        return JSON.members([
            "type": .string(String(request.call.operation.dropFirst("job:".count))),
            "element": .string(request.item.element), "key": .string(request.key),
            "attempt": .integer(Int64(request.attempt)), "variables": .object(request.variables),
            "parameters": request.parameters.isEmpty ? nil : .object(request.parameters),
            "headers": request.headers.isEmpty ? nil : .object(request.headers),
        ]).canonicalBytes
    }

    private func answer(_ result: ProcessResult, _ request: WorkRequest) throws(WorkFailure) -> JSON {
        switch result.termination {
        case .timedOut: throw .failed("it ran longer than \(request.timeout)")
        case .signaled(let signal): throw .failed("it was ended by signal \(signal)\(words(of: result))")
        case .exited(0): break
        case .exited(let code): throw .failed("exit code \(code)\(words(of: result))")
        }
        guard result.standardOutput.droppedBytes == 0 else {
            throw .permanent("it printed more than its result may be long")
        }
        let text = result.standardOutput.text
        let lastLine = text.split(separator: "\n").last.map(String.init) ?? ""
        let value = (try? JSON(parsing: text)) ?? (try? JSON(parsing: lastLine))
        if let code = value?["bpmnError"]?.string {
            throw .bpmnError(code: code, message: value?["message"]?.string ?? "")
        }
        if request.call.resultVariable != nil { return value ?? .string(text.trimmedEnd) }
        return value?.object != nil ? value ?? .null : .null
    }

    /// The last line of what went wrong.
    private func words(of result: ProcessResult) -> String {
        let text = result.standardError.bytes.isEmpty ? result.standardOutput.text : result.standardError.text
        guard let line = text.split(separator: "\n").last else { return "" }
        return ": \(line.prefix(300))"
    }

    private func join(_ folder: String, _ path: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }
}

extension JSON {
    fileprivate var argument: String { string ?? String(decoding: canonicalBytes, as: UTF8.self) }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
