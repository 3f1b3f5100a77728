import CYAML
import Diagnostics

/// A document as it is written, with aliases in place of what they stand for.
indirect enum Tree: Sendable {
    case scalar(Scalar)
    case sequence([Tree], tag: String?, mark: YAMLMark)
    case mapping([(key: Scalar, value: Tree)], tag: String?, mark: YAMLMark)

    struct Scalar: Sendable {
        let text: String
        /// As written, resolved to its full name; `nil` without one.
        let tag: String?
        let isPlain: Bool
        let mark: YAMLMark
    }

    var mark: YAMLMark {
        switch self {
        case .scalar(let scalar): scalar.mark
        case .sequence(_, _, let mark), .mapping(_, _, let mark): mark
        }
    }
}

/// Makes a tree of the events of libyaml (YAML 1.1, with which the forms that are read here agree).
struct TreeReading: ~Copyable {
    private let source: YAMLSource
    private let depthLimit: Int
    private var parser = yaml_parser_t()
    private var anchors: [String: Tree] = [:]

    init(_ source: YAMLSource, depthLimit: Int) {
        (self.source, self.depthLimit) = (source, depthLimit)
    }

    /// The tree of the only document; `nil` if there is none.
    mutating func document() throws(YAMLError) -> Tree? {
        guard yaml_parser_initialize(&parser) == 1 else {
            throw .malformed(
                place: SourcePlace(file: source.file), excerpt: nil, reason: "there is no memory")
        }
        defer { yaml_parser_delete(&parser) }
        let bytes = Array(source.text.utf8)
        // The parser reads the bytes while the pointer is valid: all of it happens within this call.
        let result: Result<Tree?, YAMLError> = bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            do throws(YAMLError) { return .success(try whole()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private mutating func whole() throws(YAMLError) -> Tree? {
        var tree: Tree?
        while true {
            let event = try next()
            switch event.kind {
            case YAML_STREAM_END_EVENT: return tree
            case YAML_DOCUMENT_START_EVENT:
                if tree != nil { throw .severalDocuments(place: source.place(event.mark)) }
                tree = try self.tree(try next(), depth: 0)
            default: continue
            }
        }
    }

    private mutating func tree(_ event: Event, depth: Int) throws(YAMLError) -> Tree {
        guard depth <= depthLimit else {
            throw .tooDeep(place: source.place(event.mark), limit: depthLimit)
        }
        let tree: Tree
        switch event.kind {
        case YAML_ALIAS_EVENT:
            guard let known = anchors[event.anchor ?? ""] else {
                throw .malformed(
                    place: source.place(event.mark), excerpt: source.excerpt(event.mark),
                    reason: "found undefined alias")
            }
            return known
        case YAML_SCALAR_EVENT: tree = .scalar(event.scalar)
        case YAML_SEQUENCE_START_EVENT:
            var elements: [Tree] = []
            while true {
                let inner = try next()
                if inner.kind == YAML_SEQUENCE_END_EVENT { break }
                elements.append(try self.tree(inner, depth: depth + 1))
            }
            tree = .sequence(elements, tag: event.tag, mark: event.mark)
        default: tree = .mapping(try members(depth), tag: event.tag, mark: event.mark)
        }
        if let anchor = event.anchor { anchors[anchor] = tree }
        return tree
    }

    private mutating func members(_ depth: Int) throws(YAMLError) -> [(key: Tree.Scalar, value: Tree)] {
        var members: [(key: Tree.Scalar, value: Tree)] = []
        var seen: Set<String> = []
        while true {
            let event = try next()
            if event.kind == YAML_MAPPING_END_EVENT { return members }
            guard case .scalar(let key) = try tree(event, depth: depth + 1) else {
                throw .unsupported(
                    place: source.place(event.mark), excerpt: source.excerpt(event.mark),
                    reason: "a key is no text", hint: "write a word before the `:`")
            }
            guard seen.insert(key.text).inserted else {
                throw .duplicateKey(
                    key.text, place: source.place(event.mark), excerpt: source.excerpt(event.mark))
            }
            members.append((key, try tree(try next(), depth: depth + 1)))
        }
    }

    // MARK: - Events

    /// What is used of an event; libyaml's own is freed at once.
    private struct Event {
        let kind: yaml_event_type_e
        let mark: YAMLMark
        var anchor: String?
        var tag: String?
        var text = ""
        var isPlain = false

        var scalar: Tree.Scalar { Tree.Scalar(text: text, tag: tag, isPlain: isPlain, mark: mark) }
    }

    private mutating func next() throws(YAMLError) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(&parser, &raw) == 1 else { throw fault() }
        defer { yaml_event_delete(&raw) }
        var event = Event(kind: raw.type, mark: YAMLMark(raw.start_mark))
        switch raw.type {
        case YAML_ALIAS_EVENT: event.anchor = string(raw.data.alias.anchor)
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            (event.anchor, event.tag) = (string(scalar.anchor), string(scalar.tag))
            event.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            event.text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        case YAML_SEQUENCE_START_EVENT:
            let start = raw.data.sequence_start
            (event.anchor, event.tag) = (string(start.anchor), string(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = raw.data.mapping_start
            (event.anchor, event.tag) = (string(start.anchor), string(start.tag))
        default: break
        }
        return event
    }

    private func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        text.map { String(cString: $0) }
    }

    private func fault() -> YAMLError {
        let problem = parser.problem.map { String(cString: $0) } ?? "this is no YAML"
        if parser.error == YAML_READER_ERROR {
            let before = source.text.utf8.prefix(parser.problem_offset)
            let line = before.count { $0 == 10 } + 1
            return .malformed(
                place: SourcePlace(file: source.file, line: line), excerpt: nil, reason: problem)
        }
        let mark = YAMLMark(parser.problem_mark)
        let context = parser.context.map { " " + String(cString: $0) } ?? ""
        return .malformed(
            place: source.place(mark), excerpt: source.excerpt(mark), reason: problem + context)
    }
}

extension YAMLMark {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}
