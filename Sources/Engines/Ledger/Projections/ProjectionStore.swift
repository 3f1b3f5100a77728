public import StructuredData

/// Keeps the tables of projections.
public protocol ProjectionStore: Sendable {
    /// How far a projection has come; makes its tables, or makes them anew where another version left them.
    func progress<P: Projection>(of projection: P.Type) async throws(LedgerError) -> ProjectionProgress

    /// Applies changes and moves the projection on, both or neither.
    ///
    /// - Returns: False if another process has moved it meanwhile; nothing is changed then.
    func commit<P: Projection>(
        _ projection: P.Type, _ changes: [ProjectionChange], from old: ProjectionProgress,
        to new: ProjectionProgress
    ) async throws(LedgerError) -> Bool

    /// Drops what the projection has.
    func drop<P: Projection>(_ projection: P.Type) async throws(LedgerError)

    /// Gives the space of rows that are gone back to the file system.
    func compact() async throws(LedgerError)

    /// The rows of a table that a query asks for.
    func rows<P: Projection>(
        _ projection: P.Type, _ query: ProjectionQuery
    ) async throws(LedgerError) -> [[ProjectionValue]]
}

/// How far a projection has come.
public struct ProjectionProgress: Hashable, Sendable {
    /// Of the last event that is in the tables; 0 before the first.
    public let position: Int64
    /// The id of that event, by which a ledger that was replaced is noticed.
    public let event: String
    /// What the reducer goes on from.
    public let snapshot: JSON

    public init(position: Int64, event: String, snapshot: JSON) {
        (self.position, self.event, self.snapshot) = (position, event, snapshot)
    }

    /// Before the first event.
    public static let start = ProjectionProgress(position: 0, event: "", snapshot: .null)
}

/// Which rows of a table, in which order.
public struct ProjectionQuery: Hashable, Sendable {
    public enum Comparison: String, Hashable, Sendable {
        case equal = "="
        case less = "<"
        case greater = ">"
        case atLeast = ">="
        case atMost = "<="
        /// Begins with a text.
        case prefix
    }

    public struct Term: Hashable, Sendable {
        public let column: String
        public let comparison: Comparison
        /// ``ProjectionValue/null`` with ``Comparison/equal`` asks for rows without a value.
        public let value: ProjectionValue

        public init(_ column: String, _ comparison: Comparison, _ value: ProjectionValue) {
            (self.column, self.comparison, self.value) = (column, comparison, value)
        }
    }

    public var table: String
    public var terms: [Term]
    /// The columns that decide the order, each with whether the greatest comes first.
    public var order: [(column: String, descending: Bool)]
    public var limit: Int

    public init(
        _ table: String, _ terms: [Term] = [], order: [(column: String, descending: Bool)] = [],
        limit: Int = .max
    ) {
        (self.table, self.terms, self.order, self.limit) = (table, terms, order, limit)
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.table == b.table && a.terms == b.terms && a.limit == b.limit
            && a.order.elementsEqual(b.order, by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(table)
        hasher.combine(terms)
    }
}

/// Brings a projection up to the ledger's end.
///
/// Whoever queries calls this first, so that a query sees every event that was appended before it.
public struct Projector<P: Projection>: Sendable {
    private let log: any EventLog
    private let store: any ProjectionStore

    public init(_ projection: P.Type, of log: any EventLog, in store: any ProjectionStore) {
        (self.log, self.store) = (log, store)
    }

    /// How many events are taken in at once.
    private static var chunk: Int { 4096 }

    /// Takes in what is new.
    ///
    /// - Returns: How many events were taken in.
    public func catchUp() async throws(LedgerError) -> Int64 {
        let end = try await log.size()
        var taken: Int64 = 0
        var (progress, reducer) = try await resume(end)
        var next = try await reduce(reducer, after: progress.position)
        while next.count > 0 {
            let reached = ProjectionProgress(
                position: next.position, event: next.event, snapshot: next.reducer.snapshot)
            let (current, following, before) = (next, next.reducer, progress)
            // While one chunk is written, the next one is read.
            async let written = store.commit(P.self, current.changes, from: before, to: reached)
            async let read = reduce(following, after: reached.position)
            let (isOurs, ahead): (Bool, Chunk)
            do { (isOurs, ahead) = (try await written, try await read) } catch let error as LedgerError {
                throw error
            } catch { throw .failed(path: P.name, operation: "project", reason: "\(error)") }
            if isOurs {
                taken += Int64(current.count)
                (progress, next) = (reached, ahead)
            } else {
                (progress, reducer) = try await resume(end)
                next = try await reduce(reducer, after: progress.position)
            }
        }
        return taken
    }

    /// Drops the tables and makes them anew.
    public func rebuild() async throws(LedgerError) -> Int64 {
        try await store.drop(P.self)
        return try await catchUp()
    }

    /// Where to go on: at the start, if the tables are of another ledger than this.
    private func resume(_ end: Int64) async throws(LedgerError) -> (ProjectionProgress, P) {
        let progress = try await store.progress(of: P.self)
        guard progress.position > 0 else { return (progress, P()) }
        if progress.position <= end,
            try await log.event(at: progress.position).event.id == progress.event,
            let reducer = P(snapshot: progress.snapshot)
        {
            return (progress, reducer)
        }
        try await store.drop(P.self)
        return (try await store.progress(of: P.self), P())
    }

    private struct Chunk: Sendable {
        var reducer: P
        var changes: [ProjectionChange] = []
        var count = 0
        var position: Int64 = 0
        var event = ""
        var idBytes: [UInt8] = []
    }

    private func reduce(_ reducer: P, after position: Int64) async throws(LedgerError) -> Chunk {
        var chunk = try await log.reduce(
            after: position, limit: Self.chunk, into: Chunk(reducer: reducer)
        ) { chunk, event throws(LedgerError) in
            chunk.reducer.apply(event, &chunk.changes)
            chunk.count += 1
            chunk.position = event.position
            chunk.idBytes.removeAll(keepingCapacity: true)
            chunk.idBytes.append(contentsOf: event.id)
        }
        chunk.event = String(decoding: chunk.idBytes, as: UTF8.self)
        return chunk
    }
}
