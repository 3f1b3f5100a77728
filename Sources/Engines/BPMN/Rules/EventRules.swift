extension RuleContext {
    mutating func checkEvents() {
        for index in nodes {
            switch name(index) {
            case "startEvent": checkStart(index)
            case "endEvent": checkEnd(index)
            case "intermediateCatchEvent", "intermediateThrowEvent": checkIntermediate(index)
            case "boundaryEvent": checkBoundary(index)
            default: break
            }
        }
        for index in all("subProcess") where attribute(index, "triggeredByEvent") == "true" {
            let count = document.children(of: index, "startEvent").count
            if count != 1 {
                report(.eventSubProcessStart, index, "\(label(index)) has \(count) start events, not one")
            }
        }
    }

    private mutating func checkStart(_ index: Int) {
        if !incoming[index].isEmpty {
            report(.startIncoming, index, "a sequence flow leads to \(label(index))")
        }
        let triggers = triggers(of: index)
        guard let container = container(of: index),
            !["choreography", "subChoreography"].contains(name(container))
        else { return }
        if name(container) == "process" {
            expect(triggers, in: ["message", "timer", "conditional", "signal"], .startTrigger, index)
        } else if attribute(container, "triggeredByEvent") == "true" {
            let allowed: Set = [
                "message", "timer", "escalation", "error", "compensate", "conditional", "signal",
            ]
            expect(triggers, in: allowed, .startTrigger, index)
            if triggers.isEmpty {
                report(
                    .eventSubProcessStart, index,
                    "\(label(index)) starts an event subprocess without a trigger")
            }
        } else if !triggers.isEmpty {
            report(.startTrigger, index, "\(label(index)) of a subprocess must not have a trigger")
        }
    }

    private mutating func checkEnd(_ index: Int) {
        if !outgoing[index].isEmpty { report(.endOutgoing, index, "a sequence flow leaves \(label(index))") }
        let triggers = triggers(of: index)
        let allowed: Set = ["message", "error", "escalation", "cancel", "compensate", "signal", "terminate"]
        expect(triggers, in: allowed, .endResult, index)
        if triggers.contains("cancel"), !isInTransaction(index) {
            report(.cancelEnd, index, "\(label(index)) cancels, but stands in no transaction")
        }
    }

    private func isInTransaction(_ index: Int) -> Bool {
        var current = container(of: index)
        while let element = current {
            if name(element) == "transaction" { return true }
            current = container(of: element)
        }
        return false
    }

    private mutating func checkIntermediate(_ index: Int) {
        let triggers = triggers(of: index)
        let catches = name(index) == "intermediateCatchEvent"
        let allowed: Set =
            catches
            ? ["message", "timer", "conditional", "link", "signal"]
            : ["message", "escalation", "compensate", "link", "signal"]
        expect(triggers, in: allowed, .intermediateTrigger, index)
        if catches, triggers.isEmpty {
            report(.intermediateTrigger, index, "\(label(index)) waits for nothing")
        }
        let isLink = triggers.contains("link")
        let (arriving, leaving) = (!incoming[index].isEmpty, !outgoing[index].isEmpty)
        if isLink {
            if catches ? arriving : leaving {
                report(.linkFlow, index, "\(label(index)) has a flow on its link's side")
            }
        } else if !arriving {
            report(.intermediateFlow, index, "no sequence flow leads to \(label(index))")
        } else if !leaving {
            report(.intermediateFlow, index, "no sequence flow leaves \(label(index))")
        }
        if isLink, !catches { checkLink(index) }
    }

    /// A throwing link needs its catching one in the same process or subprocess.
    private mutating func checkLink(_ index: Int) {
        for link in definitions(of: index) where name(link) == "linkEventDefinition" {
            let target = document.child(of: link, "target").map { document.text(of: $0) }
            let partners = nodes.filter { node in
                name(node) == "intermediateCatchEvent" && container(of: node) == container(of: index)
                    && definitions(of: node).contains { other in
                        name(other) == "linkEventDefinition"
                            && (target != nil && attribute(other, "id") == target
                                || target == nil && attribute(other, "name") == attribute(link, "name"))
                    }
            }
            if partners.count != 1 {
                report(
                    .linkTarget, index, "\(label(index)) has \(partners.count) targets at its level, not one")
            }
        }
    }

    private mutating func checkBoundary(_ index: Int) {
        let triggers = triggers(of: index)
        let allowed: Set = [
            "message", "timer", "error", "escalation", "cancel", "compensate", "conditional", "signal",
        ]
        expect(triggers, in: allowed, .boundaryTrigger, index)
        if triggers.isEmpty { report(.boundaryTrigger, index, "\(label(index)) waits for nothing") }
        if !incoming[index].isEmpty {
            report(.boundaryFlow, index, "a sequence flow leads to \(label(index))")
        }
        if triggers.contains("compensate"), !outgoing[index].isEmpty {
            report(.compensationFlow, index, "a sequence flow leaves the compensation event \(label(index))")
        }
        if !triggers.isEmpty, !triggers.contains("compensate"), outgoing[index].isEmpty {
            report(.boundaryFlow, index, "no sequence flow leaves \(label(index))")
        }
        if triggers.contains("cancel"), let activity = target(of: index, "attachedToRef"),
            name(activity) != "transaction"
        {
            report(.boundaryCancel, index, "\(label(index)) catches the cancelling of what is no transaction")
        }
        if attribute(index, "cancelActivity") == "false", !triggers.isDisjoint(with: ["error", "cancel"]) {
            report(.boundaryCancel, index, "\(label(index)) must interrupt its activity")
        }
    }

    private mutating func expect(_ triggers: Set<String>, in allowed: Set<String>, _ rule: Rule, _ index: Int)
    {
        for trigger in triggers.subtracting(allowed).sorted() {
            report(rule, index, "\(label(index)) must not have a \(trigger) event definition")
        }
    }

    mutating func checkEventDefinitions() {
        for index in all("eventDefinitionRef") {
            guard let found = element(named: document.text(of: index)), parent(found) != 0 else { continue }
            report(
                .eventDefinitionShared, index,
                "`eventDefinitionRef` names a definition inside of another event")
        }
        for index in nodes where isExecutable(index) {
            let throwing = name(index) == "endEvent" || name(index) == "intermediateThrowEvent"
            for definition in definitions(of: index) {
                switch name(definition) {
                case "messageEventDefinition" where attribute(definition, "messageRef") == nil:
                    report(.messageReference, definition, "\(label(index)) names no message")
                case "escalationEventDefinition" where throwing && code(of: definition, "escalation") == nil:
                    report(.escalationCode, definition, "\(label(index)) throws an escalation without a code")
                case "errorEventDefinition" where throwing && code(of: definition, "error") == nil:
                    report(.errorCode, definition, "\(label(index)) throws an error without a code")
                default: break
                }
            }
        }
    }

    private func code(of definition: Int, _ kind: String) -> String? {
        target(of: definition, "\(kind)Ref").flatMap { attribute($0, "\(kind)Code") }
    }
}
