/// What a BPMN 2.0 file defines (BPMN 2.0.2, 8.1).
///
/// The typed parts are what can be executed or what execution needs. ``document`` keeps the whole file, so that diagrams,
/// extensions and everything else that is not executed survives reading and writing.
public struct Definitions: Hashable, Sendable {
    public let id: String?
    public let name: String?
    public let targetNamespace: String
    /// The language of expressions that name none; `nil` when the file names none either.
    public let expressionLanguage: String?
    public internal(set) var items: [ItemDefinition] = []
    public internal(set) var messages: [Message] = []
    public internal(set) var signals: [Signal] = []
    public internal(set) var errors: [ProcessError] = []
    public internal(set) var escalations: [Escalation] = []
    public internal(set) var operations: [Operation] = []
    public internal(set) var dataStores: [DataStore] = []
    public internal(set) var correlationProperties: [CorrelationProperty] = []
    public internal(set) var collaborations: [Collaboration] = []
    public internal(set) var processes: [Process] = []
    public internal(set) var globalTasks: [GlobalTask] = []
    /// The file as it was read.
    public let document: XMLDocument
    /// Whose extensions it is written with.
    public let dialect: Dialect

    init(
        id: String?, name: String?, targetNamespace: String, expressionLanguage: String?,
        document: XMLDocument
    ) {
        (self.id, self.name, self.targetNamespace) = (id, name, targetNamespace)
        (self.expressionLanguage, self.document) = (expressionLanguage, document)
        dialect = document.dialect
    }

    /// The process of that id.
    public func process(_ id: String) -> Process? { processes.first { $0.id == id } }
}

/// A kind of data (8.4.10).
public struct ItemDefinition: Hashable, Sendable {
    public let id: String
    public let structure: String?
    public let isCollection: Bool
}

/// A message that flows between participants (8.4.11).
public struct Message: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let item: String?

    /// The name that messages are matched by: its own, or its id without one.
    public var key: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? id }
}

/// A signal, broadcast to whoever listens (10.5.1).
public struct Signal: Hashable, Sendable {
    public let id: String
    public let name: String?

    /// The name that signals are matched by: its own, or its id without one.
    public var key: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? id }
}

/// A BPMN error (8.4.3); matched by its code.
public struct ProcessError: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let code: String?
}

/// An escalation (8.4.4); matched by its code.
public struct Escalation: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let code: String?
}

/// An operation of an interface (8.4.13).
public struct Operation: Hashable, Sendable {
    public let id: String
    public let name: String
    public let interface: String
    public let inMessage: String?
    public let outMessage: String?
}

/// A store that outlives a process instance (10.4.1).
public struct DataStore: Hashable, Sendable {
    public let id: String
    public let name: String?

    public var key: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? id }
}

/// A property that tells conversations apart (8.4.2).
public struct CorrelationProperty: Hashable, Sendable {
    public let id: String
    /// How its value is taken from each message, by message id.
    public let retrievals: [Retrieval]

    public struct Retrieval: Hashable, Sendable {
        public let message: String
        public let path: ProcessExpression
    }
}

/// Participants and the messages between them (9.2).
public struct Collaboration: Hashable, Sendable {
    public let id: String?
    public let participants: [Participant]
    public let messageFlows: [MessageFlow]
    public let correlationKeys: [CorrelationKey]
}

/// A partner in a collaboration; its process is `nil` for a black box.
public struct Participant: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let process: String?
}

/// A message's way from one element or participant to another (9.3).
public struct MessageFlow: Hashable, Sendable {
    public let id: String
    public let source: String
    public let target: String
    public let message: String?
}

/// Properties that are equal for all messages of one conversation (8.4.2).
public struct CorrelationKey: Hashable, Sendable {
    public let id: String
    public let properties: [String]
}

/// A task that call activities share (10.3.6).
public struct GlobalTask: Hashable, Sendable {
    public let id: String
    public let name: String?
    public let work: WorkKind
    public let data: InputOutput
    public let place: ModelPlace
}
