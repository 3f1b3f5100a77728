import FEEL
import Foundation

/// As much of a decision model as it takes to evaluate its expressions: requirements, types, boxed expressions.
final class DecisionModel {
    /// A part of decision models that the expression language alone does not have.
    struct Unsupported: Error, CustomStringConvertible {
        let what: String
        var description: String { what }
    }

    private let root: XMLNode
    private let byID: [String: XMLNode]
    let types: [String: FEELType]
    /// How often an expression or a conversion gave null for a reason.
    var reportCount = 0
    private let memberNames: [String]
    /// How many decisions and functions are being looked at within each other.
    private var depth = 0

    init(_ bytes: [UInt8]) throws {
        root = try XMLNode.read(bytes)
        byID = Dictionary(root.children.compactMap { child in child["id"].map { ($0, child) } }) { $1 }
        let definitions = root.all("itemDefinition")
        types = Dictionary(
            definitions.compactMap { item in item["name"].map { ($0, Self.type(of: item)) } }
        ) { $1 }
        memberNames = Self.members(of: definitions)
    }

    private static func members(of items: [XMLNode]) -> [String] {
        items.flatMap { item in
            item.all("itemComponent").compactMap { $0["name"] } + members(of: item.all("itemComponent"))
        }
    }

    private static func type(of item: XMLNode) -> FEELType {
        var type = FEELType.any
        if let reference = item.first("typeRef")?.text {
            type = Self.type(named: reference)
        } else if let function = item.first("functionItem") {
            let parameters = function.all("parameters").map { Self.type(named: $0["typeRef"]) }
            type = .function(parameters, Self.type(named: function["outputTypeRef"]))
        } else if !item.all("itemComponent").isEmpty {
            type = .context(
                item.all("itemComponent").map { FEELField(name: $0["name"] ?? "", type: Self.type(of: $0)) })
        }
        return item["isCollection"] == "true" ? .list(type) : type
    }

    static func type(named reference: String?) -> FEELType {
        guard var name = reference?.trimmingCharacters(in: .whitespacesAndNewlines) else { return .any }
        if name.hasPrefix("feel:") { name = String(name.dropFirst(5)) }
        return FEELType.simple[name] ?? .named(name)
    }

    /// A clock that stands still, and the zones of the machine.
    private static let world = FEELEnvironment(
        now: FEELDateTime("2024-02-29T10:30:00Z"), zones: MachineTimeZones.all)

    func environment(_ variables: FEELContext) -> FEELEnvironment {
        var environment = Self.world
        environment.types = types
        environment.variables = variables
        return environment
    }

    /// The value of a decision.
    func decide(_ name: String, _ inputs: FEELContext) throws -> FEELValue {
        guard let decision = root.all("decision").first(where: { $0["name"] == name }) else {
            throw Unsupported(what: "there is no decision \(name)")
        }
        return try value(of: decision, inputs)
    }

    private func value(of decision: XMLNode, _ inputs: FEELContext) throws -> FEELValue {
        try enter()
        defer { depth -= 1 }
        let type = Self.type(named: decision.first("variable")?["typeRef"])
        let value = try boxed(of: decision, try scope(of: decision, inputs))
        return convert(value, to: type)
    }

    func convert(_ value: FEELValue, to type: FEELType) -> FEELValue {
        if let converted = value.converted(to: type, in: environment(FEELContext())) { return converted }
        reportCount += 1
        return .null
    }

    /// What the requirements of an element put in its scope.
    private func scope(of element: XMLNode, _ inputs: FEELContext) throws -> FEELContext {
        var scope = FEELContext()
        for requirement in element.all("informationRequirement") + element.all("knowledgeRequirement") {
            for reference in requirement.children {
                let required = try target(of: reference["href"])
                guard let name = required["name"] else { continue }
                switch required.local {
                case "inputData":
                    let type = Self.type(named: required.first("variable")?["typeRef"])
                    scope[name] = convert(inputs[name] ?? .null, to: type)
                case "decision": scope[name] = try inputs[name] ?? value(of: required, inputs)
                case "businessKnowledgeModel": scope[name] = try function(of: required, inputs)
                default: throw Unsupported(what: required.local)
                }
            }
        }
        return scope
    }

    private func target(of href: String?) throws -> XMLNode {
        let parts = (href ?? "").split(separator: "#", omittingEmptySubsequences: false)
        let isLocal = parts.first?.isEmpty == true || parts.first.map(String.init) == root["namespace"]
        guard parts.count == 2, isLocal, let element = byID[String(parts[1])] else {
            throw Unsupported(what: "import")
        }
        return element
    }

    /// Requirements in a circle would never end.
    private func enter() throws {
        depth += 1
        if depth > 60 {
            depth -= 1
            throw Unsupported(what: "requirements in a circle")
        }
    }

    private func function(of model: XMLNode, _ inputs: FEELContext) throws -> FEELValue {
        try enter()
        defer { depth -= 1 }
        guard let logic = model.first("encapsulatedLogic") else { throw Unsupported(what: "no logic") }
        return try function(logic, try scope(of: model, inputs), resultOf: model.first("variable"))
    }

    private func function(
        _ definition: XMLNode, _ scope: FEELContext, resultOf variable: XMLNode? = nil
    ) throws -> FEELValue {
        let parameters = definition.all("formalParameter").map {
            FEELField(name: $0["name"] ?? "", type: Self.type(named: $0["typeRef"]))
        }
        guard definition["kind"] ?? "FEEL" == "FEEL" else { throw Unsupported(what: "external") }
        let body = definition.children.first { Self.expressions.contains($0.local) }
        guard let body else { throw Unsupported(what: "no body") }
        let type = Self.type(named: body["typeRef"] ?? variable?["typeRef"])
        let result: FEELType = if case .named = type, types[type.description] == nil { .any } else { type }
        // Only what the engine can check crosses to its function; the tree itself stays here.
        let tree = Tree(element: body, model: self, scope: scope)
        return .function(
            FEELFunction(parameters: parameters, result: result) { (values) throws(FEELError) in
                do { return try tree.value(parameters, values) } catch let error as FEELError {
                    throw error
                } catch {
                    throw .host("\(error)")
                }
            })
    }

    private struct Tree: @unchecked Sendable {
        let element: XMLNode
        let model: DecisionModel
        let scope: FEELContext

        func value(_ parameters: [FEELField], _ values: [FEELValue]) throws -> FEELValue {
            var inner = scope
            for (parameter, value) in zip(parameters, values) { inner[parameter.name] = value }
            return try model.boxed(element, inner)
        }
    }

    static let expressions: Set<String> = [
        "literalExpression", "context", "invocation", "functionDefinition", "relation", "list", "conditional",
        "for",
        "some", "every", "filter", "decisionTable",
    ]

    func boxed(of parent: XMLNode, _ scope: FEELContext) throws -> FEELValue {
        guard let expression = parent.children.first(where: { Self.expressions.contains($0.local) }) else {
            throw Unsupported(what: "no expression")
        }
        return try boxed(expression, scope)
    }

    func boxed(_ element: XMLNode, _ scope: FEELContext) throws -> FEELValue {
        switch element.local {
        case "literalExpression":
            let value = try evaluate(element.expressionText ?? "", scope)
            return convert(value, to: Self.type(named: element["typeRef"]))
        case "context": return try context(element, scope)
        case "invocation": return try invocation(element, scope)
        case "functionDefinition": return try function(element, scope)
        case "list": return .list(try element.children.filter(isExpression).map { try boxed($0, scope) })
        case "decisionTable": return try table(element, scope)
        case "relation":
            let columns = element.all("column").map { $0["name"] ?? "" }
            return .list(
                try element.all("row").map { row in
                    let cells = try row.children.filter(isExpression).map { try boxed($0, scope) }
                    return .context(FEELContext(zip(columns, cells)))
                })
        case "conditional":
            let condition = try withParts(element, ["if"], scope) { $0[0] }
            // The boxed form alone insists on a condition (DMN 1.5, 10.2.2.9).
            guard condition.isNull || condition.boolean != nil else {
                reportCount += 1
                return .null
            }
            return try withParts(element, ["if", "then", "else"], scope) {
                "if \($0[0]) then \($0[1]) else \($0[2])"
            }
        case "filter": return try withParts(element, ["in", "match"], scope) { "\($0[0])[\($0[1])]" }
        case "for", "some", "every":
            let variable = element["iteratorVariable"] ?? ""
            let last = element.local == "for" ? "return" : "satisfies"
            return try withParts(element, ["in", last], scope) {
                "\(element.local) \(variable) in \($0[0]) \(last) \($0[1])"
            }
        default: throw Unsupported(what: element.local)
        }
    }

    private func isExpression(_ element: XMLNode) -> Bool { Self.expressions.contains(element.local) }

    /// Boxed expressions of literal expressions are those of the language in other clothes.
    private func withParts(
        _ element: XMLNode, _ names: [String], _ scope: FEELContext, _ compose: ([String]) -> String
    ) throws -> FEELValue {
        var texts: [String] = []
        for name in names {
            guard let text = element.first(name)?.first("literalExpression")?.expressionText else {
                throw Unsupported(what: "boxed in \(element.local)")
            }
            texts.append("(\(text))")
        }
        return try evaluate(compose(texts), scope)
    }

    private func context(_ element: XMLNode, _ scope: FEELContext) throws -> FEELValue {
        var (inner, result) = (scope, FEELContext())
        for entry in element.all("contextEntry") {
            var value = try boxed(of: entry, inner)
            guard let variable = entry.first("variable"), let name = variable["name"] else { return value }
            if let type = variable["typeRef"] { value = convert(value, to: Self.type(named: type)) }
            inner[name] = value
            result[name] = value
        }
        return .context(result)
    }

    private func invocation(_ element: XMLNode, _ scope: FEELContext) throws -> FEELValue {
        guard let callee = element.first("literalExpression")?.expressionText else {
            throw Unsupported(what: "callee")
        }
        var inner = scope
        var arguments: [String] = []
        for (index, binding) in element.all("binding").enumerated() {
            let name = binding.first("parameter")?["name"] ?? ""
            inner["argument\(index)"] = try boxed(of: binding, scope)
            arguments.append("\(name): argument\(index)")
        }
        return try evaluate("\(callee)(\(arguments.joined(separator: ", ")))", inner)
    }

    func names(_ scope: FEELContext) -> FEELNames {
        var names = FEELNames(of: scope)
        names.members += memberNames
        return names
    }

    func evaluate(_ text: String, _ scope: FEELContext) throws -> FEELValue {
        do {
            let expression = try FEELExpression(parsing: text, names: names(scope))
            let outcome = try expression.outcome(in: environment(scope))
            reportCount += outcome.reports.count
            return outcome.value
        } catch FEELError.externalFunction {
            throw Unsupported(what: "external")
        } catch {
            reportCount += 1
            return .null
        }
    }
}
