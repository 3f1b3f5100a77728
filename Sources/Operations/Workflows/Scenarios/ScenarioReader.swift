import BPMN
import Diagnostics
import StructuredData
import YAML

/// Reads scenario files strictly: every key is known, and every fault is told with its place.
struct ScenarioReader {
    struct Content {
        var model = ""
        var process: String?
        var threshold: Expectation.Placed<Double>?
        var scenarios: [Scenario] = []
    }

    /// The members of a mapping that may be there, by key.
    typealias Members = [String: YAMLNode.Member]

    let document: YAMLDocument
    private(set) var faults: [Diagnostic] = []

    init(_ document: YAMLDocument) { self.document = document }

    // MARK: - Faults

    mutating func fault(_ code: String, _ message: String, _ mark: YAMLMark, hint: String? = nil) {
        faults.append(
            Diagnostic(
                code: "scenario.\(code)", message: message, place: document.place(mark),
                excerpt: document.excerpt(mark), hint: hint))
    }

    /// The members of a mapping, of which all are allowed.
    mutating func members(
        _ node: YAMLNode, of what: String, _ allowed: [String], required: [String] = [],
        orPrefix prefix: String? = nil
    ) -> Members? {
        guard let members = node.members else {
            fault(
                "form", "\(what) is a mapping", node.mark,
                hint: "write `key: value` lines with \(quoted(allowed))")
            return nil
        }
        var found: Members = [:]
        for member in members {
            if allowed.contains(member.key) {
                found[member.key] = member
            } else if let prefix, member.key.hasPrefix(prefix) {
                continue
            } else {
                fault(
                    "unknown-key", "\(what) has no key `\(member.key)`", member.mark,
                    hint: nearest(member.key, among: allowed).map { "did you mean `\($0)`?" }
                        ?? "known are \(quoted(allowed))")
            }
        }
        for key in required where found[key] == nil {
            fault("missing-key", "\(what) needs the key `\(key)`", node.mark)
        }
        return found
    }

    // MARK: - Values

    mutating func text(_ node: YAMLNode, _ what: String) -> String? {
        if case .string(let text)? = node.scalar, !text.isEmpty { return text }
        // `version: 1.0` and the like: what was written is not known any more.
        fault("form", "\(what) is a text", node.mark, hint: "put it in quotes")
        return nil
    }

    mutating func texts(_ node: YAMLNode, _ what: String) -> [Expectation.Placed<String>] {
        guard let elements = node.elements else {
            return text(node, what).map { [Expectation.Placed(value: $0, mark: node.mark)] } ?? []
        }
        return elements.compactMap { element in
            text(element, what).map { Expectation.Placed(value: $0, mark: element.mark) }
        }
    }

    mutating func list(_ node: YAMLNode, _ what: String) -> [YAMLNode] {
        if let elements = node.elements { return elements }
        fault("form", "\(what) is a list", node.mark, hint: "write each of them after `- `")
        return []
    }

    mutating func variables(_ node: YAMLNode, _ what: String) -> [String: JSON] {
        if let members = node.value.settled().object { return members }
        if node.scalar != .null {
            fault("form", "\(what) are a mapping of names to values", node.mark)
        }
        return [:]
    }

    mutating func span(_ node: YAMLNode, _ what: String) -> TimeSpan? {
        if let text = node.scalar?.string, let span = TimeSpan(iso: text),
            span.milliseconds >= 0, span.months >= 0
        {
            return span
        }
        fault(
            "time", "\(what) is a length of time", node.mark, hint: "write it as `PT2H`, `P1DT30M` or `PT5S`")
        return nil
    }

    mutating func instant(_ node: YAMLNode, _ what: String) -> TimeInstant? {
        if let text = node.scalar?.string, let time = TimeInstant(iso: text) { return time }
        fault("time", "\(what) is a moment", node.mark, hint: "write it as `2026-01-05T09:00:00Z`")
        return nil
    }

    mutating func flag(_ node: YAMLNode, _ what: String) -> Bool {
        if let value = node.scalar?.bool { return value }
        fault("form", "\(what) is `true` or `false`", node.mark)
        return false
    }

    mutating func choice(_ node: YAMLNode, _ what: String, _ allowed: [String]) -> String? {
        if let text = node.scalar?.string, allowed.contains(text) { return text }
        let written = node.scalar?.string
        fault(
            "value", "\(what) is one of \(quoted(allowed))", node.mark,
            hint: written.flatMap { nearest($0, among: allowed) }.map { "did you mean `\($0)`?" })
        return nil
    }

    func quoted(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
