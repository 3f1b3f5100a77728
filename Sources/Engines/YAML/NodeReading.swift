import Diagnostics
import StructuredData

/// Makes values with places of a library's tree, within the limits.
struct NodeReading {
    let source: YAMLSource
    let limits: YAMLLimits
    private var count = 0

    init(source: YAMLSource, limits: YAMLLimits) { (self.source, self.limits) = (source, limits) }

    mutating func node(_ node: Tree, depth: Int) throws(YAMLError) -> YAMLNode {
        let mark = node.mark
        try spend(1)
        guard depth <= limits.depth else { throw .tooDeep(place: source.place(mark), limit: limits.depth) }
        switch node {
        case .scalar(let scalar): return YAMLNode(content: .scalar(try value(scalar, mark)), mark: mark)
        case .sequence(let sequence, let tag, _):
            try expect(tag, "seq", mark)
            var elements: [YAMLNode] = []
            for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
            return YAMLNode(content: .sequence(elements), mark: mark)
        case .mapping(let mapping, let tag, _):
            try expect(tag, "map", mark)
            return YAMLNode(content: .mapping(try members(mapping, depth)), mark: mark)
        }
    }

    private mutating func spend(_ values: Int) throws(YAMLError) {
        count += values
        guard count <= limits.values else { throw .expandsTooFar(file: source.file, limit: limits.values) }
    }

    private func expect(_ tag: String?, _ name: String, _ mark: YAMLMark) throws(YAMLError) {
        if let tag, tag != Self.core + name { throw unsupported(mark, tag: tag) }
    }

    /// What the tags of the core schema begin with.
    private static let core = "tag:yaml.org,2002:"

    private func unsupported(_ mark: YAMLMark, tag: String) -> YAMLError {
        .unsupported(
            place: source.place(mark), excerpt: source.excerpt(mark),
            reason: "the tag `\(tag)` has no meaning here", hint: "leave the tag out")
    }

    // MARK: - Mappings

    private mutating func members(
        _ mapping: [(key: Tree.Scalar, value: Tree)], _ depth: Int
    ) throws(YAMLError) -> [YAMLNode.Member] {
        var members: [YAMLNode.Member] = []
        var merged: Set<String> = []
        var own: Set<String> = []
        for (key, value) in mapping {
            let (mark, name) = (key.mark, key.text)
            let content = try node(value, depth: depth + 1)
            if name == "<<", key.isPlain {
                for member in try self.members(merging: content) {
                    try spend(1)
                    if !own.contains(member.key), merged.insert(member.key).inserted {
                        members.append(member)
                    }
                }
                continue
            }
            if merged.remove(name) != nil { members.removeAll { $0.key == name } }
            own.insert(name)
            members.append(YAMLNode.Member(key: name, mark: mark, value: content))
        }
        return members
    }

    /// The members that `<<` brings: those of a mapping, or of several, of which the first that has a key wins.
    private func members(merging content: YAMLNode) throws(YAMLError) -> [YAMLNode.Member] {
        if let members = content.members { return members }
        if let elements = content.elements, elements.allSatisfy({ $0.members != nil }) {
            return elements.flatMap { $0.members ?? [] }
        }
        throw .unsupported(
            place: source.place(content.mark), excerpt: source.excerpt(content.mark),
            reason: "`<<` merges mappings, and this is none", hint: "name a mapping: `<<: *anchor`")
    }

    // MARK: - Scalars

    private func value(_ scalar: Tree.Scalar, _ mark: YAMLMark) throws(YAMLError) -> JSON {
        let text = scalar.text
        guard let tag = scalar.tag else {
            guard scalar.isPlain else { return .string(text) }
            guard let value = CoreSchema.value(text) else { throw noJSON(text, mark) }
            return value
        }
        let value = CoreSchema.value(text)
        switch (tag.hasPrefix(Self.core) ? String(tag.dropFirst(Self.core.count)) : tag, value) {
        case ("!", _), ("str", _): return .string(text)
        case ("null", .null?), ("bool", .bool?), ("int", .integer?), ("float", .number?):
            return value ?? .null
        case ("float", .integer(let whole)?): return .number(Double(whole))
        case ("float", nil): throw noJSON(text, mark)
        case ("null", _), ("bool", _), ("int", _), ("float", _):
            throw .unsupported(
                place: source.place(mark), excerpt: source.excerpt(mark),
                reason: "`\(text)` is not what its tag `\(tag)` says", hint: "leave the tag out")
        default: throw unsupported(mark, tag: tag)
        }
    }

    private func noJSON(_ text: String, _ mark: YAMLMark) -> YAMLError {
        .unsupported(
            place: source.place(mark), excerpt: source.excerpt(mark),
            reason: "`\(text)` is a number that JSON does not have", hint: "put it in quotes if it is a text")
    }
}
