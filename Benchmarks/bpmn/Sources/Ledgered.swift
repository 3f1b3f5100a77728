import BPMN
import Capabilities
import Files
import Foundation
import Ledger
import SQLiteStore
import StructuredData
import Synchronization
import Workflows

/// A ledger on disk and all that instances need beside it.
struct Ledgered {
    let folder: String
    let store: SQLiteStore
    let runs: WorkflowRuns

    init(_ folder: String, _ name: String) throws {
        self.folder = folder
        store = try SQLiteStore(path: "\(folder)/\(name).db")
        runs = Self.runs(store, folder)
    }

    static func runs(_ store: SQLiteStore, _ folder: String) -> WorkflowRuns {
        var handlers = WorkHandlers()
        handlers["job:note"] = NoteHandler()
        let services = WorkflowServices(
            store: store, files: LiveFileSystem(), locks: FileLocks(), clock: SystemClock(),
            random: { UInt64.random(in: 0...UInt64.max) }, sleep: { _ in }, handlers: handlers,
            scripts: ScaleScripts(), actor: "bench", program: "0", lockFolder: folder + "/locks")
        return WorkflowRuns(services, library: ModelLibrary(), project: folder)
    }

    /// Starts an instance and drives it to its end.
    ///
    /// - Returns: how many elements it completed, and how many steps of the engine that took.
    func complete(
        _ model: WorkflowModel, parallel: Int = 1, stepLimit: Int = 10_000_000
    ) async throws -> (id: String, elements: Int, events: Int) {
        let counter = Counter()
        let instance = try await runs.start(
            model, process: model.process(named: nil), observer: counter, stepLimit: stepLimit)
        guard try await runs.drive(instance, DriveOptions(parallel: parallel)),
            await instance.standing == .completed
        else { throw WrongResult(what: model.file) }
        return (instance.id, counter.elements, await instance.state.process.version)
    }
}

/// Counts the elements that completed.
final class Counter: WorkflowObserver {
    private let count = Mutex(0)

    var elements: Int { count.withLock(\.self) }

    func workflowChanged(_ event: ProcessEvent, state: ProcessState) {
        if case .elementCompleted = event { count.withLock { $0 += 1 } }
    }
}

/// Work outside of the ledger that takes no time, so that what is measured is the record.
struct NoteHandler: WorkHandler {
    let actsOutside = true

    func fault(of call: ServiceCall) -> String? { nil }
    func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON { .null }
}
