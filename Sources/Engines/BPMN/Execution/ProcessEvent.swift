public import StructuredData

/// Something that happened in the execution of processes.
///
/// The state is a fold of these and of nothing else. Elements and flows carry their ids of the model; instances,
/// subscriptions, messages and incidents the numbers they got, which are counted in the state.
public enum ProcessEvent: Hashable, Sendable {
    // What is large and rare lies apart, so that the others are quick to hand on.
    indirect case processStarted(ProcessStart)
    case sequenceFlowTaken(scope: Int, flow: String)
    /// A token waits for others at a joining element. `opens`: a complex gateway's activation condition holds.
    case tokenArrived(scope: Int, element: String, flow: String, opens: Bool)
    case elementActivated(Activation)
    /// An element ended; tokens leave by `flows`.
    case elementCompleted(instance: Int, flows: [String])
    /// A token leaves an element that stays active, such as a repeated timer.
    case elementTriggered(instance: Int, flows: [String])
    case elementCancelled(instance: Int)
    case workRequested(instance: Int)
    case workCompleted(instance: Int, output: JSON)
    case workFailed(instance: Int, code: String?, message: String)
    /// Values of an instance's own variables.
    case dataBound(instance: Int, values: [String: JSON])
    /// What an instance leaves behind.
    case variablesSet(instance: Int, writes: [VariableWrite])
    case loopPlanned(instance: Int, count: Int, items: [JSON]?)
    case loopEvaluated(instance: Int, isDone: Bool, thrown: [LoopThrow])
    case loopFinished(instance: Int)
    /// Whether an ad-hoc subprocess is complete.
    case adHocEvaluated(instance: Int, isDone: Bool)
    indirect case subscribed(Subscription)
    case caught(subscription: Int, kind: Subscription.Kind, payload: JSON, message: Int?)
    case conditionEvaluated(subscription: Int, holds: Bool)
    indirect case messageThrown(ThrownMessage)
    case messageBuffered(message: Int)
    case signalThrown(instance: Int?, name: String, payload: JSON)
    case errorThrown(instance: Int, code: String?, handler: Handler?)
    case escalationThrown(instance: Int, code: String?, handler: Handler?)
    case transactionCancelled(instance: Int, transaction: Int)
    case cancelCaught(instance: Int, handler: Handler?)
    case terminated(instance: Int, scope: Int)
    case compensationRegistered(scope: Int, instance: Int, element: String)
    case compensationThrown(instance: Int, scope: Int, activity: String?, waits: Bool)
    case compensationStarted(instance: Int)
    case incidentRaised(Incident)
    case incidentResolved(incident: Int)
    case processCompleted(instance: Int)
    case processFailed(instance: Int, code: String?, message: String)
    case clockSet(target: Int64)
    case clockAdvanced(to: Int64)
    case processCancelled(instance: Int)
    /// An activity of an ad-hoc subprocess was chosen from outside.
    case activityChosen(scope: Int, element: String)
    /// Variables of an instance were set from outside.
    case variablesAssigned(instance: Int, values: [String: JSON])
}

/// A new instance of a process.
public struct ProcessStart: Hashable, Sendable {
    public var instance: Int
    public var process: String
    /// What starts it, when that is not a plain start event.
    public var element: String?
    /// The call activity that waits for it.
    public var caller: Int?
    public var variables: [String: JSON]
    /// What came with the message or signal that starts it.
    public var payload: JSON = .null
    /// The message that starts it.
    public var message: Int?
    /// The signal that starts it.
    public var signal: String?
}

/// A new instance of an element.
public struct Activation: Hashable, Sendable {
    public enum Mode: String, Hashable, Sendable {
        /// By a token.
        case token
        /// By the tokens that waited for each other.
        case join
        /// A gateway that takes the tokens that came late.
        case reset
        /// By an event that was caught.
        case caught
        /// One run of a loop.
        case iteration
        /// To undo a completed activity.
        case compensation
    }

    public var instance: Int
    public var element: String
    /// The instance that it is a part of.
    public var scope: Int
    public var mode: Mode
    public var variables: [String: JSON] = [:]
    /// The number of the run, from 0.
    public var index: Int?
    public var payload: JSON = .null
}

/// A change of a variable.
public struct VariableWrite: Hashable, Sendable {
    /// The instance that owns the variable; 0 for a data store.
    public var scope: Int
    public var name: String
    public var value: JSON
}

/// An event that a multi-instance activity throws as its instances complete.
public struct LoopThrow: Hashable, Sendable {
    public var name: String
    public var isSignal: Bool
    /// The boundary event that catches it at once.
    public var handler: String?
    /// Whether the instances that still run are ended.
    public var ends: Bool
}

/// What catches an error, escalation or cancelling.
public struct Handler: Hashable, Sendable {
    /// The boundary event or the start event of an event subprocess.
    public var element: String
    /// The activity it is attached to, or the scope it lies in.
    public var instance: Int
    public var isInterrupting: Bool
}

/// A message on its way.
public struct ThrownMessage: Hashable, Sendable {
    public var id: Int
    public var name: String
    /// The instance that sent it; `nil` when it came from outside.
    public var instance: Int?
    /// The element that sent it.
    public var element: String?
    public var payload: JSON
    /// Values of correlation properties, by property id.
    public var correlation: [String: JSON]
}

/// What an instance waits for.
public struct Subscription: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case message, signal, timer, conditional
    }

    public var id: Int
    public var kind: Kind
    /// The instance that ends it when it ends.
    public var owner: Int
    /// The event that catches.
    public var element: String
    /// Which of its event definitions.
    public var definition: Int
    /// The name of the message or signal.
    public var name = ""
    public var correlation: [String: JSON] = [:]
    /// When a timer fires next, in milliseconds since 1970.
    public var due: Int64?
    /// How often it fires still; `nil`: without end.
    public var repetitions: Int? = 1
    public var months: Int64 = 0
    public var milliseconds: Int64 = 0
}

/// A place where execution stopped and needs help.
public struct Incident: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case expression, noFlow, deadlock, work, timer, data, missingCaller
    }

    public var id: Int
    public var instance: Int
    public var kind: Kind
    public var message: String
}
