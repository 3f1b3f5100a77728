public import Diagnostics

/// Why a diagram could not be drawn.
public enum ProcessDiagramsError: DiagnosableError, Hashable {
    /// No diagram, collaboration, process or subprocess has that id.
    case unknownPlane(String, known: [String])
    /// The model has no process and no collaboration that could be drawn.
    case nothingToDraw
    /// More shapes and lines than a diagram may have.
    case tooLarge(elements: Int, limit: Int)

    public var diagnostic: Diagnostic {
        switch self {
        case .unknownPlane(let id, let known):
            Diagnostic(
                code: "diagram.unknown-plane", message: "there is no diagram of `\(id)`",
                hint: nearest(id, among: known).map { "did you mean `\($0)`?" } ?? choices(known))
        case .nothingToDraw:
            Diagnostic(
                code: "diagram.nothing-to-draw", message: "the model has nothing that can be drawn",
                hint: "add a `process` or a `collaboration`")
        case .tooLarge(let elements, let limit):
            Diagnostic(
                code: "diagram.too-large",
                message: "a diagram of \(elements) elements is more than the \(limit) that can be drawn",
                hint: "draw one process or subprocess of it")
        }
    }

    /// A diagram often has the id of what it shows.
    private func choices(_ known: [String]) -> String? {
        var ids: [String] = []
        for id in known where !ids.contains(id) { ids.append(id) }
        return ids.isEmpty ? nil : "use one of `\(ids.prefix(10).joined(separator: "`, `"))`"
    }
}
