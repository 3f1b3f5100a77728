/// What an activity, event or process takes and gives (10.4.1).
public struct InputOutput: Hashable, Sendable {
    public internal(set) var inputs: [DataItem] = []
    public internal(set) var outputs: [DataItem] = []
    /// From the surroundings to the inputs.
    public internal(set) var inputAssociations: [DataAssociation] = []
    /// From the outputs to the surroundings.
    public internal(set) var outputAssociations: [DataAssociation] = []

    public var isEmpty: Bool {
        inputs.isEmpty && outputs.isEmpty && inputAssociations.isEmpty && outputAssociations.isEmpty
    }
}

/// A data input, data output, property or data object.
public struct DataItem: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let item: String?
    public let isCollection: Bool

    /// The variable that holds it: its name, or its id without one.
    public var variable: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? id }
}

/// A copy of data from sources to a target (10.4.2).
public struct DataAssociation: Hashable, Sendable {
    public let id: String?
    public let sources: [String]
    public let target: String?
    public let transformation: ProcessExpression?
    public let assignments: [Assignment]

    public struct Assignment: Hashable, Sendable {
        public let from: ProcessExpression
        public let to: ProcessExpression
    }
}

/// A use of a data object or data store in a process.
public struct DataReference: Hashable, Sendable {
    public let id: String
    /// The data object or data store.
    public let target: String?
    public let isStore: Bool
}

/// Values of a process that messages must fit (8.4.2).
public struct CorrelationSubscription: Hashable, Sendable {
    public let key: String
    public let bindings: [Binding]

    public struct Binding: Hashable, Sendable {
        public let property: String
        public let path: ProcessExpression
    }
}
