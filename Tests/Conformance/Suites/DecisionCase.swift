import FEEL
import Foundation

/// One expected result of the compatibility kit of DMN.
struct DecisionCase {
    let test: String
    let decision: String
    let inputs: FEELContext
    let expected: FEELValue
    /// Whether the null that is expected must have been reported.
    let isError: Bool

    /// The cases of a test file.
    static func all(_ root: XMLNode) -> [DecisionCase] {
        root.all("testCase").flatMap { test in
            let inputs = FEELContext(test.all("inputNode").map { ($0["name"] ?? "", value(of: $0)) })
            return test.all("resultNode").map { node in
                DecisionCase(
                    test: test["id"] ?? "", decision: node["name"] ?? "", inputs: inputs,
                    expected: node.first("expected").map(value(of:)) ?? .null,
                    isError: node["errorResult"] == "true")
            }
        }
    }

    private static func value(of element: XMLNode) -> FEELValue {
        if element["nil"] == "true" { return .null }
        if let list = element.first("list") {
            return list["nil"] == "true" ? .null : .list(list.all("item").map(value(of:)))
        }
        let components = element.all("component")
        if !components.isEmpty {
            return .context(FEELContext(components.map { ($0["name"] ?? "", value(of: $0)) }))
        }
        guard let value = element.first("value"), value["nil"] != "true" else { return .null }
        return scalar(value.text, XMLNode.local(value["type"] ?? "string"))
    }

    private static func scalar(_ text: String, _ type: String) -> FEELValue {
        let bare = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return switch type {
        case "string": .string(text)
        case "boolean": .boolean(bare == "true" || bare == "1")
        case "date": FEELDate(bare).map(FEELValue.date) ?? .null
        case "time": FEELTime(bare).map(FEELValue.time) ?? .null
        case "dateTime": FEELDateTime(bare).map(FEELValue.dateTime) ?? .null
        case "duration": FEELValue(duration: bare) ?? .null
        default: FEELNumber(bare).map(FEELValue.number) ?? .string(text)
        }
    }

    /// Whether a value is the expected one; numbers within 10^-8.
    static func isSame(_ a: FEELValue, _ b: FEELValue) -> Bool {
        switch (a, b) {
        case (.number(let a), .number(let b)):
            guard let distance = a.subtracting(b)?.magnitude, let limit = FEELNumber("0.00000001") else {
                return false
            }
            return distance < limit
        case (.list(let a), .list(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
        case (.context(let a), .context(let b)):
            return a.count == b.count && a.entries.allSatisfy { isSame($0.value, b[$0.key] ?? .null) }
        default: return a == b
        }
    }
}
