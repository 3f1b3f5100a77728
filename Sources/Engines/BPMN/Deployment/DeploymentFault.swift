/// Something in a legal model that cannot be executed.
public struct DeploymentFault: Hashable, Sendable {
    /// Why it cannot; the raw value is a stable id.
    public enum Reason: String, Sendable, CaseIterable {
        case notExecutable = "deploy.not-executable"
        case empty = "deploy.empty"
        case noStart = "deploy.no-start"
        case missingCall = "deploy.called-element"
        case missingTrigger = "deploy.trigger"
        case missingHandler = "deploy.compensation-handler"
        case missingCondition = "deploy.condition"
        case missingCardinality = "deploy.cardinality"
        case unsupported = "deploy.unsupported"
        case unknownExtension = "deploy.extension"
        case extensionValue = "deploy.extension-value"
        case missingService = "deploy.service"
        case decision = "deploy.decision"
        case expression = "deploy.expression"
        case script = "deploy.script"
    }

    public let reason: Reason
    public let element: String
    public let message: String
    public let place: ModelPlace
    /// What to do.
    public let hint: String
    /// Where `place` is; empty for text without a file.
    public var file = ""

    init(reason: Reason, element: String, message: String, place: ModelPlace, hint: String? = nil) {
        (self.reason, self.element, self.message, self.place) = (reason, element, message, place)
        self.hint = hint ?? reason.hint
    }
}

extension DeploymentFault.Reason {
    var hint: String {
        switch self {
        case .notExecutable: "set `isExecutable=\"true\"` once the process is complete"
        case .empty, .noStart: "give the process a start event"
        case .missingCall: "name a process or global task of this file"
        case .missingTrigger: "say what the event waits for or throws"
        case .missingHandler: "connect the compensation event with its handler by an association"
        case .missingCondition: "give the flow a condition, or make it the default"
        case .missingCardinality: "give the loop a cardinality or a collection"
        case .unsupported: "use an element that can be executed"
        case .unknownExtension, .extensionValue: "use an extension that is known here, or remove it"
        case .missingService: "bind the task to `uvmgr:command`, `uvmgr:http` or a job"
        case .decision: "decide by a script or by conditions"
        case .expression: "write the expression in FEEL"
        case .script: "put a script task before or after it"
        }
    }
}
