/// What extension elements say about an element, in the words of no vendor.
///
/// Tasks that ask for work hand all of it to the host, which runs ``before``, evaluates ``inputs``, does the work, evaluates
/// ``outputs`` and runs ``after``, and answers with what shall be kept. On elements without work the engine does it.
public struct ElementSettings: Hashable, Sendable {
    /// What a service, send or business rule task calls.
    public var service: ServiceCall?
    /// The variable that takes the result of a script or decision.
    public var resultVariable: String?
    /// Scripts that run before and after an element's own work, in order.
    public var before: [AttachedScript] = []
    public var after: [AttachedScript] = []
    /// Values that an element works with, each in sight of those before it.
    public var inputs: [VariableMapping] = []
    /// Values that an element leaves behind, evaluated over its own variables and the results of its work.
    public var outputs: [VariableMapping] = []
    /// Whether the results of the work are kept besides ``outputs``; without outputs they always are.
    public var keepsResults = false
    /// Who does a user task, and how.
    public var people: HumanTask?
    /// The decision that a business rule task asks for.
    public var decision: DecisionCall?
    /// What a call activity passes on and takes back.
    public var call: CallSettings?
    /// What is sent with a message, and where a received one goes.
    public var message: MessageSettings?
    /// Of a message: what it and whoever waits for it must have in common.
    ///
    /// Over the variables of who waits it gives what is expected, over the payload what came; a payload with a member
    /// `correlationKey` says so itself.
    public var correlationKey: ProcessExpression?
    /// What correlation properties of a message must be equal to, by the id of the property.
    public var correlations: [VariableMapping] = []
    /// The items of a multi-instance activity.
    public var loop: LoopSettings?
    /// What the element does instead of its own work.
    public var script: AttachedScript?

    public init() {}

    public var isEmpty: Bool { self == ElementSettings() }
}

/// A value in an extension: text as it is, or an expression.
public enum SettingValue: Hashable, Sendable {
    case text(String)
    case expression(ProcessExpression)
}

/// A value under a name.
public struct VariableMapping: Hashable, Sendable {
    /// A variable, or with dots a member of it.
    public var target: String
    public var source: SettingValue

    public init(target: String, source: SettingValue) { (self.target, self.source) = (target, source) }
}

/// A script beside an element's own work.
public struct AttachedScript: Hashable, Sendable {
    /// `feel`, `python` or another name as the file gives it.
    public var language: String
    public var text: String
    /// Of a looping activity: whether it runs once, around all runs, rather than in each.
    public var runsOnce: Bool
    public let place: ModelPlace

    public init(language: String, text: String, runsOnce: Bool = false, place: ModelPlace? = nil) {
        (self.language, self.text, self.runsOnce) = (language, text, runsOnce)
        self.place = place ?? ModelPlace(line: 0, column: 0)
    }
}

/// Who does a user task, when and with which form.
public struct HumanTask: Hashable, Sendable {
    public var assignee: SettingValue?
    /// Names joined by commas, or an expression that gives a list.
    public var candidateUsers: SettingValue?
    public var candidateGroups: SettingValue?
    /// A moment of ISO 8601, or an expression that gives one.
    public var due: SettingValue?
    public var followUp: SettingValue?
    public var priority: SettingValue?
    /// A form by its key (where it is) or its id.
    public var formKey: String?
    public var formID: String?
    /// What the person reads: text, in Spiff a Jinja template of Markdown.
    public var instructions: String?

    public init() {}
}

/// A decision that has to be made elsewhere.
public struct DecisionCall: Hashable, Sendable {
    public var id: SettingValue

    public init(id: SettingValue) { self.id = id }
}

/// What a call activity passes on and takes back.
public struct CallSettings: Hashable, Sendable {
    /// The process that is called, where the call activity does not name it itself.
    public var process: String?
    /// Whether the called process sees all variables, or the inputs of the call alone.
    public var passesAll = true
    /// Whether all variables of the called process come back, or the outputs of the call alone.
    public var returnsAll = true

    public init(process: String? = nil, passesAll: Bool = true, returnsAll: Bool = true) {
        (self.process, self.passesAll, self.returnsAll) = (process, passesAll, returnsAll)
    }
}

/// The contents of a message.
public struct MessageSettings: Hashable, Sendable {
    /// What is sent; without it the data inputs are.
    public var payload: ProcessExpression?
    /// The variable that takes what is received; without it each member becomes a variable.
    public var variable: String?

    public init(payload: ProcessExpression? = nil, variable: String? = nil) {
        (self.payload, self.variable) = (payload, variable)
    }
}

/// The items of a multi-instance activity and what becomes of them.
public struct LoopSettings: Hashable, Sendable {
    /// Gives the list of items.
    public var collection: ProcessExpression?
    /// The variable that holds the item of an instance.
    public var item: String?
    /// The variable that takes the list of results.
    public var outputs: String?
    /// The result of one instance.
    public var output: ProcessExpression?

    public init() {}
}
