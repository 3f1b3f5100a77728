package import Diagnostics
package import YAML

/// A file of scenarios for one model; `docs/workflow-tests.md` describes the format.
package struct ScenarioFile: Hashable, Sendable {
    /// What messages call it.
    package let file: String
    /// The model as the file names it, relative to the file's own folder.
    package let model: String
    /// Which process of the model; `nil` where only one can be meant.
    package let process: String?
    /// How much of the model the scenarios have to cover, in percent, and where that is said.
    package let threshold: Expectation.Placed<Double>?
    package let scenarios: [Scenario]
    private let document: YAMLDocument

    /// The longest file, in bytes.
    package static let sizeLimit = 1 << 20

    /// Reads a file.
    ///
    /// - Throws: ``WorkflowError/faults(_:)`` with everything that is wrong, each with its place.
    package init(parsing bytes: [UInt8], file: String) throws(WorkflowError) {
        let document: YAMLDocument
        do {
            document = try YAMLDocument(
                parsing: bytes, file: file, limits: YAMLLimits(size: Self.sizeLimit))
        } catch {
            throw .faults([error.diagnostic])
        }
        var reader = ScenarioReader(document)
        let content = reader.content()
        guard reader.faults.isEmpty, let content else { throw .faults(reader.faults) }
        (self.file, self.document) = (file, document)
        (model, process, threshold) = (content.model, content.process, content.threshold)
        scenarios = content.scenarios
    }

    /// Where the model is: its name joined to the folder of this file.
    package var modelPath: String {
        guard !model.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return model }
        return file[...slash] + model
    }

    /// A place in the file.
    package func place(_ mark: YAMLMark) -> SourcePlace { document.place(mark) }

    /// What went wrong at a place of the file.
    func diagnostic(_ code: String, _ message: String, _ mark: YAMLMark, hint: String? = nil) -> Diagnostic {
        Diagnostic(
            code: "scenario.\(code)", message: message, place: document.place(mark),
            excerpt: document.excerpt(mark), hint: hint, exit: .no)
    }
}
