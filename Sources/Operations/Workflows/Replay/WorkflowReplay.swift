import BPMN
package import Ledger
package import StructuredData

/// What came of recomputing an instance from its record.
package struct ReplayReport: Hashable, Sendable {
    /// Where the engine decides otherwise than it did.
    package struct Divergence: Hashable, Sendable {
        /// The number of the step.
        package let version: Int
        /// The event of the ledger it is in.
        package let event: Int
        package let recorded: JSON?
        package let recomputed: JSON?
    }

    /// How many steps were recomputed, up to the divergence.
    package let steps: Int
    package let inputs: Int
    package let divergence: Divergence?
}

/// Recomputes instances: each input of the record is given to the engine again, and what it decides is held against what
/// it decided then.
package struct WorkflowReplay: Sendable {
    private let library: ModelLibrary
    private let services: WorkflowServices

    package init(_ services: WorkflowServices, library: ModelLibrary) {
        (self.services, self.library) = (services, library)
    }

    /// Recomputes one instance; nothing outside is asked, not even for the time.
    ///
    /// - Parameters:
    ///   - events: the instance's stream.
    ///   - id: the instance.
    /// - Returns: how far it went, and the first divergence.
    /// - Throws: ``WorkflowError`` where the record cannot be read.
    package func replay(
        _ events: some Sequence<Event>, of id: String
    ) throws(WorkflowError) -> ReplayReport {
        var state: WorkflowState?
        var (steps, inputs) = (0, 0)
        let evaluator = HostedEvaluator(zones: services.zones)
        for event in events {
            let record: WorkflowRecord?
            do { record = try WorkflowRecord(type: event.type, payload: event.payload) } catch {
                throw .malformedLog(id: id, version: event.version, reason: error.reason)
            }
            switch record {
            case .started(let start):
                state = WorkflowState(id: id, start: start, model: try library.model(start.model, of: id))
            case .advanced(let advance):
                guard let known = state else {
                    throw .malformedLog(id: id, version: event.version, reason: "it has not started")
                }
                let (divergence, next) = recompute(advance, known, evaluator, event.version)
                if let divergence {
                    return ReplayReport(steps: divergence.version - 1, inputs: inputs, divergence: divergence)
                }
                state?.process = next
                steps += advance.events.count
                inputs += advance.parts.count { $0.input != nil }
            case .migrated(let migration):
                try state?.migrate(to: try library.model(migration.model, of: id), migration.mapping)
            case .attemptBegun, .attemptFailed, .offered, nil: break
            }
        }
        guard state != nil else { throw .noSuchWorkflow(id) }
        return ReplayReport(steps: steps, inputs: inputs, divergence: nil)
    }

    private func recompute(
        _ advance: WorkflowAdvance, _ state: WorkflowState, _ evaluator: HostedEvaluator, _ event: Int
    ) -> (ReplayReport.Divergence?, ProcessState) {
        var process = state.process
        let engine = ProcessEngine(state.model.deployment, evaluator: evaluator)
        evaluator.replay(advance.answers)
        evaluator.set(moment: advance.moment ?? 0)
        func divergence(_ offset: Int, _ recorded: JSON?, _ recomputed: JSON?) -> ReplayReport.Divergence {
            ReplayReport.Divergence(
                version: advance.from + offset + 1, event: event, recorded: recorded, recomputed: recomputed)
        }
        guard advance.from == process.version else {
            return (divergence(0, advance.events.first?.json, nil), process)
        }
        for (index, part) in advance.parts.enumerated() {
            guard index == 0 && advance.isContinuation || part.input != nil,
                let outcome = try? engine.handle(
                    part.input ?? .resume, in: &process, budget: part.events.count)
            else { return (divergence(part.events.startIndex, part.events.first?.json, nil), process) }
            for (recorded, offset) in zip(part.events, 0...) {
                let recomputed = offset < outcome.events.count ? outcome.events[offset] : nil
                if recomputed != recorded {
                    return (
                        divergence(part.events.startIndex + offset, recorded.json, recomputed?.json), process
                    )
                }
            }
        }
        return (nil, process)
    }
}
