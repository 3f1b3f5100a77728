/// An expression as it is written; what it means is the ``ExpressionEvaluator``'s matter.
public struct ProcessExpression: Hashable, Sendable {
    /// Its text without surrounding blanks.
    public let text: String
    /// The language it names itself, or that of the file.
    public let language: String?
    /// Whether it is a formal expression (`xsi:type="tFormalExpression"`, 8.4.7).
    public let isFormal: Bool
    public let place: ModelPlace

    public init(_ text: String, language: String? = nil, isFormal: Bool = true, place: ModelPlace? = nil) {
        (self.text, self.language, self.isFormal) = (text, language, isFormal)
        self.place = place ?? ModelPlace(line: 0, column: 0)
    }
}

/// A definition of what an event throws or catches (10.5.5).
public struct EventDefinition: Hashable, Sendable {
    public let id: String?
    public let trigger: Trigger
    public let place: ModelPlace

    public enum Trigger: Hashable, Sendable {
        /// `message` is the id of a message, if the model names one.
        case message(message: String?, operation: String?)
        case signal(String?)
        case timer(Timer)
        case conditional(ProcessExpression)
        case error(String?)
        case escalation(String?)
        case compensation(activity: String?, waits: Bool)
        case cancel
        case terminate
        case link(name: String?, target: String?, sources: [String])
    }

    /// When a timer event fires (10.5.5.9).
    public enum Timer: Hashable, Sendable {
        case date(ProcessExpression)
        case duration(ProcessExpression)
        case cycle(ProcessExpression)
        /// A model that is not executable need not say when.
        case unspecified
    }
}

/// How often an activity runs (10.3.8).
public indirect enum LoopCharacteristics: Hashable, Sendable {
    case standard(StandardLoop)
    case multiInstance(MultiInstance)
}

/// A loop by a condition (10.3.8.1).
public struct StandardLoop: Hashable, Sendable {
    public let testBefore: Bool
    public let maximum: ProcessExpression?
    public let condition: ProcessExpression?
}

/// One instance for each item or number (10.3.8.2).
public struct MultiInstance: Hashable, Sendable {
    public let isSequential: Bool
    public internal(set) var cardinality: ProcessExpression?
    public internal(set) var inputCollection: String?
    public internal(set) var outputCollection: String?
    public internal(set) var inputItem: String?
    public internal(set) var outputItem: String?
    public internal(set) var completionCondition: ProcessExpression?
    public internal(set) var behavior: Behavior
    /// The list of items, where an extension computes it.
    public internal(set) var collection: ProcessExpression?
    /// The value of ``outputItem`` after an instance, where an extension computes it.
    public internal(set) var output: ProcessExpression?

    /// Which event is thrown when an instance completes.
    public enum Behavior: Hashable, Sendable {
        case all
        /// Upon each; the event is the id of an event definition.
        case none(event: EventDefinition?)
        case one(event: EventDefinition?)
        case complex([ComplexBehavior])
    }

    public struct ComplexBehavior: Hashable, Sendable {
        public let condition: ProcessExpression
        public let events: [EventDefinition]
    }
}
