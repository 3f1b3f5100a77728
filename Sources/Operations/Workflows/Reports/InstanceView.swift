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
    /// Ad-hoc subprocesses of which activities can be chosen.
    package let choices: [AdHocChoice]
    package let waits: [Wait]
    /// Messages that came and that nothing has taken.
    package let kept: [ThrownMessage]
    package let incidents: [OpenIncident]
    /// Work that a service or script has to do, by element.
    package let work: [String]
    /// Work that failed and is tried again, by when that is due.
    package let retries: [Retry]

    /// Something for a person to do.
    package struct OpenTask: Hashable, Sendable {
        package let instance: Int
        package let element: String
        package let name: String?
        package let assignee: String?
        package let users: String?
        package let groups: String?
        package let due: String?
        package let instructions: String?
        package let form: String?
        /// What could not be computed of it, a sentence each.
        package let problems: [String]
    }

    /// An attempt that is due later.
    package struct Retry: Hashable, Sendable {
        package let instance: Int
        package let element: String
        /// The number of the next attempt.
        package let attempt: Int
        /// In milliseconds since 1970.
        package let due: Int64
        /// Why the one before failed.
        package let message: String
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
        tasks = persons.map { OpenTask($0, state.offers[$0.instance]) }
        let others = items.filter { item in !persons.contains { $0.instance == item.instance } }
        work = others.map(\.element)
        retries = others.compactMap { Retry($0, state.attempts[$0.instance]) }.sorted { $0.due < $1.due }
        choices = process.choices(in: state.model.deployment)
        kept = process.keptMessages
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
            "schema": "uvmgr.workflow/1", "id": .string(id), "state": .string(standing.name),
            "errorCode": { if case .failed(let code?) = standing { .string(code) } else { nil } }(),
            "process": .string(start.process),
            "model": ["file": .string(file), "sha256": .string(start.model.digest)],
            "steps": .integer(Int64(steps)), "variables": .object(variables),
            "tasks": .array(tasks.map(\.json)), "choices": .array(choices.map(\.json)),
            "waits": .array(waits.map(\.json)), "kept": .array(kept.map(\.json)),
            "incidents": .array(incidents.map(\.json)), "work": .array(work.map(JSON.string)),
            "retries": .array(retries.map(\.json)),
            "forkOf": start.fork.map { .string($0.instance) },
        ])
    }
}

extension InstanceView.OpenTask {
    fileprivate init(_ item: WorkItem, _ offer: TaskOffer?) {
        let people = item.settings.people
        func said(_ part: TaskOffer.Part) -> String? {
            offer?.values[part] ?? people?.setting(part)?.words
        }
        self.init(
            instance: item.instance, element: item.element, name: item.name, assignee: said(.assignee),
            users: said(.candidateUsers), groups: said(.candidateGroups), due: said(.due),
            instructions: said(.instructions), form: people?.formKey ?? people?.formID,
            problems: offer?.problems ?? [])
    }

    package var json: JSON {
        .members([
            "instance": .integer(Int64(instance)), "element": .string(element), "name": name.map(JSON.string),
            "assignee": assignee.map(JSON.string), "users": users.map(JSON.string),
            "groups": groups.map(JSON.string), "due": due.map(JSON.string),
            "instructions": instructions.map(JSON.string), "form": form.map(JSON.string),
            "problems": problems.isEmpty ? nil : .array(problems.map(JSON.string)),
        ])
    }
}

extension InstanceView.Retry {
    fileprivate init?(_ item: WorkItem, _ attempts: WorkflowState.AttemptState?) {
        guard let attempts, let due = attempts.retryAt else { return nil }
        self.init(
            instance: item.instance, element: item.element, attempt: attempts.last.attempt + 1, due: due,
            message: attempts.message ?? "")
    }

    fileprivate var json: JSON {
        [
            "instance": .integer(Int64(instance)), "element": .string(element),
            "attempt": .integer(Int64(attempt)), "due": .string(Instant(milliseconds: due).rfc3339),
            "message": .string(message),
        ]
    }
}

extension AdHocChoice {
    package var json: JSON {
        .members([
            "instance": .integer(Int64(scope)), "element": .string(element), "name": name.map(JSON.string),
            "activities": .array(activities.map(JSON.string)), "awaited": .bool(isAwaited),
            "condition": condition.map(JSON.string),
        ])
    }
}

extension ThrownMessage {
    fileprivate var json: JSON {
        .members([
            "name": .string(name), "payload": payload,
            "correlation": correlation.isEmpty ? nil : .object(correlation),
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
