package import BPMN
package import Ledger
import StructuredData

/// One step of an instance, with when it went on record.
package struct TracedStep: Hashable, Sendable {
    /// Its number, from 1; the state after it is that of this version.
    package let version: Int
    /// In nanoseconds since 1970.
    package let time: Int64
    package let event: ProcessEvent
    /// The element it is about, where there is one.
    package let element: String?
}

/// What happened in an instance, in order, and what that means for each element.
package struct WorkflowTrace: Sendable {
    package private(set) var steps: [TracedStep] = []
    package private(set) var marks: [String: ElementMarks] = [:]
    /// How often each sequence flow was taken.
    package private(set) var flows: [String: Int] = [:]
    package private(set) var start: WorkflowStart?
    private var elements: [Int: String] = [:]
    private var begun: [Int: Int64] = [:]
    private var incidents: [Int: String] = [:]

    /// What is known of an element.
    package struct ElementMarks: Hashable, Sendable {
        package var visits = 0
        package var completed = 0
        package var cancelled = 0
        /// Instances that are at work.
        package var active = 0
        /// The times of all completed instances together, in nanoseconds.
        package var duration: Int64 = 0
        /// Messages of open incidents.
        package var incidents: [String] = []
    }

    package init() {}

    /// Reads an instance's stream.
    ///
    /// - Parameters:
    ///   - events: the stream from its beginning.
    ///   - id: the instance.
    ///   - limit: steps to take in at most.
    /// - Throws: ``WorkflowError/malformedLog(id:version:reason:)``.
    package init(
        of events: some Sequence<Event>, id: String, upTo limit: Int = .max
    ) throws(WorkflowError) {
        for event in events {
            let record: WorkflowRecord?
            do { record = try WorkflowRecord(type: event.type, payload: event.payload) } catch {
                throw .malformedLog(id: id, version: event.version, reason: error.reason)
            }
            switch record {
            case .started(let start): self.start = start
            case .advanced(let advance):
                for (offset, step) in advance.events.enumerated() where advance.from + offset < limit {
                    add(step, version: advance.from + offset + 1, time: event.time)
                }
            case .attemptBegun, .attemptFailed, .migrated, .offered, nil: break
            }
        }
    }

    /// Takes one step in.
    package mutating func add(_ event: ProcessEvent, version: Int, time: Int64) {
        steps.append(TracedStep(version: version, time: time, event: event, element: element(of: event)))
        switch event {
        case .processStarted(let start): elements[start.instance] = start.process
        case .elementActivated(let activation):
            elements[activation.instance] = activation.element
            // A run of a loop is part of the visit that began the loop, and so is its time.
            guard activation.mode != .iteration else { break }
            begun[activation.instance] = time
            marks[activation.element, default: .init()].visits += 1
            marks[activation.element, default: .init()].active += 1
        case .elementCompleted(let instance, _): finish(instance, time) { $0.completed += 1 }
        case .elementCancelled(let instance): finish(instance, time) { $0.cancelled += 1 }
        case .sequenceFlowTaken(_, let flow): flows[flow, default: 0] += 1
        case .incidentRaised(let incident):
            guard let element = elements[incident.instance] else { break }
            incidents[incident.id] = element
            marks[element, default: .init()].incidents.append(incident.message)
        case .incidentResolved(let id):
            if let element = incidents[id] { marks[element]?.incidents.removeAll() }
        default: break
        }
        if steps[steps.count - 1].element == nil, let element = element(of: event) {
            steps[steps.count - 1] = TracedStep(version: version, time: time, event: event, element: element)
        }
    }

    private mutating func finish(_ instance: Int, _ time: Int64, _ change: (inout ElementMarks) -> Void) {
        guard let element = elements[instance], let start = begun.removeValue(forKey: instance) else {
            return
        }
        marks[element]?.active -= 1
        marks[element]?.duration += max(0, time - start)
        if var found = marks[element] {
            change(&found)
            marks[element] = found
        }
    }

    private func element(of event: ProcessEvent) -> String? {
        switch event {
        case .elementActivated(let activation): activation.element
        case .processStarted(let start): start.process
        case .sequenceFlowTaken(_, let flow): flow
        case .tokenArrived(_, let element, _, _), .activityChosen(_, let element): element
        case .subscribed(let subscription): subscription.element
        case .elementCompleted(let id, _), .elementTriggered(let id, _), .elementCancelled(let id),
            .workRequested(let id), .workCompleted(let id, _), .workFailed(let id, _, _),
            .dataBound(let id, _), .variablesSet(let id, _), .loopPlanned(let id, _, _),
            .loopEvaluated(let id, _, _), .loopFinished(let id), .adHocEvaluated(let id, _),
            .errorThrown(let id, _, _), .escalationThrown(let id, _, _), .processCompleted(let id),
            .processFailed(let id, _, _), .processCancelled(let id), .compensationStarted(let id),
            .cancelCaught(let id, _), .variablesAssigned(let id, _):
            elements[id]
        case .incidentRaised(let incident): elements[incident.instance]
        case .incidentResolved(let id): incidents[id]
        case .messageThrown(let message): message.element
        default: nil
        }
    }

    /// When the first and the last step went on record, in nanoseconds since 1970.
    package var span: ClosedRange<Int64>? {
        guard let first = steps.first, let last = steps.last else { return nil }
        return first.time...max(first.time, last.time)
    }

    /// The step that activated an element, the latest of several; `nil` if it was never reached.
    package func activation(of element: String) -> TracedStep? {
        steps.last { step in
            if case .elementActivated(let activation) = step.event {
                activation.element == element && activation.mode != .iteration
            } else {
                false
            }
        }
    }
}
