extension ExtensionReader {
    mutating func uvmgrService(_ item: ExtensionItem) throws(Refusal) -> ExtensionOutcome {
        let implementation = document.elements[item.holder]["implementation"].flatMap(operation)
        guard let operation = attribute(item.element, "operation") ?? implementation else {
            throw Refusal(
                reason: .missingService, message: "`\(id(item.owner))` does not say which service it calls",
                hint: "set `implementation` of the task, or `operation`, to `uvmgr:command`, `uvmgr:http` or "
                    + "`uvmgr:gate`")
        }
        var service = ServiceCall(operation: operation)
        if let effect = attribute(item.element, "effect") {
            guard let known = ServiceCall.Effect(rawValue: effect) else {
                throw Refusal(
                    reason: .extensionValue, message: "`effect` is `\(effect)`",
                    hint: DeploymentFault.Reason.suggestion(
                        for: effect, among: ServiceCall.Effect.allCases.map(\.rawValue)))
            }
            service.effect = known
        }
        service.retry = .standard(for: service.effect)
        if let timeout = attribute(item.element, "timeout") {
            service.timeout = try span(timeout, "timeout")
        }
        let language = attribute(item.element, "language").map(normalisedLanguage) ?? "feel"
        service.idempotencyKey = attribute(item.element, "key").map {
            feelValue($0, item.place, language: language)
        }
        service.resultVariable = attribute(item.element, "result")
        for part in parts(of: item) { try read(part, into: &service) }
        change(item) { $0.service = service }
        return .mapped("the service `\(operation)`")
    }

    private func operation(_ implementation: String) -> String? {
        implementation.hasPrefix("uvmgr:") || implementation.hasPrefix("job:") ? implementation : nil
    }

    private func read(_ part: Int, into service: inout ServiceCall) throws(Refusal) {
        switch kind(part) {
        case "parameter", "header":
            let name = try required(part, "name", of: "uvmgr:\(kind(part))")
            let text = document.elements[part]["value"] ?? document.text(of: part)
            let value = feelValue(
                text, document.elements[part].place,
                language: attribute(part, "language").map(normalisedLanguage) ?? "feel")
            let parameter = ServiceCall.Parameter(name: name, value: value)
            if kind(part) == "header" {
                service.headers.append(parameter)
            } else {
                service.parameters.append(parameter)
            }
        case "retry": try readRetry(part, into: &service.retry)
        default:
            throw Refusal(
                message: "`uvmgr:service` holds no `\(kind(part))`",
                hint: DeploymentFault.Reason.suggestion(
                    for: kind(part), among: ["parameter", "header", "retry"]))
        }
    }

    private func readRetry(_ part: Int, into retry: inout RetryPolicy) throws(Refusal) {
        for attribute in document.elements[part].attributes where attribute.namespace.isEmpty {
            let text = trimmed(attribute.value)
            switch attribute.name {
            case "attempts":
                retry.attempts = Int(try number(text, "attempts", in: 1...1_000_000, isWhole: true))
            case "delay": retry.delay = try span(text, "delay")
            case "factor": retry.factor = try number(text, "factor", in: 1...1000)
            case "jitter": retry.jitter = try number(text, "jitter", in: 0...1)
            case "limit": retry.limit = try span(text, "limit")
            default:
                throw Refusal(
                    message: "`uvmgr:retry` has no attribute `\(attribute.name)`",
                    hint: DeploymentFault.Reason.suggestion(
                        for: attribute.name, among: ["attempts", "delay", "factor", "jitter", "limit"]))
            }
        }
    }

    private func number(
        _ text: String, _ name: String, in range: ClosedRange<Double>, isWhole: Bool = false
    ) throws(Refusal) -> Double {
        guard let value = Double(text), range.contains(value), !isWhole || Int(text) != nil else {
            throw Refusal(
                reason: .extensionValue, message: "`\(name)` is `\(text)`",
                hint: "write a \(isWhole ? "whole " : "")number from \(Int(range.lowerBound)) to "
                    + "\(Int(range.upperBound))")
        }
        return value
    }

    // MARK: - Operations that are known

    /// A service task that names an operation of uvmgr calls it even without parameters.
    mutating func readStandard(_ index: Int) {
        guard let implementation = document.elements[index]["implementation"],
            implementation.hasPrefix("uvmgr:"), settings[id(index)]?.service == nil
        else { return }
        change(index) { $0.service = ServiceCall(operation: implementation) }
    }

    /// Looks, once everything is read, whether each call says what its operation needs.
    mutating func checkServices() {
        if settings.isEmpty { return }
        var checked: Set<String> = []
        for (index, element) in document.elements.enumerated() where element.isModel {
            guard let id = element["id"], let service = settings[id]?.service, checked.insert(id).inserted
            else { continue }
            do { try check(service) } catch { refuse(index, service.operation, error, element.place) }
        }
    }

    private func check(_ service: ServiceCall) throws(Refusal) {
        guard service.operation.hasPrefix("uvmgr:") else { return }
        guard let known = operations[service.operation] else {
            throw Refusal(
                reason: .missingService, message: "uvmgr has no operation `\(service.operation)`",
                hint: DeploymentFault.Reason.suggestion(
                    for: service.operation, among: operations.keys.sorted()))
        }
        let names = service.parameters.map(\.name)
        for name in names where !known.parameters.contains(name) {
            throw Refusal(
                message: "`\(service.operation)` has no parameter `\(name)`",
                hint: DeploymentFault.Reason.suggestion(for: name, among: known.parameters))
        }
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw Refusal(message: "the parameter `\(twice)` is given twice", hint: "keep one of them")
        }
        if !known.oneOf.isEmpty, names.count(where: known.oneOf.contains) != 1 {
            throw Refusal(
                reason: .missingService,
                message: "`\(service.operation)` needs \(known.oneOf.count > 1 ? "exactly one of " : "")"
                    + "`\(known.oneOf.joined(separator: "`, `"))`",
                hint: "add it as a `uvmgr:parameter`")
        }
    }
}

/// What each operation takes, and of which it needs exactly one.
private let operations: [String: (parameters: [String], oneOf: [String])] = [
    "uvmgr:command": (
        ["run", "program", "arguments", "directory", "environment", "input"], ["run", "program"]
    ),
    "uvmgr:http": (["method", "url", "headers", "body", "expect"], ["url"]),
    "uvmgr:gate": (["name"], ["name"]),
    "uvmgr:policy": ([], []), "uvmgr:prepare": ([], []), "uvmgr:clean": ([], []),
]
