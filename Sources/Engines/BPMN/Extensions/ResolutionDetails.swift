extension Resolution {
    mutating func resolve(_ kind: SubProcess.Kind) -> SubProcess.Kind {
        guard case .adHoc(let adHoc) = kind else { return kind }
        return .adHoc(
            SubProcess.AdHoc(
                isSequential: adHoc.isSequential, cancelsRemaining: adHoc.cancelsRemaining,
                completionCondition: resolve(adHoc.completionCondition, .condition)))
    }

    mutating func resolve(_ data: InputOutput) -> InputOutput {
        if data.inputAssociations.isEmpty, data.outputAssociations.isEmpty { return data }
        var result = data
        result.inputAssociations = data.inputAssociations.map { resolve($0) }
        result.outputAssociations = data.outputAssociations.map { resolve($0) }
        return result
    }

    /// The target of an assignment is a name, not an expression to evaluate.
    private mutating func resolve(_ association: DataAssociation) -> DataAssociation {
        DataAssociation(
            id: association.id, sources: association.sources, target: association.target,
            transformation: resolve(association.transformation, .value),
            assignments: association.assignments.map {
                DataAssociation.Assignment(from: resolve($0.from, .value), to: $0.to)
            })
    }

    mutating func resolve(_ event: EventDefinition) -> EventDefinition {
        let trigger: EventDefinition.Trigger =
            switch event.trigger {
            case .timer(.date(let date)): .timer(.date(resolve(date, .timer)))
            case .timer(.duration(let duration)): .timer(.duration(resolve(duration, .timer)))
            case .timer(.cycle(let cycle)): .timer(.cycle(resolve(cycle, .timer)))
            case .conditional(let condition): .conditional(resolve(condition, .condition))
            default: event.trigger
            }
        return EventDefinition(id: event.id, trigger: trigger, place: event.place)
    }

    mutating func resolve(_ loop: LoopCharacteristics?, _ settings: LoopSettings?) -> LoopCharacteristics? {
        switch loop {
        case .standard(let loop):
            return .standard(
                StandardLoop(
                    testBefore: loop.testBefore, maximum: resolve(loop.maximum, .value),
                    condition: resolve(loop.condition, .condition)))
        case .multiInstance(let loop): return .multiInstance(resolve(loop, settings))
        case nil: return nil
        }
    }

    private mutating func resolve(_ loop: MultiInstance, _ settings: LoopSettings?) -> MultiInstance {
        var result = loop
        result.cardinality = resolve(loop.cardinality, .value)
        result.completionCondition = resolve(loop.completionCondition, .condition)
        if case .complex(let behaviors) = loop.behavior {
            result.behavior = .complex(
                behaviors.map {
                    .init(condition: resolve($0.condition, .condition), events: $0.events)
                })
        }
        guard let settings else { return result }
        if let collection = settings.collection {
            result.inputCollection = nil
            result.collection = collection
        }
        result.inputItem = settings.item ?? loop.inputItem
        result.outputCollection = settings.outputs ?? loop.outputCollection
        if let output = settings.output {
            result.outputItem = isName(output.text) ? output.text : "loopOutput"
            result.output = isName(output.text) ? nil : output
        }
        return result
    }
}

/// Whether an expression is nothing but the name of a variable.
func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !text.isEmpty else { return false }
    return !(0x30...0x39).contains(first) && text.utf8.allSatisfy(isWordByte)
        && !["true", "false", "null"].contains(text)
}
