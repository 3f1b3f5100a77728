extension RuleContext {
    mutating func checkFlows() {
        for index in all("sequenceFlow") {
            checkEnds(index)
            if attribute(index, "isImmediate") == "false", isExecutable(index) {
                report(
                    .sequenceFlowImmediate, index,
                    "an executable process must not say `isImmediate=\"false\"`")
            }
            checkCondition(index)
        }
        for index in nodes {
            checkLists(index)
            checkDefault(index)
            checkConnected(index)
            if name(index) == "subProcess", attribute(index, "triggeredByEvent") == "true",
                !incoming[index].isEmpty || !outgoing[index].isEmpty
            {
                report(
                    .eventSubProcessFlow, index,
                    "\(label(index)) is an event subprocess and has sequence flows")
            }
        }
    }

    private mutating func checkEnds(_ index: Int) {
        guard let source = target(of: index, "sourceRef"), let target = target(of: index, "targetRef") else {
            if attribute(index, "sourceRef") == nil || attribute(index, "targetRef") == nil {
                report(.sequenceFlowEnds, index, "\(label(index)) has no source or no target")
            }
            return
        }
        guard ElementKind.flowNodes.contains(name(source)), ElementKind.flowNodes.contains(name(target))
        else { return }
        if container(of: source) != container(of: target) || container(of: index) != container(of: source) {
            report(.sequenceFlowScope, index, "\(label(index)) crosses the border of a process or subprocess")
        }
    }

    private mutating func checkCondition(_ index: Int) {
        guard document.child(of: index, "conditionExpression") != nil,
            let source = target(of: index, "sourceRef")
        else { return }
        let allowed = ElementKind.activities.union(["exclusiveGateway", "inclusiveGateway", "complexGateway"])
        if !allowed.contains(name(source)) {
            report(.sequenceFlowCondition, index, "a flow from \(label(source)) must not have a condition")
        }
    }

    /// The lists of flows in a node only repeat what the flows say; they must not say something else.
    private mutating func checkLists(_ index: Int) {
        for (list, flows, end) in [
            ("incoming", incoming[index], "ends"), ("outgoing", outgoing[index], "starts"),
        ] {
            for child in document.children(of: index, list) {
                guard let flow = element(named: document.text(of: child)), name(flow) == "sequenceFlow",
                    !flows.contains(flow)
                else { continue }
                report(.sequenceFlowLists, child, "`\(list)` names a flow that \(end) elsewhere")
            }
        }
    }

    private mutating func checkDefault(_ index: Int) {
        guard let flow = target(of: index, "default"), name(flow) == "sequenceFlow",
            !outgoing[index].contains(flow)
        else { return }
        report(.defaultFlow, index, "the default flow of \(label(index)) starts elsewhere")
    }

    /// Where a start event marks the beginning, nothing else may begin there; so too with end events.
    private mutating func checkConnected(_ index: Int) {
        guard let container = container(of: index), name(container) != "adHocSubProcess", mustConnect(index)
        else {
            return
        }
        let triggers = ElementKind.events.contains(name(index)) ? triggers(of: index) : []
        let startsHere = ["startEvent", "boundaryEvent"].contains(name(index)) || triggers == ["link"]
        if incoming[index].isEmpty, !startsHere, document.child(of: container, "startEvent") != nil {
            report(.connected, index, "no sequence flow leads to \(label(index)), and it is no start event")
        }
        let endsHere =
            ["endEvent"].contains(name(index)) || triggers.contains("link") || triggers.contains("compensate")
        if outgoing[index].isEmpty, !endsHere, isExecutable(index),
            document.child(of: container, "endEvent") != nil
        {
            report(
                .connected, index, "no sequence flow leads on from \(label(index)), and it is no end event")
        }
    }

    private func mustConnect(_ index: Int) -> Bool {
        attribute(index, "isForCompensation") != "true" && attribute(index, "triggeredByEvent") != "true"
            && !ElementKind.choreographyActivities.contains(name(index))
    }

    mutating func checkGateways() {
        for index in nodes where ElementKind.gateways.contains(name(index)) {
            let (arriving, leaving) = (incoming[index].count, outgoing[index].count)
            if arriving < 2, leaving < 2 {
                report(.gatewayDegree, index, "\(label(index)) neither merges nor splits")
            }
            checkDirection(index, arriving, leaving)
            if name(index) == "eventBasedGateway" { checkEventGateway(index) }
        }
    }

    private mutating func checkDirection(_ index: Int, _ arriving: Int, _ leaving: Int) {
        let isRight =
            switch attribute(index, "gatewayDirection") {
            case "Converging": arriving > 1 && leaving < 2
            case "Diverging": leaving > 1 && arriving < 2
            case "Mixed": arriving > 1 && leaving > 1
            default: true
            }
        if !isRight {
            let direction = attribute(index, "gatewayDirection") ?? ""
            report(
                .gatewayDirection, index,
                "\(label(index)) is `\(direction)` with \(arriving) incoming and \(leaving) outgoing flows")
        }
    }

    private mutating func checkEventGateway(_ index: Int) {
        let allowed: Set<String> = ["message", "signal", "timer", "conditional"]
        for flow in outgoing[index] {
            guard let target = target(of: flow, "targetRef") else { continue }
            let isCatch =
                name(target) == "receiveTask"
                || name(target) == "intermediateCatchEvent" && triggers(of: target).isSubset(of: allowed)
            if !isCatch { report(.eventGatewayTarget, flow, "\(label(index)) leads to \(label(target))") }
        }
    }
}
