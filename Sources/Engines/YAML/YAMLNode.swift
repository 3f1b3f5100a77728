public import StructuredData

/// A value of a document and where it stands.
public struct YAMLNode: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// Null, a truth value, a number or a text.
        case scalar(JSON)
        case sequence([YAMLNode])
        /// The members in the order of the file; those of merged mappings stand where their `<<` does.
        case mapping([Member])
    }

    /// A key with its value; keys are unique in their mapping.
    public struct Member: Hashable, Sendable {
        public let key: String
        /// Where the key stands.
        public let mark: YAMLMark
        public let value: YAMLNode
    }

    public let content: Content
    /// Where it begins; of an alias, where what it stands for begins.
    public let mark: YAMLMark
}

/// A position in a document; both count from 1, columns in Unicode scalars.
public struct YAMLMark: Hashable, Sendable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
}

extension YAMLNode {
    /// The members of a mapping; `nil` for anything else.
    public var members: [Member]? { if case .mapping(let members) = content { members } else { nil } }
    /// The elements of a sequence; `nil` for anything else.
    public var elements: [YAMLNode]? { if case .sequence(let elements) = content { elements } else { nil } }
    /// The value of a scalar; `nil` for anything else.
    public var scalar: JSON? { if case .scalar(let value) = content { value } else { nil } }

    /// The member of a mapping.
    public subscript(_ key: String) -> YAMLNode? { members?.first { $0.key == key }?.value }

    /// What it means, without places.
    public var value: JSON {
        switch content {
        case .scalar(let value): value
        case .sequence(let elements): .array(elements.map(\.value))
        case .mapping(let members):
            .object(Dictionary(members.map { ($0.key, $0.value.value) }) { first, _ in first })
        }
    }
}
