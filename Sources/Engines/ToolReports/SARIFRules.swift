/// What a result needs of its rule (section 3.49).
struct SARIFRule {
    let id: String
    let level: SARIFLog.Level?
    /// Texts with placeholders, by id.
    let messages: [String: String]
}

/// A tool or one of its extensions (3.19).
struct SARIFComponent {
    let name: String
    let version: String?
    let rules: [SARIFRule]
    private let indices: [String: Int]

    func rule(_ id: String) -> SARIFRule? { indices[id].map { rules[$0] } }

    init(_ component: JSONCursor) throws(ToolReportError) {
        name = try component.member("name").string()
        let semantic = try component.optional("semanticVersion")?.string()
        version = if let semantic { semantic } else { try component.optional("version")?.string() }
        var rules: [SARIFRule] = []
        for entry in try component.optional("rules")?.elements() ?? [] { rules.append(try SARIFRule(entry)) }
        self.rules = rules
        indices = Dictionary(rules.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
    }
}

extension SARIFRule {
    fileprivate init(_ entry: JSONCursor) throws(ToolReportError) {
        id = try entry.member("id").string()
        level = try entry.optional("defaultConfiguration")?.optional("level").map(sarifLevel)
        var messages: [String: String] = [:]
        for (key, value) in try entry.optional("messageStrings")?.members() ?? [] {
            messages[key] = try value.member("text").string()
        }
        self.messages = messages
    }
}

func sarifLevel(_ word: JSONCursor) throws(ToolReportError) -> SARIFLog.Level {
    guard let level = SARIFLog.Level(rawValue: try word.string()) else {
        throw word.wrong("`error`, `warning`, `note` or `none`")
    }
    return level
}

/// The text of a message: its own, or that of its rule by id, with its arguments filled in (3.11).
func message(_ message: JSONCursor, _ rule: SARIFRule?) throws(ToolReportError) -> String {
    let own = try message.optional("text")?.string()
    let id = try message.optional("id")?.string()
    guard let template = own ?? id.flatMap({ rule?.messages[$0] }) else { throw message.wrong("a `text`") }
    var arguments: [String] = []
    for argument in try message.optional("arguments")?.elements() ?? [] {
        arguments.append(try argument.string())
    }
    return filled(template, arguments)
}

/// Replaces `{0}`; `{{` and `}}` stand for braces, but only in a text with arguments, as most tools do not escape others.
private func filled(_ template: String, _ arguments: [String]) -> String {
    guard !arguments.isEmpty else { return template }
    var result = ""
    var rest = template[...]
    while let first = rest.first {
        if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
            result.append(first)
            rest = rest.dropFirst(2)
        } else if first == "{", let close = rest.firstIndex(of: "}"),
            let index = Int(rest[..<close].dropFirst()),
            arguments.indices.contains(index)
        {
            result += arguments[index]
            rest = rest[close...].dropFirst()
        } else {
            result.append(first)
            rest = rest.dropFirst()
        }
    }
    return result
}
