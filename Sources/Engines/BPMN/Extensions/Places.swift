extension Resolution {
    /// Refuses settings at elements that have no use for them.
    mutating func checkPlaces(_ node: FlowNode) {
        let settings = node.settings
        func misplaced(_ what: String) -> String { "`\(node.id)` is no element that \(what)" }
        if settings.service != nil, !node.mayCall {
            refuse(node, misplaced("calls a service"), "use a service task")
        }
        if settings.script != nil, !node.mayCall {
            refuse(node, misplaced("runs a script"), "use a script task")
        }
        if settings.call != nil, !node.isCall {
            refuse(node, misplaced("calls a process"), "use a call activity")
        }
        if settings.loop != nil, !node.isMultiInstance {
            refuse(node, misplaced("has instances"), "give it `multiInstanceLoopCharacteristics`")
        }
        if !settings.inputs.isEmpty, !node.takesInputs {
            refuse(node, misplaced("takes inputs"), "set the variables before it")
        }
        if !settings.outputs.isEmpty, !node.givesOutputs {
            refuse(node, misplaced("gives outputs"), "set the variables after it")
        }
    }

    private mutating func refuse(_ node: FlowNode, _ message: String, _ hint: String) {
        fault(.extensionValue, node.id, message, node.place, hint: hint)
    }
}

extension FlowNode {
    fileprivate var mayCall: Bool {
        switch work?.kind {
        case .service, .send, .businessRule, .script, .some(.none): true
        default: false
        }
    }

    fileprivate var isCall: Bool { if case .callActivity = kind { true } else { false } }

    fileprivate var isMultiInstance: Bool { if case .multiInstance = loop { true } else { false } }

    private var isActivity: Bool {
        switch kind {
        case .task, .callActivity: true
        case .subProcess(let process): process.kind != .event
        default: false
        }
    }

    fileprivate var takesInputs: Bool { isActivity || isThrowing }

    fileprivate var givesOutputs: Bool {
        switch kind {
        case .startEvent, .intermediateCatchEvent, .boundaryEvent: true
        default: isActivity
        }
    }
}
