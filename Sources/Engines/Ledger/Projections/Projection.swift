public import StructuredData

/// A view of the ledger that is kept in tables for the sake of queries.
///
/// It is a fold: a pure reducer takes the events one by one and says what changes in the tables. The ledger stays the only
/// truth; tables and state can be dropped at any time and made anew from it.
public protocol Projection: Sendable {
    /// Which tables these are.
    static var name: String { get }
    /// Changes with the tables and with the meaning of their columns; what another version made is made anew.
    static var version: Int { get }
    static var tables: [ProjectionTable] { get }

    /// Before the first event.
    init()
    /// Goes on from what ``snapshot`` gave; `nil` if it is none.
    init?(snapshot: JSON)
    /// What the reducer must know beside the tables.
    var snapshot: JSON { get }

    /// Takes the next event in.
    ///
    /// An event of a type that it does not know, or whose payload does not have the shape of its type, changes nothing:
    /// whether a ledger is sound, ``LedgerCheck`` tells.
    mutating func apply(_ event: EventColumns, _ changes: inout [ProjectionChange])
}

/// A table of a projection.
public struct ProjectionTable: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable { case integer = "INTEGER", real = "REAL", text = "TEXT" }

    public let name: String
    public let columns: [(name: String, kind: Kind)]
    /// How many of the first columns tell one row from another.
    public let keyCount: Int
    /// Columns that rows are looked for by.
    public let indexes: [[String]]

    public init(
        _ name: String, key: [(name: String, kind: Kind)], _ columns: [(name: String, kind: Kind)],
        indexes: [[String]] = []
    ) {
        (self.name, self.columns, self.keyCount) = (name, key + columns, key.count)
        self.indexes = indexes
    }

    /// The place of a column.
    ///
    /// - Precondition: There is one of that name.
    public func column(_ name: String) -> Int {
        guard let index = columns.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("`\(self.name)` has no column `\(name)`")
        }
        return index
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.name == b.name && a.keyCount == b.keyCount && a.indexes == b.indexes
            && a.columns.elementsEqual(b.columns, by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(columns.count)
    }
}

/// A value in a row.
public enum ProjectionValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    public init(_ text: String?) { self = text.map(Self.text) ?? .null }
    public init(_ number: Int64?) { self = number.map(Self.integer) ?? .null }
    public init(_ number: Double?) { self = number.map(Self.real) ?? .null }
    public init(_ flag: Bool?) { self = flag.map { .integer($0 ? 1 : 0) } ?? .null }

    public var text: String? { if case .text(let text) = self { text } else { nil } }

    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

    public var real: Double? {
        switch self {
        case .real(let number): number
        case .integer(let number): Double(number)
        case .null, .text: nil
        }
    }
}

/// What an event changes in the tables.
public enum ProjectionChange: Hashable, Sendable {
    /// Puts a whole row in, in place of the one with its key.
    case put(table: Int, [ProjectionValue])
    /// Changes some columns of the row with this key; no row, no change.
    case set(table: Int, key: [ProjectionValue], columns: [Int], to: [ProjectionValue])
    /// Removes the row with this key.
    case remove(table: Int, key: [ProjectionValue])
}
