/// Whose extensions a file is written with.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
    /// Standard BPMN without extensions that are known here.
    case plain
    /// `urn:uvmgr:bpmn:1`.
    case uvmgr
    /// SpiffWorkflow.
    case spiff
    /// Camunda 7.
    case camunda7
    /// Camunda 8, that is Zeebe.
    case camunda8

    /// The namespace of its extensions.
    public var namespace: String? {
        switch self {
        case .plain: nil
        case .uvmgr: "urn:uvmgr:bpmn:1"
        case .spiff: "http://spiffworkflow.org/bpmn/schema/1.0/core"
        case .camunda7: "http://camunda.org/schema/1.0/bpmn"
        case .camunda8: "http://camunda.org/schema/zeebe/1.0"
        }
    }

    /// The language of expressions and scripts when a file names none.
    public var language: String {
        switch self {
        case .plain, .uvmgr, .camunda8: "feel"
        case .spiff: "python"
        case .camunda7: "juel"
        }
    }

    /// Whether it is another product's.
    var isPeer: Bool { self == .spiff || self == .camunda7 || self == .camunda8 }

    /// The prefix that messages name its extensions by.
    var prefix: String {
        switch self {
        case .plain: ""
        case .uvmgr: "uvmgr"
        case .spiff: "spiffworkflow"
        case .camunda7: "camunda"
        case .camunda8: "zeebe"
        }
    }

    init?(namespace: String) {
        // Nearly every element is of the model, and nearly every attribute of no namespace at all.
        guard !namespace.isEmpty, namespace != Namespace.model,
            let found = Self.allCases.first(where: { $0.namespace == namespace })
        else { return nil }
        self = found
    }
}

extension XMLDocument {
    /// The dialect that a file is written in: the one it names itself, else the peer whose namespace it declares.
    var dialect: Dialect {
        if let named = root.attributes.first(where: {
            $0.namespace == Dialect.uvmgr.namespace && $0.name == "dialect"
        }) {
            return Dialect(rawValue: named.value) ?? .uvmgr
        }
        switch root.attributes.first(where: { $0.name == "executionPlatform" })?.value {
        case "Camunda Cloud": return .camunda8
        case "Camunda Platform": return .camunda7
        default: break
        }
        // What is used is declared.
        var found: Set<Dialect> = []
        for element in elements {
            for attribute in element.attributes
            where attribute.prefix == "xmlns" || attribute.prefix.isEmpty && attribute.name == "xmlns" {
                if let dialect = Dialect(namespace: attribute.value) { found.insert(dialect) }
            }
        }
        return [.spiff, .camunda8, .camunda7, .uvmgr].first { found.contains($0) } ?? .plain
    }
}
