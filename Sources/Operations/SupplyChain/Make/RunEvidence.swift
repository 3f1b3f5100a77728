import Attestations
import Audit
import DefinitionOfDone
import Ledger
import StructuredData
import ToolReports
import TransparencyLog

/// Gathers what the attestations of a run are made from.
struct RunEvidence {
    let log: any EventLog
    let evidence: EvidenceStore

    /// - Parameters:
    ///   - run: Has a verdict.
    ///   - events: The run's, as recorded.
    ///   - proofs: That it is in the log.
    /// - Returns: What statements are made from.
    /// - Throws: ``SupplyChainError/noVerdict(run:)``, or what is wrong with the ledger.
    func gather(
        _ run: RunState, events: [Event], proofs: RunProofs
    ) async throws(SupplyChainError) -> AttestedRun {
        guard let verdict = events.last(where: { $0.type == "VerdictReached" }) else {
            throw .noVerdict(run: run.id)
        }
        var origins: [String: GateOrigin] = [:]
        for gate in run.gates where gate.outcome.isMeasured {
            origins[gate.gate] = try await origin(of: gate, in: run, events)
        }
        return AttestedRun(
            run: run, verdictTime: verdict.time, origins: origins,
            tests: file("junit.xml", of: "tests", in: run).flatMap { try? JUnitReport(parsing: $0) },
            advisories: file("advisories.json", of: "vulnerabilities", in: run)
                .flatMap { try? JSON(parsing: $0) }.flatMap(AdvisoryFacts.init), proofs: proofs)
    }

    /// Who measured a gate, and when; `nil` if its result comes from a run that is not in this ledger.
    private func origin(
        of gate: GateRun, in run: RunState, _ events: [Event]
    ) async throws(SupplyChainError) -> GateOrigin? {
        var (source, header, recorded) = (run.id, run.header, events)
        if let former = gate.reusedFrom {
            do {
                header = try await RunHistory(store: log).run(former).header
                recorded = try await log.read(stream: former)
            } catch { throw SupplyChainError(error) }
            source = former
        }
        let end = recorded.last { $0.type == "GateFinished" && $0.payload["gate"]?.string == gate.gate }
        guard let header, let end else { return nil }
        let length = Int64((gate.duration.seconds * 1e9).rounded())
        return GateOrigin(run: source, header: header, started: end.time - length, finished: end.time)
    }

    /// What a gate kept under a name; `nil` if it was deleted, as evidence may be, or changed.
    private func file(_ name: String, of gate: String, in run: RunState) -> [UInt8]? {
        guard let file = run.gate(gate)?.evidence.first(where: { $0.name == name }) else { return nil }
        return evidence.contents(of: file.digest)
    }
}
