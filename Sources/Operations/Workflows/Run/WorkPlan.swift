import BPMN
import Capabilities
import ProcessLanguages
import StructuredData

/// How a piece of work is done.
enum WorkPlan: Sendable {
    /// Nothing is to be done.
    case nothing
    /// Done by the engine's own language, at once.
    case feel(text: String, result: String?)
    /// By a person.
    case person
    case script(text: String, result: String?)
    case service(ServiceCall, any WorkHandler)
    /// There is nobody to do it.
    case unbound(String)

    init(_ item: WorkItem, _ handlers: WorkHandlers) {
        if let call = item.settings.service {
            let handler = handlers[call.operation]
            self = handler.map { .service(call, $0) } ?? .unbound("nothing here does `\(call.operation)`")
            return
        }
        switch item.work {
        case .none, .send, .receive: self = .nothing
        case .user, .manual: self = .person
        case .script(let format, let text):
            let language = ProcessExpression(text, language: format).knownLanguage
            let result = item.settings.resultVariable
            switch language {
            case .feel: self = .feel(text: text, result: result)
            case .python: self = .script(text: text, result: result)
            case nil: self = .unbound("scripts in `\(format ?? "")` are not run here")
            }
        case .service: self = .unbound("the service task names no operation")
        case .businessRule: self = .unbound("the business rule task names no operation")
        }
    }
}

/// Does one attempt at the work of an element: scripts before it, its inputs, itself, its outputs, scripts after it.
struct WorkAttemptRun: Sendable {
    let item: WorkItem
    let plan: WorkPlan
    let attempt: Int
    let key: String
    let evaluator: HostedEvaluator
    let scripts: any ScriptHost
    let observer: (any WorkflowObserver)?
    /// What a person gave.
    var given = JSON.null

    /// The longest time of an attempt that says none.
    static let standardTimeout = Duration.seconds(3600)

    /// - Returns: What the element leaves behind.
    func run() async throws(WorkFailure) -> JSON {
        let settings = item.settings
        var kept: [String: JSON] = [:]
        var view = item.variables.merged
        view.merge(item.inputs) { _, input in input }
        for script in settings.before {
            kept.merge(try await run(script, view)) { _, new in new }
            view.merge(kept) { _, new in new }
        }
        for mapping in settings.inputs { try await set(mapping, in: &view) }
        let result = try await work(view)
        var left = try results(result)
        if !settings.outputs.isEmpty {
            var own = view
            own.merge(left) { _, new in new }
            var mapped: [String: JSON] = [:]
            for mapping in settings.outputs {
                let value = try await value(mapping.source, own)
                try place(value, at: mapping.target, in: &mapped, beside: view)
                own.merge(mapped) { _, new in new }
            }
            left = settings.keepsResults ? left.merging(mapped) { _, new in new } : mapped
        }
        kept.merge(left) { _, new in new }
        view.merge(kept) { _, new in new }
        for script in settings.after {
            let changed = try await run(script, view)
            kept.merge(changed) { _, new in new }
            view.merge(changed) { _, new in new }
        }
        return kept.isEmpty ? .null : .object(kept)
    }

    private func work(_ view: [String: JSON]) async throws(WorkFailure) -> JSON {
        switch plan {
        case .nothing: return .null
        case .person: return given
        case .unbound(let reason): throw .permanent(reason)
        case .feel(let text, let result):
            let value = try feel(text, view)
            guard let result else { return value }
            return .object([result: value])
        case .script(let text, let result):
            let changed = try await scripts.execute(text, variables: view)
            if let result { return .object(changed.filter { $0.key == result }) }
            return .object(changed)
        case .service(let call, let handler): return try await serve(call, handler, view)
        }
    }

    /// What the work of a service gives if that is known at once, with nothing around it that takes another process.
    func answer() async -> Result<JSON, WorkFailure>? {
        guard case .service(let call, let handler) = plan, item.settings.isPlain else { return nil }
        var view = item.variables.merged
        view.merge(item.inputs) { _, input in input }
        do {
            let result = await handler.answer(try await request(call, view))
            return try result.map { result throws(WorkFailure) in
                .success(.object(try results(try result.get())))
            }
        } catch {
            return .failure(error)
        }
    }

    private func serve(
        _ call: ServiceCall, _ handler: any WorkHandler, _ view: [String: JSON]
    ) async throws(WorkFailure) -> JSON {
        try await handler.perform(try await request(call, view))
    }

    private func request(
        _ call: ServiceCall, _ view: [String: JSON]
    ) async throws(WorkFailure) -> WorkRequest {
        var (parameters, headers): ([String: JSON], [String: JSON]) = ([:], [:])
        for parameter in call.parameters {
            parameters[parameter.name] = try await value(parameter.value, view)
        }
        for header in call.headers { headers[header.name] = try await value(header.value, view) }
        let timeout = call.timeout.map { Duration.milliseconds($0.roughMilliseconds) } ?? Self.standardTimeout
        guard timeout > .zero else {
            throw .permanent("the time-out of `\(item.element)` is not longer than nothing")
        }
        let observer = observer
        let item = item
        return WorkRequest(
            item: item, call: call, parameters: parameters, headers: headers, variables: view, key: key,
            attempt: attempt, timeout: timeout, onOutput: { observer?.workPrinted(item, $0) })
    }

    /// The result as variables.
    private func results(_ result: JSON) throws(WorkFailure) -> [String: JSON] {
        if let name = item.settings.service?.resultVariable { return [name: result] }
        switch result {
        case .null: return [:]
        case .object(let members): return members
        default:
            throw .permanent(
                "the result of `\(item.element)` is no object, and no variable is named to take it")
        }
    }

    // MARK: - Values

    private func run(_ script: AttachedScript, _ view: [String: JSON]) async throws(WorkFailure) -> [String:
        JSON]
    {
        switch ProcessExpression(script.text, language: script.language).knownLanguage {
        case .python:
            return try await scripts.execute(script.text, variables: view)
        case .feel:
            guard let members = try feel(script.text, view).object else {
                throw .permanent("the script of `\(item.element)` gives no context of variables")
            }
            return members
        case nil: throw .permanent("scripts in `\(script.language)` are not run here")
        }
    }

    func set(_ mapping: VariableMapping, in view: inout [String: JSON]) async throws(WorkFailure) {
        let value = try await value(mapping.source, view)
        try place(value, at: mapping.target, in: &view, beside: view)
    }

    /// Puts a value under a name, or with dots into a member of what is there.
    private func place(
        _ value: JSON, at target: String, in variables: inout [String: JSON], beside view: [String: JSON]
    ) throws(WorkFailure) {
        let path = target.split(separator: ".").map(String.init)
        guard let name = path.first else { throw .permanent("an output of `\(item.element)` has no name") }
        let old = variables[name] ?? (path.count > 1 ? view[name] : nil) ?? .null
        variables[name] = old.setting(value, at: path.dropFirst())
    }

    func value(_ source: SettingValue, _ view: [String: JSON]) async throws(WorkFailure) -> JSON {
        switch source {
        case .text(let text): return .string(text)
        case .expression(let expression):
            if expression.knownLanguage == .python {
                return try await scripts.evaluate(expression.text, variables: view)
            }
            do { return try evaluator.evaluate(expression, variables: Variables(view)) } catch {
                throw .permanent(error.message)
            }
        }
    }

    private func feel(_ text: String, _ view: [String: JSON]) throws(WorkFailure) -> JSON {
        do { return try evaluator.value(text, Variables(view)) } catch { throw .permanent(error.message) }
    }
}

extension ElementSettings {
    /// Whether nothing stands around the work itself.
    fileprivate var isPlain: Bool {
        before.isEmpty && after.isEmpty && inputs.isEmpty && outputs.isEmpty
    }
}

extension JSON {
    /// This value with another one at a path of members; what is no object on the way becomes one.
    fileprivate func setting(_ value: JSON, at path: ArraySlice<String>) -> JSON {
        guard let first = path.first else { return value }
        var members = object ?? [:]
        members[first] = (members[first] ?? .null).setting(value, at: path.dropFirst())
        return .object(members)
    }
}
