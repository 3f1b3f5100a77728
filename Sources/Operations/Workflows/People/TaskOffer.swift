import BPMN
import StructuredData

/// Who shall do a task, when and how, as it was said when the task was opened.
package struct TaskOffer: Hashable, Sendable {
    package let instance: Int
    /// By the names that `uvmgr:task` has for them; only what had to be computed.
    package var values: [Part: String] = [:]
    /// What has no value, and why.
    package var problems: [String] = []

    /// What is said of a task.
    package enum Part: String, Hashable, Sendable, CaseIterable {
        case assignee, candidateUsers, candidateGroups, due, followUp, priority, instructions
    }

    package init(instance: Int) { self.instance = instance }
}

extension HumanTask {
    /// What is said of a task, as it is written.
    func setting(_ part: TaskOffer.Part) -> SettingValue? {
        switch part {
        case .assignee: assignee
        case .candidateUsers: candidateUsers
        case .candidateGroups: candidateGroups
        case .due: due
        case .followUp: followUp
        case .priority: priority
        case .instructions: instructions.map(SettingValue.text)
        }
    }

    /// Whether anything of it depends on variables.
    var isComputed: Bool {
        TaskOffer.Part.allCases.contains { part in
            switch setting(part) {
            case .expression: true
            case .text(let text): part == .instructions && InstructionTemplate(text).hasValues
            case nil: false
            }
        }
    }
}

extension JSON {
    /// A value as people read it: text without quotes, lists with commas.
    var words: String {
        switch self {
        case .string(let text): text
        case .array(let items): items.map(\.words).joined(separator: ", ")
        default: String(decoding: canonicalBytes, as: UTF8.self)
        }
    }
}

extension WorkAttemptRun {
    /// Computes who shall do the task, over what the task sees.
    func offer(_ people: HumanTask) async -> TaskOffer {
        var offer = TaskOffer(instance: item.instance)
        let view: [String: JSON]
        do { view = try await inputView() } catch {
            offer.problems.append("inputs: \(error.message)")
            return offer
        }
        for part in TaskOffer.Part.allCases {
            switch people.setting(part) {
            case .expression(let expression):
                do {
                    let value = try await value(.expression(expression), view)
                    if !value.isNull { offer.values[part] = value.words }
                } catch {
                    offer.problems.append("\(part.rawValue): \(error.message)")
                }
            case .text(let text) where part == .instructions:
                let template = InstructionTemplate(text)
                if template.hasValues { offer.values[part] = template.filled(view) }
            case .text, nil: break
            }
        }
        return offer
    }

    /// The variables that the task sees, with its inputs.
    private func inputView() async throws(WorkFailure) -> [String: JSON] {
        var view = item.variables.merged
        view.merge(item.inputs) { _, input in input }
        for mapping in item.settings.inputs { try await set(mapping, in: &view) }
        return view
    }
}

extension TaskOffer {
    var json: JSON {
        var members: [String: JSON] = ["instance": .integer(Int64(instance))]
        for (part, value) in values { members[part.rawValue] = .string(value) }
        if !problems.isEmpty { members["problems"] = .array(problems.map(JSON.string)) }
        return .object(members)
    }

    init(json: JSON) throws(MalformedRecord) {
        guard let number = json["instance"]?.integer else {
            throw MalformedRecord("`instance` is no whole number")
        }
        self.init(instance: Int(number))
        for part in Part.allCases { values[part] = json[part.rawValue]?.string }
        problems = (json["problems"]?.array ?? []).compactMap(\.string)
    }
}
