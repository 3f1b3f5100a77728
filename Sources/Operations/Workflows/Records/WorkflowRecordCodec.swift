import BPMN
import Diagnostics
package import StructuredData

/// Why an event of the ledger cannot be read.
package struct MalformedRecord: Error, Hashable {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension WorkflowRecord {
    /// The payload of the ledger's event.
    package var payload: JSON {
        switch self {
        case .started(let start): start.json
        case .advanced(let advance): advance.json
        case .attemptBegun(let attempt): attempt.json
        case .attemptFailed(let instance, let attempt, let message, let retryAt):
            [
                "instance": .integer(Int64(instance)), "attempt": .integer(Int64(attempt)),
                "message": .string(message), "retryAt": .integer(retryAt),
            ]
        case .migrated(let migration):
            [
                "model": migration.model.json,
                "mapping": .object(migration.mapping.mapValues(JSON.string)),
            ]
        case .offered(let offer): offer.json
        }
    }

    /// Reads an event of the ledger; `nil` for a type that workflows do not have.
    package init?(type: String, payload: JSON) throws(MalformedRecord) {
        switch type {
        case "WorkflowStarted": self = .started(try WorkflowStart(json: payload))
        case "WorkflowAdvanced": self = .advanced(try WorkflowAdvance(json: payload))
        case "WorkAttemptBegun": self = .attemptBegun(try WorkAttempt(json: payload))
        case "WorkAttemptFailed":
            self = .attemptFailed(
                instance: try payload.int("instance"), attempt: try payload.int("attempt"),
                message: try payload.text("message"), retryAt: Int64(try payload.int("retryAt")))
        case "WorkflowMigrated":
            self = .migrated(
                WorkflowMigration(
                    model: try ModelReference(json: payload["model"] ?? .null),
                    mapping: (payload["mapping"]?.object ?? [:]).compactMapValues(\.string)))
        case "TaskOffered": self = .offered(try TaskOffer(json: payload))
        default: return nil
        }
    }
}

extension ModelReference {
    var json: JSON {
        .members(["file": .string(file), "sha256": .string(digest), "text": text.map(JSON.string)])
    }

    init(json: JSON) throws(MalformedRecord) {
        self.init(file: try json.text("file"), digest: try json.text("sha256"), text: json["text"]?.string)
    }
}

extension WorkflowStart {
    var json: JSON {
        .members([
            "model": model.json, "process": .string(process), "program": .string(program),
            "clock": .integer(clock),
            "fork": fork.map { ["instance": .string($0.instance), "version": .integer(Int64($0.version))] },
        ])
    }

    init(json: JSON) throws(MalformedRecord) {
        self.init(
            model: try ModelReference(json: json["model"] ?? .null), process: try json.text("process"),
            program: try json.text("program"), clock: Int64(try json.int("clock")))
        if let origin = json["fork"] {
            fork = ForkOrigin(instance: try origin.text("instance"), version: try origin.int("version"))
        }
    }
}

extension WorkflowAdvance {
    var json: JSON {
        .members([
            "from": .integer(Int64(from)), "events": .array(events.map(\.json)),
            "continues": isContinuation ? true : nil,
            "answers": answers.isEmpty ? nil : .array(answers.map(\.json)),
            "now": moment.map(JSON.integer),
        ])
    }

    init(json: JSON) throws(MalformedRecord) {
        guard let list = json["events"]?.array else { throw MalformedRecord("`events` is no list") }
        var events: [ProcessEvent] = []
        events.reserveCapacity(list.count)
        for item in list {
            do { events.append(try ProcessEvent(json: item)) } catch {
                throw MalformedRecord(error.diagnostic.message)
            }
        }
        var answers: [HostAnswer] = []
        for item in json["answers"]?.array ?? [] { answers.append(try HostAnswer(json: item)) }
        self.init(
            from: try json.int("from"), events: events, isContinuation: json["continues"]?.bool == true,
            answers: answers, moment: json["now"]?.integer)
    }
}

extension HostAnswer {
    var json: JSON {
        switch self {
        case .value(let value): ["value": value]
        case .failure(let message): ["failure": .string(message)]
        }
    }

    init(json: JSON) throws(MalformedRecord) {
        if let value = json["value"] {
            self = .value(value)
        } else {
            self = .failure(try json.text("failure"))
        }
    }
}

extension WorkAttempt {
    var json: JSON {
        [
            "instance": .integer(Int64(instance)), "element": .string(element),
            "attempt": .integer(Int64(attempt)), "key": .string(key), "operation": .string(operation),
            "repeatable": .bool(isRepeatable),
        ]
    }

    init(json: JSON) throws(MalformedRecord) {
        self.init(
            instance: try json.int("instance"), element: try json.text("element"),
            attempt: try json.int("attempt"), key: try json.text("key"),
            operation: try json.text("operation"), isRepeatable: json["repeatable"]?.bool == true)
    }
}

extension JSON {
    fileprivate func text(_ key: String) throws(MalformedRecord) -> String {
        guard let value = self[key]?.string else { throw MalformedRecord("`\(key)` is no text") }
        return value
    }

    fileprivate func int(_ key: String) throws(MalformedRecord) -> Int {
        guard let value = self[key]?.integer else { throw MalformedRecord("`\(key)` is no whole number") }
        return Int(value)
    }
}
