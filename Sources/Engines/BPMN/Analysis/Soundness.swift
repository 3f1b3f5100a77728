/// Something in the control flow of a process that cannot go well, found without running it.
public struct SoundnessFinding: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Tokens wait where nothing can release them.
        case deadlock = "soundness.deadlock"
        /// Two tokens come to one flow: branches that ran together were merged without waiting for each other.
        case lackOfSynchronisation = "soundness.lack-of-synchronisation"
        /// An element that no token can ever reach.
        case deadElement = "soundness.dead-element"
    }

    public let kind: Kind
    /// The elements it is about, sorted.
    public let elements: [String]
    /// The elements passed on the way there, from the start; empty for a dead element.
    public let path: [String]
    public let place: ModelPlace
}

/// What the analysis of a process found.
public struct SoundnessReport: Hashable, Sendable {
    public let findings: [SoundnessFinding]
    /// Whether every behaviour was looked at; else the process has more than the limit, or a gateway whose behaviour
    /// depends on data alone.
    public let isComplete: Bool
    /// How many states were looked at.
    public let states: Int
}

extension Deployment {
    /// Looks for deadlocks, missing synchronisation and dead elements in the control flow of a process and its
    /// subprocesses, whatever conditions come out as.
    ///
    /// Independent branches are looked at in one order only, so that parallelism costs no states.
    ///
    /// - Parameters:
    ///   - process: its id.
    ///   - limit: the most states to look at in each process or subprocess.
    /// - Returns: the findings; none in a sound process.
    /// - Throws: ``BPMNError/unknownProcess(_:known:)``.
    public func soundness(of process: String, limit: Int = 20_000) throws(BPMNError) -> SoundnessReport {
        guard let container = graph.processIndex[process] else {
            throw .unknownProcess(process, known: processes)
        }
        var findings: [SoundnessFinding] = []
        var (isComplete, states) = (true, 0)
        var waiting = [container]
        while let index = waiting.popLast() {
            var search = TokenSearch(TokenNet(self, container: index), limit: limit)
            search.run()
            findings += search.findings
            isComplete = isComplete && search.isComplete
            states += search.seen
            waiting += graph.containers[index].nodes.compactMap { graph.nodes[$0].body }
        }
        findings.sort { ($0.kind.rawValue, $0.elements.joined()) < ($1.kind.rawValue, $1.elements.joined()) }
        return SoundnessReport(findings: findings, isComplete: isComplete, states: states)
    }
}
