extension RuleContext {
    mutating func checkCollaborations() {
        for index in all("participantMultiplicity") {
            let minimum = attribute(index, "minimum").flatMap { Int($0) } ?? 0
            let maximum = attribute(index, "maximum").flatMap { Int($0) } ?? max(minimum, 1)
            if maximum < minimum {
                report(.multiplicity, index, "the maximum \(maximum) is less than the minimum \(minimum)")
            }
        }
        let pools = pools()
        for index in all("messageFlow") {
            guard let source = target(of: index, "sourceRef"), let target = target(of: index, "targetRef")
            else {
                continue
            }
            checkSource(source, of: index)
            checkTarget(target, of: index)
            if let first = pool(of: source, pools), let second = pool(of: target, pools), first == second {
                report(.messageFlowPools, index, "\(label(index)) stays within one pool")
            }
        }
    }

    private mutating func checkSource(_ source: Int, of flow: Int) {
        switch name(source) {
        case "startEvent", "intermediateCatchEvent", "boundaryEvent":
            report(.messageFlowEnds, flow, "\(label(source)) cannot send a message")
        case "endEvent", "intermediateThrowEvent":
            if !triggers(of: source).contains("message") {
                report(.messageFlowEnds, flow, "\(label(source)) sends no message")
            }
        default: break
        }
    }

    private mutating func checkTarget(_ target: Int, of flow: Int) {
        switch name(target) {
        case "endEvent", "intermediateThrowEvent":
            report(.messageFlowEnds, flow, "\(label(target)) cannot receive a message")
        case "startEvent", "intermediateCatchEvent", "boundaryEvent":
            if !triggers(of: target).contains("message") {
                report(.messageFlowEnds, flow, "\(label(target)) waits for no message")
            }
        default: break
        }
    }

    /// The participant of each process.
    private func pools() -> [Int: Int] {
        var result: [Int: Int] = [:]
        for index in all("participant") {
            if let process = target(of: index, "processRef") { result[process] = index }
        }
        return result
    }

    private func pool(of index: Int, _ pools: [Int: Int]) -> Int? {
        if name(index) == "participant" { return index }
        var current: Int? = index
        while let element = current {
            if let pool = pools[element] { return pool }
            current = parent(element)
        }
        return nil
    }
}
