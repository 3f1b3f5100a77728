/// What symbols are called, for those who do not see them.
enum Wording {
    static func kind(_ symbol: Symbol) -> String {
        switch symbol {
        case .event(let event): self.event(event)
        case .activity(let activity): self.activity(activity)
        case .gateway(let gateway): spaced(gateway.rawValue) + " gateway"
        case .data(let data):
            data.isCollection ? "data \(data.kind.rawValue) collection" : "data \(data.kind.rawValue)"
        case .dataStore: "data store"
        case .annotation: "annotation"
        case .group: "group"
        case .pool: "pool"
        case .lane: "lane"
        case .message: "message"
        case .conversation: "conversation"
        case .choreography: "choreography activity"
        }
    }

    static func kind(_ connection: Connection) -> String {
        switch connection {
        case .sequenceFlow(true, _): "default sequence flow"
        case .sequenceFlow(_, true): "conditional sequence flow"
        case .sequenceFlow: "sequence flow"
        case .messageFlow: "message flow"
        case .association: "association"
        case .dataAssociation: "data association"
        case .conversationLink: "conversation link"
        }
    }

    /// The kind of an element and what a run did there.
    static func description(_ symbol: Symbol, _ mark: RunMarks.Element?) -> String {
        guard let mark else { return kind(symbol) }
        var parts = [kind(symbol), MarkState(mark).word]
        if mark.visits > 0 {
            parts.append(mark.visits == 1 ? "reached once" : "reached \(mark.visits) times")
        }
        if let total = mark.milliseconds {
            parts.append("took \(TimeText.duration(total))")
            if mark.visits > 1, let mean = mark.meanMilliseconds {
                parts.append("mean \(TimeText.duration(mean))")
            }
        }
        if let failure = mark.failure { parts.append(failure) }
        return parts.joined(separator: ", ")
    }

    private static func event(_ event: EventSymbol) -> String {
        let trigger = event.trigger == .none ? "" : spaced(event.trigger.rawValue) + " "
        let position =
            switch event.position {
            case .start: "start event"
            case .end: "end event"
            case .catching: "intermediate catching event"
            case .throwing: "intermediate throwing event"
            case .boundary: "boundary event"
            }
        return "\(event.isInterrupting ? "" : "non-interrupting ")\(trigger)\(position)"
    }

    private static func activity(_ activity: ActivitySymbol) -> String {
        let kind =
            switch activity.kind {
            case .task(.none): "task"
            case .task(let task): spaced(task.rawValue) + " task"
            case .call: "call activity"
            case .subProcess: "subprocess"
            case .transaction: "transaction"
            case .adHoc: "ad-hoc subprocess"
            case .eventSubProcess: "event subprocess"
            }
        let loop =
            switch activity.loop {
            case .standard: ", looping"
            case .parallel: ", multi-instance in parallel"
            case .sequential: ", multi-instance in sequence"
            case nil: ""
            }
        return kind + loop + (activity.isForCompensation ? ", for compensation" : "")
    }

    /// `eventBased` as `event based`.
    private static func spaced(_ word: String) -> String {
        word.reduce(into: "") { text, character in
            if character.isUppercase { text += " " }
            text += character.lowercased()
        }
    }
}
