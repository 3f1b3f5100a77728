import BPMN
import FEEL
import ProcessLanguages
import StructuredData
import Synchronization

/// Answers FEEL itself, and what another language says only from answers that were fetched before.
///
/// The engine is pure and asks at once, but Python answers from another process. So a question without an answer ends the
/// engine's step, which is thrown away; the caller fetches the answer and takes the step again.
final class HostedEvaluator: ExpressionEvaluator {
    /// A question to a language that the host runs.
    struct Question: Hashable, Sendable {
        let text: String
        let variables: [String: JSON]
    }

    private struct Memory {
        var answers: [Question: HostAnswer] = [:]
        /// What was answered in this step, in order.
        var used: [HostAnswer] = []
        var open: Question?
        /// Answers on record, the next one last; `nil` outside of a replay.
        var recorded: [HostAnswer]?
    }

    private let feel: FEELEvaluator
    private let memory = Mutex(Memory())
    private let moment = Moment()

    init(zones: (any FEELTimeZones)?) {
        let moment = moment
        feel = FEELEvaluator(zones: zones) {
            let milliseconds = moment.asked()
            return FEELDateTime(
                secondsSince1970: Int(milliseconds / 1000),
                nanosecond: Int(milliseconds % 1000) * 1_000_000)
        }
    }

    func evaluate(
        _ expression: ProcessExpression, variables: Variables
    ) throws(ExpressionFailure) -> JSON {
        guard expression.knownLanguage == .python else {
            return try feel.evaluate(expression, variables: variables)
        }
        let question = Question(text: expression.text, variables: variables.merged)
        let answer = memory.withLock { memory -> HostAnswer? in
            if memory.recorded != nil { return memory.recorded?.popLast() }
            guard let answer = memory.answers[question] else {
                memory.open = memory.open ?? question
                return nil
            }
            memory.used.append(answer)
            return answer
        }
        switch answer {
        case .value(let value): return value
        case .failure(let message): throw ExpressionFailure(message)
        case nil: throw ExpressionFailure("`\(expression.text)` has no answer")
        }
    }

    /// The value of a FEEL text.
    func value(_ text: String, _ variables: Variables) throws(ExpressionFailure) -> JSON {
        try feel.evaluate(text, variables: variables)
    }

    // MARK: - The time

    /// Sets what `now()` gives, in milliseconds since 1970.
    func set(moment milliseconds: Int64) { moment.set(milliseconds) }

    /// What `now()` gave since the moment was set; `nil` if nothing asked.
    var askedMoment: Int64? { moment.wasAsked ? moment.time : nil }

    // MARK: - Fetching answers

    /// Begins a step, or the same step again.
    func begin() { memory.withLock { ($0.used, $0.open) = ([], nil) } }

    /// The question that the step ended at.
    var open: Question? { memory.withLock(\.open) }

    func answer(_ question: Question, _ answer: HostAnswer) {
        memory.withLock { $0.answers[question] = answer }
    }

    /// What was answered in the step, and forgets it.
    func end() -> [HostAnswer] {
        memory.withLock { memory in
            defer { (memory.used, memory.open, memory.answers) = ([], nil, [:]) }
            return memory.used
        }
    }

    /// Answers the next step from the record alone.
    func replay(_ answers: [HostAnswer]?) {
        memory.withLock { $0.recorded = answers.map { Array($0.reversed()) } }
    }
}

/// The time that expressions see, and whether one has looked.
private final class Moment: Sendable {
    private let state = Mutex((time: Int64(0), wasAsked: false))

    func set(_ milliseconds: Int64) { state.withLock { $0 = (milliseconds, false) } }

    func asked() -> Int64 {
        state.withLock {
            $0.wasAsked = true
            return $0.time
        }
    }

    var wasAsked: Bool { state.withLock(\.wasAsked) }
    var time: Int64 { state.withLock(\.time) }
}
