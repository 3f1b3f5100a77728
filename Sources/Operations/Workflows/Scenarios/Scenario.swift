package import BPMN
package import StructuredData
package import YAML

/// One story of a process: how it starts, what happens to it from outside, and what must come of it.
package struct Scenario: Hashable, Sendable {
    package var name: String
    package var mark: YAMLMark
    package var start = ScenarioStart()
    /// The virtual time at the start.
    package var at: TimeInstant
    /// What services answer, by element id, operation or job type.
    package var services: [String: ServiceScript] = [:]
    /// Whether Python is not run, so that `services` says what its scripts give.
    package var stubsScripts = false
    package var steps: [PlacedStep] = []
    package var expected = Expectation()
}

/// What starts a scenario's process.
package struct ScenarioStart: Hashable, Sendable {
    package var trigger = WorkflowRuns.Trigger.plain(element: nil)
    package var variables: [String: JSON] = [:]
    package var mark = YAMLMark(line: 1, column: 1)
}

/// What a service answers.
package struct ServiceScript: Hashable, Sendable {
    package enum Behavior: Hashable, Sendable {
        /// Whenever it is called.
        case always(ServiceAnswer)
        /// One call after another; neither more nor fewer calls are made.
        case inTurn([ServiceAnswer])
        /// A step says it, as for a person.
        case later
    }

    package var behavior: Behavior
    package var mark: YAMLMark
}

/// One answer of a service.
package struct ServiceAnswer: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case result(JSON)
        /// The value of a FEEL text over the variables of the call.
        case computed(String)
        /// A failure that may be tried again, or one for good.
        case failure(String, isPermanent: Bool)
        case bpmnError(code: String, message: String)
    }

    package var content = Content.result(.null)
    /// How long it takes, in virtual time.
    package var duration = TimeSpan(milliseconds: 0)
}

/// A step and where it stands.
package struct PlacedStep: Hashable, Sendable {
    package var step: ScenarioStep
    package var mark: YAMLMark
}

/// What happens from outside, or is looked at meanwhile.
package enum ScenarioStep: Hashable, Sendable {
    /// Someone does the work that is open at an element.
    case complete(TaskChoice, with: JSON)
    case error(TaskChoice, code: String, message: String)
    /// `isEarly`: nobody has to wait for it yet.
    case message(name: String, payload: JSON, isEarly: Bool)
    case signal(name: String, payload: JSON)
    case wait(TimeSpan)
    case until(TimeInstant)
    case choose(element: String)
    case resolve(element: String)
    case cancel
    case expect(Expectation)
}

/// Which of the open work at an element: the oldest that sees these variables.
package struct TaskChoice: Hashable, Sendable {
    package var element: String
    package var variables: [String: JSON] = [:]
}

/// What must be so; what is `nil` or empty is not looked at.
package struct Expectation: Hashable, Sendable {
    /// A part of an expectation and where it stands.
    package struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
        package var value: Value
        package var mark: YAMLMark
    }

    /// A message or signal; without a payload any will do.
    package struct Sent: Hashable, Sendable {
        package var name: String
        package var payload: JSON?
    }

    package struct Trouble: Hashable, Sendable {
        package var element: String
        /// What its message has in it.
        package var words: String?
    }

    package enum Calls: Hashable, Sendable {
        case count(Int)
        /// Members that the parameters of each call have, in turn.
        case parameters([[String: JSON]])
    }

    package var mark = YAMLMark(line: 1, column: 1)
    package var state: Placed<String>?
    package var error: Placed<String>?
    /// All that completed, in order.
    package var trace: Placed<[String]>?
    /// What completed in that order, with anything between.
    package var traceContains: Placed<[String]>?
    /// What was reached, and how often if that is said.
    package var visits: [String: Placed<Int?>] = [:]
    package var never: [Placed<String>] = []
    package var variables: [String: Placed<JSON>] = [:]
    /// FEEL texts that must be true.
    package var holds: [Placed<String>] = []
    package var waiting: Placed<[String]>?
    package var messages: Placed<[Sent]>?
    package var signals: Placed<[Sent]>?
    package var incidents: Placed<[Trouble]>?
    package var calls: [String: Placed<Calls>] = [:]
    package var duration: Placed<TimeSpan>?
}
