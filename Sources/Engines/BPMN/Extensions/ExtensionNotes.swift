/// What became of one extension of a file.
public struct ImportNote: Hashable, Sendable {
    public enum Outcome: String, Hashable, Sendable {
        /// It does here what it does there.
        case mapped
        /// It does not change what runs; it is kept in the file.
        case ignored
        /// It would change what runs, but has no meaning here.
        case refused
    }

    public let outcome: Outcome
    /// The id of the element it belongs to.
    public let element: String
    /// The extension as written, such as `camunda:topic`.
    public let name: String
    public let message: String
    public let place: ModelPlace
}

extension ImportNote {
    static let notRunByPeer = "SpiffWorkflow does not run it at a script task, nor is it run here"

    /// Whether its author would expect more of it than is done.
    public var isSurprising: Bool { outcome == .ignored && message == Self.notRunByPeer }
}

/// What became of all extensions, in the order of the file.
public typealias DialectNotes = [ImportNote]

/// Why an extension cannot be followed.
struct Refusal: Error {
    var reason = DeploymentFault.Reason.unknownExtension
    let message: String
    let hint: String
}

/// What a reader made of an extension.
enum ExtensionOutcome {
    case mapped(String)
    case ignored(String)
}

extension DeploymentFault.Reason {
    static func suggestion(for name: String, among known: [String]) -> String {
        let nearest = known.min { distance($0, name) < distance($1, name) }
        guard let nearest, distance(nearest, name) <= max(2, name.utf8.count / 3) else {
            return "use one of `\(known.sorted().joined(separator: "`, `"))`"
        }
        return "did you mean `\(nearest)`?"
    }
}

/// How many bytes must be inserted, removed or replaced to make one text of the other (Levenshtein).
private func distance(_ first: String, _ second: String) -> Int {
    let (left, right) = (Array(first.utf8), Array(second.utf8))
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let above = row[column + 1]
            row[column + 1] = min(
                above + 1, row[column] + 1, diagonal + (byte == right[column] ? 0 : 1))
            diagonal = above
        }
    }
    return row[right.count]
}
