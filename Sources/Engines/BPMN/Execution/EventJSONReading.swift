public import StructuredData

extension ProcessEvent {
    /// Reads what ``json`` wrote.
    ///
    /// - Throws: ``BPMNError/malformedEvent(_:)`` when it is no such object.
    public init(json: JSON) throws(BPMNError) {
        let reader = MemberReader(json: json)
        let type = try reader.text("type")
        self = try Self.read(type, reader)
    }

    private static func read(_ type: String, _ reader: MemberReader) throws(BPMNError) -> ProcessEvent {
        if let event = try token(type, reader) { return event }
        if let event = try work(type, reader) { return event }
        if let event = try catching(type, reader) { return event }
        if let event = try throwing(type, reader) { return event }
        if let event = try ending(type, reader) { return event }
        throw .malformedEvent("there is no event `\(type)`")
    }

    private static func token(_ type: String, _ read: MemberReader) throws(BPMNError) -> ProcessEvent? {
        switch type {
        case "ProcessStarted":
            .processStarted(
                ProcessStart(
                    instance: try read.number("instance"), process: try read.text("process"),
                    element: try read.optionalText("element"), caller: try read.optionalNumber("caller"),
                    variables: try read.anyObject("variables"), payload: read.value("payload"),
                    message: try read.optionalNumber("message"), signal: try read.optionalText("signal")))
        case "SequenceFlowTaken":
            .sequenceFlowTaken(scope: try read.number("scope"), flow: try read.text("flow"))
        case "TokenArrived":
            .tokenArrived(
                scope: try read.number("scope"), element: try read.text("element"),
                flow: try read.text("flow"),
                opens: try read.flag("opens"))
        case "ElementActivated":
            .elementActivated(
                Activation(
                    instance: try read.number("instance"), element: try read.text("element"),
                    scope: try read.number("scope"), mode: try read.choice("mode"),
                    variables: try read.anyObject("variables"), index: try read.optionalNumber("index"),
                    payload: read.value("payload")))
        case "ElementCompleted":
            .elementCompleted(instance: try read.number("instance"), flows: try read.texts("flows"))
        case "ElementTriggered":
            .elementTriggered(instance: try read.number("instance"), flows: try read.texts("flows"))
        case "ElementCancelled": .elementCancelled(instance: try read.number("instance"))
        default: nil
        }
    }

    private static func work(_ type: String, _ read: MemberReader) throws(BPMNError) -> ProcessEvent? {
        switch type {
        case "WorkRequested": .workRequested(instance: try read.number("instance"))
        case "WorkCompleted":
            .workCompleted(instance: try read.number("instance"), output: read.value("output"))
        case "WorkFailed":
            .workFailed(
                instance: try read.number("instance"), code: try read.optionalText("code"),
                message: try read.text("message"))
        case "DataBound": .dataBound(instance: try read.number("instance"), values: try read.object("values"))
        case "VariablesSet":
            .variablesSet(
                instance: try read.number("instance"),
                writes: try read.parts("writes").map { (part) throws(BPMNError) in
                    VariableWrite(
                        scope: try part.number("scope"), name: try part.text("name"),
                        value: part.value("value"))
                })
        case "LoopPlanned":
            .loopPlanned(
                instance: try read.number("instance"), count: try read.number("count"),
                items: read.value("items").array)
        case "LoopEvaluated":
            .loopEvaluated(
                instance: try read.number("instance"), isDone: try read.flag("done"),
                thrown: try read.parts("thrown").map { (part) throws(BPMNError) in
                    LoopThrow(
                        name: try part.text("name"), isSignal: try part.flag("signal"),
                        handler: try part.optionalText("handler"), ends: try part.flag("ends"))
                })
        case "LoopFinished": .loopFinished(instance: try read.number("instance"))
        case "AdHocEvaluated":
            .adHocEvaluated(instance: try read.number("instance"), isDone: try read.flag("done"))
        case "VariablesAssigned":
            .variablesAssigned(instance: try read.number("instance"), values: try read.object("values"))
        case "ActivityChosen":
            .activityChosen(scope: try read.number("scope"), element: try read.text("element"))
        default: nil
        }
    }

    private static func catching(_ type: String, _ read: MemberReader) throws(BPMNError) -> ProcessEvent? {
        for kind in Subscription.Kind.allCases {
            if type == kind.subscribed { return .subscribed(try subscription(kind, read)) }
            if type == kind.caught {
                return .caught(
                    subscription: try read.number("subscription"), kind: kind,
                    payload: read.value("payload"),
                    message: try read.optionalNumber("message"))
            }
        }
        guard type == "ConditionEvaluated" else { return nil }
        return .conditionEvaluated(
            subscription: try read.number("subscription"), holds: try read.flag("holds"))
    }

    private static func subscription(_ kind: Subscription.Kind, _ read: MemberReader) throws(BPMNError)
        -> Subscription
    {
        var result = Subscription(
            id: try read.number("subscription"), kind: kind, owner: try read.number("owner"),
            element: try read.text("element"), definition: try read.number("definition"))
        switch kind {
        case .message:
            result.name = try read.text("name")
            result.correlation = try read.anyObject("correlation")
        case .signal: result.name = try read.text("name")
        case .timer:
            result.due = try read.optionalNumber("due").map { Int64($0) }
            result.repetitions = try read.optionalNumber("repetitions")
            result.months = Int64(try read.number("months"))
            result.milliseconds = Int64(try read.number("milliseconds"))
        case .conditional: break
        }
        return result
    }

    private static func throwing(_ type: String, _ read: MemberReader) throws(BPMNError) -> ProcessEvent? {
        switch type {
        case "MessageThrown":
            .messageThrown(
                ThrownMessage(
                    id: try read.number("message"), name: try read.text("name"),
                    instance: try read.optionalNumber("instance"), element: try read.optionalText("element"),
                    payload: read.value("payload"), correlation: try read.anyObject("correlation")))
        case "MessageBuffered": .messageBuffered(message: try read.number("message"))
        case "SignalThrown":
            .signalThrown(
                instance: try read.optionalNumber("instance"), name: try read.text("name"),
                payload: read.value("payload"))
        case "ErrorThrown":
            .errorThrown(
                instance: try read.number("instance"), code: try read.optionalText("code"),
                handler: try read.handler())
        case "EscalationThrown":
            .escalationThrown(
                instance: try read.number("instance"), code: try read.optionalText("code"),
                handler: try read.handler())
        case "TransactionCancelled":
            .transactionCancelled(
                instance: try read.number("instance"), transaction: try read.number("transaction"))
        case "CancelCaught": .cancelCaught(instance: try read.number("instance"), handler: try read.handler())
        case "Terminated": .terminated(instance: try read.number("instance"), scope: try read.number("scope"))
        case "CompensationRegistered":
            .compensationRegistered(
                scope: try read.number("scope"), instance: try read.number("instance"),
                element: try read.text("element"))
        case "CompensationThrown":
            .compensationThrown(
                instance: try read.number("instance"), scope: try read.number("scope"),
                activity: try read.optionalText("activity"), waits: try read.flag("waits"))
        case "CompensationStarted": .compensationStarted(instance: try read.number("instance"))
        default: nil
        }
    }

    private static func ending(_ type: String, _ read: MemberReader) throws(BPMNError) -> ProcessEvent? {
        switch type {
        case "IncidentRaised":
            .incidentRaised(
                Incident(
                    id: try read.number("incident"), instance: try read.number("instance"),
                    kind: try read.choice("kind"), message: try read.text("message")))
        case "IncidentResolved": .incidentResolved(incident: try read.number("incident"))
        case "ProcessCompleted": .processCompleted(instance: try read.number("instance"))
        case "ProcessFailed":
            .processFailed(
                instance: try read.number("instance"), code: try read.optionalText("code"),
                message: try read.text("message"))
        case "ProcessCancelled": .processCancelled(instance: try read.number("instance"))
        case "ClockSet": .clockSet(target: Int64(try read.number("time")))
        case "ClockAdvanced": .clockAdvanced(to: Int64(try read.number("time")))
        default: nil
        }
    }
}

/// Takes the members of an event's object, or says which one is wrong.
private struct MemberReader {
    private let members: [String: JSON]

    init(json: JSON) { members = json.object ?? [:] }

    private func malformed(_ name: String) -> BPMNError {
        .malformedEvent("`\(name)` is missing or of the wrong kind")
    }

    /// Any value; one that is not there is `null`.
    func value(_ name: String) -> JSON { members[name] ?? .null }

    func number(_ name: String) throws(BPMNError) -> Int {
        guard let number = try optionalNumber(name) else { throw malformed(name) }
        return number
    }

    func optionalNumber(_ name: String) throws(BPMNError) -> Int? {
        let value = value(name)
        if value.isNull { return nil }
        guard let number = value.integer.flatMap({ Int(exactly: $0) }) else { throw malformed(name) }
        return number
    }

    func text(_ name: String) throws(BPMNError) -> String {
        guard let text = members[name]?.string else { throw malformed(name) }
        return text
    }

    func optionalText(_ name: String) throws(BPMNError) -> String? {
        value(name).isNull ? nil : try text(name)
    }

    func texts(_ name: String) throws(BPMNError) -> [String] {
        guard let array = members[name]?.array else { throw malformed(name) }
        let texts = array.compactMap(\.string)
        guard texts.count == array.count else { throw malformed(name) }
        return texts
    }

    func flag(_ name: String) throws(BPMNError) -> Bool {
        guard let flag = members[name]?.bool else { throw malformed(name) }
        return flag
    }

    func object(_ name: String) throws(BPMNError) -> [String: JSON] {
        guard let object = members[name]?.object else { throw malformed(name) }
        return object
    }

    /// An object that is empty where it is not there.
    func anyObject(_ name: String) throws(BPMNError) -> [String: JSON] {
        try members[name] == nil ? [:] : object(name)
    }

    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(BPMNError) -> Choice {
        guard let choice = Choice(rawValue: try text(name)) else { throw malformed(name) }
        return choice
    }

    func parts(_ name: String) throws(BPMNError) -> [MemberReader] {
        guard let array = members[name]?.array else { throw malformed(name) }
        return array.map { MemberReader(json: $0) }
    }

    func handler() throws(BPMNError) -> Handler? {
        let value = value("handler")
        if value.isNull { return nil }
        let part = MemberReader(json: value)
        return Handler(
            element: try part.text("element"), instance: try part.number("instance"),
            isInterrupting: try part.flag("interrupting"))
    }
}
