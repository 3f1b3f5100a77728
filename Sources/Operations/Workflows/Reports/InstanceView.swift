package import BPMN
import Capabilities
package import StructuredData

/// What there is to tell of an instance.
package struct InstanceView: Sendable {
    package let id: String
    package let standing: WorkflowStanding
    package let start: WorkflowStart
    package let file: String
    /// How many steps it has taken.
    package let steps: Int
    /// Of the first process: its variables, now or at its end.
    package let variables: [String: JSON]
    package let tasks: [OpenTask]
    package let waits: [Wait]
    package let incidents: [OpenIncident]
    /// Work that a service or script has to do, by element.
    package let work: [String]

    /// Something for a person to do.
    package struct OpenTask: Hashable, Sendable {
        package let instance: Int
        package let element: String
        package let name: String?
        package let assignee: String?
        package let groups: String?
        package let instructions: String?
        package let form: String?
    }

    /// Something that has to come from outside, or a time.
    package struct Wait: Hashable, Sendable {
        package let kind: Subscription.Kind
        package let element: String
        /// Of the message or signal.
        package let name: String
        /// In milliseconds since 1970.
        package let due: Int64?
        package let correlation: [String: JSON]
    }

    package struct OpenIncident: Hashable, Sendable {
        package let id: Int
        package let element: String?
        package let kind: Incident.Kind
        package let message: String
    }

    package init(_ state: WorkflowState, standing: WorkflowStanding? = nil) {
        let process = state.process
        (id, start, file, steps) = (state.id, state.start, state.model.file, process.version)
        let ended = process.outcomes.min { $0.key < $1.key }?.value.variables
        variables = process.running.first.map { process.variables(of: $0).merged } ?? ended ?? [:]
        let engine = ProcessEngine(
            state.model.deployment, evaluator: HostedEvaluator(zones: nil))
        let items = process.openWork.compactMap { engine.workItem($0, process) }
        let persons = items.filter { $0.settings.service == nil && ($0.work == .user || $0.work == .manual) }
        tasks = persons.map { OpenTask($0) }
        work = items.filter { item in !persons.contains { $0.instance == item.instance } }.map(\.element)
        // Work that nobody does now, such as that of a process that was killed, waits for nothing but being gone on with.
        let known = standing ?? state.standing
        self.standing = known == .waiting && !work.isEmpty ? .ready : known
        waits = process.waits.map {
            Wait(kind: $0.kind, element: $0.element, name: $0.name, due: $0.due, correlation: $0.correlation)
        }
        incidents = process.incidents.values.sorted { $0.id < $1.id }.map {
            OpenIncident(
                id: $0.id, element: process.element(of: $0.instance, in: state.model.deployment),
                kind: $0.kind, message: $0.message)
        }
    }

    /// The view as JSON.
    package var json: JSON {
        .members([
            "id": .string(id), "state": .string(standing.name),
            "errorCode": { if case .failed(let code?) = standing { .string(code) } else { nil } }(),
            "process": .string(start.process),
            "model": ["file": .string(file), "sha256": .string(start.model.digest)],
            "steps": .integer(Int64(steps)), "variables": .object(variables),
            "tasks": .array(tasks.map(\.json)), "waits": .array(waits.map(\.json)),
            "incidents": .array(incidents.map(\.json)), "work": .array(work.map(JSON.string)),
            "forkOf": start.fork.map { .string($0.instance) },
        ])
    }
}

extension InstanceView.OpenTask {
    fileprivate init(_ item: WorkItem) {
        let people = item.settings.people
        self.init(
            instance: item.instance, element: item.element, name: item.name,
            assignee: people?.assignee?.words, groups: people?.candidateGroups?.words,
            instructions: people?.instructions, form: people?.formKey ?? people?.formID)
    }

    package var json: JSON {
        .members([
            "instance": .integer(Int64(instance)), "element": .string(element), "name": name.map(JSON.string),
            "assignee": assignee.map(JSON.string), "groups": groups.map(JSON.string),
            "instructions": instructions.map(JSON.string), "form": form.map(JSON.string),
        ])
    }
}

extension SettingValue {
    /// What is written there.
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .expression(let expression): "=" + expression.text
        }
    }
}

extension InstanceView.Wait {
    fileprivate var json: JSON {
        .members([
            "kind": .string(kind.rawValue), "element": .string(element),
            "name": name.isEmpty ? nil : .string(name),
            "due": due.map { .string(Instant(milliseconds: $0).rfc3339) },
            "correlation": correlation.isEmpty ? nil : .object(correlation),
        ])
    }
}

extension InstanceView.OpenIncident {
    fileprivate var json: JSON {
        .members([
            "id": .integer(Int64(id)), "element": element.map(JSON.string), "kind": .string(kind.rawValue),
            "message": .string(message),
        ])
    }
}
