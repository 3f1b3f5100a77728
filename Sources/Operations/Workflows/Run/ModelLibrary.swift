import BPMN
import Digests
package import Ledger
import Synchronization

/// Finds the models of instances: on record, among those that come with the program, or in a file that the user names.
package final class ModelLibrary: Sendable {
    private let builtins: [String: @Sendable () -> [UInt8]]
    /// Read from a file that was named, by digest.
    private let known: Mutex<[String: WorkflowModel]>

    package init(
        builtins: [String: @Sendable () -> [UInt8]] = [:], named: [WorkflowModel] = []
    ) {
        self.builtins = builtins
        known = Mutex(Dictionary(named.map { ($0.digest, $0) }) { first, _ in first })
    }

    /// The model of a reference.
    package func model(
        _ reference: ModelReference, of id: String
    ) throws(WorkflowError) -> WorkflowModel {
        if let model = known.withLock({ $0[reference.digest] }) { return model }
        let bytes: [UInt8]
        if let text = reference.text {
            bytes = Array(text.utf8)
        } else if let builtin = builtins[reference.digest] {
            bytes = builtin()
        } else {
            throw .missingModel(id: id, digest: reference.digest, file: reference.file)
        }
        let model = try WorkflowModel(bytes, file: reference.file)
        guard model.digest == reference.digest else { throw .otherModel(id: id, file: reference.file) }
        known.withLock { $0[reference.digest] = model }
        return model
    }

    /// The fold of an instance's stream.
    package func state(
        of id: String, in store: any EventStore, upTo steps: Int = .max
    ) async throws(WorkflowError) -> WorkflowState {
        let events: [Event]
        do { events = try await store.read(stream: WorkflowStreams.stream(of: id)) } catch {
            throw .ledger(error)
        }
        return try WorkflowState(folding: events, of: id, upTo: steps) { (reference) throws(WorkflowError) in
            try model(reference, of: id)
        }
    }
}
