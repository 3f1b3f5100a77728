import Diagnostics
public import StructuredData

/// Changes single keys of a document and leaves every other byte as it is: comments, order, layout, line ends, byte order
/// mark and final line break.
///
/// After every change the new text is read again and compared with what was meant; a change that would have broken the
/// document or touched another key is not made, and is an error.
public struct TOMLEditor: Sendable {
    /// The document as edited so far.
    public private(set) var text: String
    private var document: TOMLDocument

    /// Starts from a document, which must be valid.
    ///
    /// - Parameters:
    ///   - text: A whole document.
    ///   - file: What places in errors are to call it.
    /// - Throws: ``TOMLError/malformed(place:excerpt:reason:)``.
    public init(text: String, file: String) throws(TOMLError) {
        document = try TOMLDocument(parsing: text, file: file)
        self.text = text
    }

    /// Gives a key a value.
    ///
    /// An existing value is replaced where it stands and keeps the comment behind it; of an array only the elements that
    /// differ are rewritten; of a table only the members that differ. A new key goes to the end of its table, which is
    /// appended as a `[table]` if there is none. A string that replaces a date or time and is one itself is written
    /// without quotes.
    ///
    /// - Throws: ``TOMLError/notATable(path:place:)`` if the way to the key leads through a value or an array of tables,
    ///   ``TOMLError/unwritable(path:file:reason:)`` for `null` and the empty path,
    ///   ``TOMLError/unsafeEdit(path:file:reason:)`` if the change cannot be made without touching another key.
    public mutating func set(_ path: [String], to value: JSON) throws(TOMLError) {
        guard !path.isEmpty else { throw unwritable(path, "the path is empty") }
        let wanted = document.value.setting(path[...], to: readBack(value))
        guard let node = document.layout.node(at: path.map { .key($0) }) else {
            return try insert(path, value, wanted)
        }
        guard document.layout.nodes[node].origin != .value else {
            let plan = EditPlan(document)
            let candidates = try writing(path) { () throws(Unwritable) in
                try plan.replacing(node, at: path, with: value)
            }
            return try accept(candidates, [wanted], path)
        }
        var copy = self
        try copy.setTable(path, node, value)
        try accept([copy.text], [wanted], path)
    }

    /// Removes a key with its value and the comment behind it, or a table with all its headers and sub-tables.
    ///
    /// Comments on lines of their own above and below stay.
    ///
    /// - Throws: ``TOMLError/missing(path:file:)`` if there is no such key,
    ///   ``TOMLError/unsafeEdit(path:file:reason:)`` if it cannot be removed without touching another key.
    public mutating func remove(_ path: [String]) throws(TOMLError) {
        guard !path.isEmpty, let node = document.layout.node(at: path.map { .key($0) }) else {
            throw .missing(path: path, file: document.file)
        }
        let wanted = document.value.removals(path)
        let plan = EditPlan(document)
        if let splices = plan.removingLines(of: node) {
            return try accept([plan.applying(splices)], wanted, path)
        }
        var copy = self
        try copy.removeInline(path, node)
        try accept([copy.text], wanted, path)
    }

    /// Adds a `[table]` at the end of the document.
    ///
    /// - Parameters:
    ///   - path: The keys of its header.
    ///   - members: Its keys in order, each with a comment to stand behind the value.
    /// - Throws: ``TOMLError/exists(path:place:)`` if there is such a table already,
    ///   ``TOMLError/unwritable(path:file:reason:)`` for `null`, a key given twice, or a comment over several lines,
    ///   ``TOMLError/notATable(path:place:)`` if a part of the path is a value.
    public mutating func appendTable(
        _ path: [String], _ members: [(key: String, value: JSON, comment: String?)]
    ) throws(TOMLError) {
        guard !path.isEmpty else { throw unwritable(path, "the path is empty") }
        let keys = path.map { TOMLPathElement.key($0) }
        if let node = document.layout.node(at: keys), document.layout.nodes[node].origin != .implicit {
            throw .exists(path: path, place: document.place(of: keys) ?? SourcePlace(file: document.file))
        }
        _ = try tableAncestor(of: path)
        var wanted = document.value.setting(path[...], to: document.value.value(at: path) ?? .object([:]))
        for member in members {
            let whole = path + [member.key]
            guard wanted.value(at: whole) == nil else {
                throw unwritable(whole, "the key is given twice")
            }
            wanted = wanted.setting(whole[...], to: readBack(member.value))
        }
        let plan = EditPlan(document)
        let splice = try writing(path) { () throws(Unwritable) in try plan.appendingTable(path, members) }
        try accept([plan.applying([splice])], [wanted], path)
    }
}

extension TOMLEditor {
    /// Makes the first text the document that reads back as one of the values wanted.
    private mutating func accept(_ candidates: [String], _ wanted: [JSON], _ path: [String]) throws(TOMLError)
    {
        var reason = "the result would not be valid"
        for candidate in candidates {
            do {
                let result = try TOMLDocument(parsing: candidate, file: document.file)
                if wanted.contains(result.value) {
                    (text, document) = (candidate, result)
                    return
                }
                reason = "the result would read differently"
            } catch .malformed(_, _, let fault) {
                reason = "the result would not be valid (\(fault))"
            }
        }
        throw .unsafeEdit(path: path, file: document.file, reason: reason)
    }

    private func unwritable(_ path: [String], _ reason: String) -> TOMLError {
        .unwritable(path: path, file: document.file, reason: reason)
    }

    private func writing<Result>(
        _ path: [String], _ body: () throws(Unwritable) -> Result
    ) throws(TOMLError) -> Result {
        do { return try body() } catch { throw unwritable(path, error.reason) }
    }

    /// The innermost table on the way to `path` that exists, and how many keys lead to it.
    private func tableAncestor(of path: [String]) throws(TOMLError) -> (table: Int, depth: Int) {
        var table = 0
        for (depth, key) in path.dropLast().enumerated() {
            guard case .table(let members) = document.layout.nodes[table].content,
                let next = members[key]
            else { return (table, depth) }
            guard case .table = document.layout.nodes[next].content else {
                let way = Array(path[...depth])
                let place = document.place(of: way.map { .key($0) }) ?? SourcePlace(file: document.file)
                throw .notATable(path: way, place: place)
            }
            table = next
        }
        return (table, path.count - 1)
    }

    private mutating func insert(_ path: [String], _ value: JSON, _ wanted: JSON) throws(TOMLError) {
        let (table, depth) = try tableAncestor(of: path)
        let plan = EditPlan(document)
        let splice = try writing(path) { () throws(Unwritable) in
            try plan.inserting(value, at: path, into: table, depth: depth)
        }
        try accept([plan.applying([splice])], [wanted], path)
    }

    /// Changes the members of a table that stands over several lines, or puts a value in its place.
    private mutating func setTable(_ path: [String], _ node: Int, _ value: JSON) throws(TOMLError) {
        guard let members = value.object, case .table(let old) = document.layout.nodes[node].content else {
            try remove(path)
            return try set(path, to: value)
        }
        for key in old.keys.sorted() where members[key] == nil { try remove(path + [key]) }
        for (key, value) in members.sorted(by: { $0.key < $1.key })
        where document.value.value(at: path + [key]) != readBack(value) {
            try set(path + [key], to: value)
        }
    }

    /// Removes a key of an inline table: one `key = value`, or all that a dotted key was used for.
    private mutating func removeInline(_ path: [String], _ node: Int) throws(TOMLError) {
        if document.layout.nodes[node].origin == .dotted,
            case .table(let members) = document.layout.nodes[node].content
        {
            for key in members.keys.sorted() { try remove(path + [key]) }
            return
        }
        let plan = EditPlan(document)
        try accept([plan.applying([plan.removingInline(node)])], document.value.removals(path), path)
    }
}
