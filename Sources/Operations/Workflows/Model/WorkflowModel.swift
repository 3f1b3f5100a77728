package import BPMN
package import Capabilities
import Diagnostics
import Digests
import ProcessLanguages

/// A BPMN model that was checked and can be run.
package struct WorkflowModel: Sendable {
    /// What messages call it.
    package let file: String
    /// The file as it was read.
    package let text: String
    /// SHA-256 of the file.
    package let digest: String
    /// The model with its extensions settled.
    package var definitions: Definitions { deployment.definitions }
    package let deployment: Deployment
    /// Whether anything in it depends on the time.
    package let usesTime: Bool
    /// Whether an expression, as opposed to a script, is in a language that the host runs.
    package let asksHost: Bool

    /// SHA-256 of a file.
    package static func digest(of bytes: [UInt8]) -> String { SHA256Digest(of: bytes).hex }

    /// The longest file, in bytes.
    package static let sizeLimit = 16 << 20

    /// Checks a model: its form, the rules of BPMN, what can be executed, and its expressions.
    ///
    /// - Throws: ``WorkflowError/model(_:)``, ``WorkflowError/faults(_:)`` or ``WorkflowError/tooLarge(file:size:limit:)``.
    package init(_ bytes: [UInt8], file: String) throws(WorkflowError) {
        guard bytes.count <= Self.sizeLimit else {
            throw .tooLarge(file: file, size: bytes.count, limit: Self.sizeLimit)
        }
        let read = try Definitions.read(bytes, file: file)
        do throws(BPMNError) { deployment = try Deployment(read, file: file) } catch { throw .model(error) }
        let definitions = deployment.definitions
        let faults = definitions.expressionFaults(file: file, bytes)
        guard faults.isEmpty else { throw .faults(faults) }
        self.file = file
        text = String(decoding: bytes, as: UTF8.self)
        digest = SHA256Digest(of: bytes).hex
        let expressions = definitions.executableExpressions
        usesTime = expressions.contains(where: \.mayBeLiteral)
        asksHost = expressions.contains { !$0.isScript && $0.expression.knownLanguage == .python }
    }

    /// Reads a model from a file.
    package init(path: String, shownAs file: String, files: some FileSystem) throws(WorkflowError) {
        let (size, bytes): (Int64, [UInt8])
        do throws(FileError) {
            size = try files.status(path)?.size ?? 0
            bytes = size > Self.sizeLimit ? [] : try files.read(path)
        } catch {
            throw .file(error)
        }
        guard size <= Self.sizeLimit else {
            throw .tooLarge(file: file, size: Int(size), limit: Self.sizeLimit)
        }
        try self.init(bytes, file: file)
    }

    /// The process that is meant when none is named: the only one, or the only one that starts without a trigger.
    ///
    /// - Throws: ``WorkflowError/ambiguousProcess(file:candidates:)`` or ``WorkflowError/model(_:)``.
    package func process(named name: String?) throws(WorkflowError) -> String {
        let all = deployment.processes
        if let name {
            guard all.contains(name) else { throw .model(.unknownProcess(name, known: all)) }
            return name
        }
        if all.count == 1 { return all[0] }
        let plain = all.filter(deployment.startsPlainly)
        guard plain.count == 1 else { throw .ambiguousProcess(file: file, candidates: all) }
        return plain[0]
    }

    /// All flow nodes of executable processes, in the order of the file.
    package var nodes: [FlowNode] {
        definitions.processes.filter(\.isExecutable).flatMap { Self.nodes(in: $0.body) }
    }

    private static func nodes(in scope: FlowScope) -> [FlowNode] {
        scope.nodes.flatMap { node in
            if case .subProcess(let process) = node.kind { [node] + nodes(in: process.body) } else { [node] }
        }
    }

    package func node(_ id: String) -> FlowNode? { nodes.first { $0.id == id } }
}
