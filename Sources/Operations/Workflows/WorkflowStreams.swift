import Ledger

/// How the streams of instances are called.
package enum WorkflowStreams {
    /// Instances of their own, as opposed to those within a validation.
    package static let prefix = "workflow/"

    /// What the ids of instances within a validation begin with; the rest is the run's id, and its stream.
    package static let runPrefix = "run/"

    /// The stream of an instance.
    package static func stream(of id: String) -> String {
        id.hasPrefix(runPrefix) ? String(id.dropFirst(runPrefix.count)) : prefix + id
    }

    /// The start of an id that people can type.
    package static func short(_ id: String) -> String {
        id.hasPrefix(runPrefix) ? runPrefix + id.dropFirst(runPrefix.count).prefix(13) : String(id.prefix(13))
    }

    /// The id of the instance that a stream holds; `nil` for other streams.
    package static func instance(of stream: String) -> String? {
        if stream.hasPrefix(prefix) { return String(stream.dropFirst(prefix.count)) }
        return isUUIDv7(stream) ? runPrefix + stream : nil
    }
}
