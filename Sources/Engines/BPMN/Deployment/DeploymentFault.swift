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
    }

    public let reason: Reason
    public let element: String
    public let message: String
    public let place: ModelPlace
    /// Where `place` is; empty for text without a file.
    public var file = ""
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
        }
    }
}
