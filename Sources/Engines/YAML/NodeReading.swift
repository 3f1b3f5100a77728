import Diagnostics
import StructuredData
import Yams

/// Makes values with places of a library's tree, within the limits.
struct NodeReading {
    let source: YAMLSource
    let limits: YAMLLimits
    private var count = 0

    init(source: YAMLSource, limits: YAMLLimits) { (self.source, self.limits) = (source, limits) }

    mutating func node(_ node: Node, depth: Int) throws(YAMLError) -> YAMLNode {
        let mark = node.mark.map(YAMLMark.init) ?? YAMLMark(line: 1, column: 1)
        try spend(1)
        guard depth <= limits.depth else { throw .tooDeep(place: source.place(mark), limit: limits.depth) }
        switch node {
        case .scalar(let scalar):
            return YAMLNode(content: .scalar(try value(scalar, mark)), mark: mark)
        case .sequence(let sequence):
            try expect(node, .seq, mark)
            var elements: [YAMLNode] = []
            for element in sequence { elements.append(try self.node(element, depth: depth + 1)) }
            return YAMLNode(content: .sequence(elements), mark: mark)
        case .mapping(let mapping):
            try expect(node, .map, mark)
            return YAMLNode(content: .mapping(try members(mapping, depth)), mark: mark)
        case .alias:
            throw .malformed(
                place: source.place(mark), excerpt: source.excerpt(mark), reason: "a loose alias")
        }
    }

    private mutating func spend(_ values: Int) throws(YAMLError) {
        count += values
        guard count <= limits.values else { throw .expandsTooFar(file: source.file, limit: limits.values) }
    }

    private func expect(_ node: Node, _ name: Tag.Name, _ mark: YAMLMark) throws(YAMLError) {
        guard node.tag.rawValue == name.rawValue else {
            throw unsupported(mark, tag: node.tag.rawValue)
        }
    }

    private func unsupported(_ mark: YAMLMark, tag: String) -> YAMLError {
        .unsupported(
            place: source.place(mark), excerpt: source.excerpt(mark),
            reason: "the tag `\(tag)` has no meaning here", hint: "leave the tag out")
    }

    // MARK: - Mappings

    private mutating func members(_ mapping: Node.Mapping, _ depth: Int) throws(YAMLError) -> [YAMLNode
        .Member]
    {
        var members: [YAMLNode.Member] = []
        var merged: Set<String> = []
        var own: Set<String> = []
        for (key, value) in mapping {
            let mark = key.mark.map(YAMLMark.init) ?? YAMLMark(line: 1, column: 1)
            let name = try keyName(key, mark)
            let content = try node(value, depth: depth + 1)
            if name == "<<", key.scalar?.style == .plain {
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

    private func keyName(_ key: Node, _ mark: YAMLMark) throws(YAMLError) -> String {
        guard case .scalar(let scalar) = key else {
            throw .unsupported(
                place: source.place(mark), excerpt: source.excerpt(mark), reason: "a key is no text",
                hint: "write a word before the `:`")
        }
        return scalar.string
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

    private func value(_ scalar: Node.Scalar, _ mark: YAMLMark) throws(YAMLError) -> JSON {
        let text = scalar.string
        let tag = scalar.tag.rawValue
        if tag == Tag.Name.implicit.rawValue {
            guard scalar.style == .plain else { return .string(text) }
            guard let value = CoreSchema.value(text) else { throw noJSON(text, mark) }
            return value
        }
        let value = CoreSchema.value(text)
        switch (tag, value) {
        case ("!", _), (Tag.Name.str.rawValue, _): return .string(text)
        case (Tag.Name.null.rawValue, .null?), (Tag.Name.bool.rawValue, .bool?),
            (Tag.Name.int.rawValue, .integer?), (Tag.Name.float.rawValue, .number?):
            return value ?? .null
        case (Tag.Name.float.rawValue, .integer(let whole)?): return .number(Double(whole))
        case (Tag.Name.float.rawValue, nil): throw noJSON(text, mark)
        case (Tag.Name.null.rawValue, _), (Tag.Name.bool.rawValue, _), (Tag.Name.int.rawValue, _),
            (Tag.Name.float.rawValue, _):
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
