/// What the extensions of a file say.
public struct ModelExtensions: Hashable, Sendable {
    /// By the id of the element.
    public let settings: [String: ElementSettings]
    /// What became of each extension, in the order of the file.
    public let notes: DialectNotes
    /// What an executable process must not hold.
    public let faults: [DeploymentFault]
}

extension Definitions {
    /// Reads the extensions of the file, also of one that cannot be deployed.
    public func extensions() -> ModelExtensions {
        var reader = ExtensionReader(document)
        reader.read()
        return ModelExtensions(settings: reader.settings, notes: reader.notes, faults: reader.faults)
    }
}
