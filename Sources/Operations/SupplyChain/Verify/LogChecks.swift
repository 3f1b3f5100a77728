import Attestations
import Audit
import DefinitionOfDone
import Diagnostics
import Ledger
import StructuredData
import TransparencyLog

/// Holds what an attestation says against the log that its run is recorded in.
///
/// Two events are in the attestation with their proofs: the run's first, which names policy, definition and source, and
/// its verdict. Both must be in a tree that the signer of the attestation has signed.
struct LogChecks {
    let result: SimpleVerificationResult
    let statement: Statement
    /// The trusted keys that signed the attestation.
    let signers: [PublicKey]

    private struct Fault: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    func run() -> [AttestationCheck] {
        let verdict: (event: Event, finding: String)
        do throws(Fault) {
            guard let text = result.details?.logProof else { throw Fault("it carries no proof") }
            verdict = try proved(text)
        } catch { return [AttestationCheck(.log, holds: false, error.reason)] }
        return [AttestationCheck(.log, holds: true, verdict.finding)] + [
            check(.run) { () throws(Fault) in try compare(verdict.event) },
            check(.definition) { () throws(Fault) in try compareStart() },
        ]
    }

    private func check(
        _ name: AttestationCheck.Name, _ body: () throws(Fault) -> String
    ) -> AttestationCheck {
        do throws(Fault) { return AttestationCheck(name, holds: true, try body()) } catch {
            return AttestationCheck(name, holds: false, error.reason)
        }
    }

    /// The event in a proof, once it is known to be in a log that a signer of the attestation signs.
    private func proved(_ text: String) throws(Fault) -> (event: Event, finding: String) {
        do {
            let proof = try LogProof(parsing: Array(text.utf8))
            guard let leaf = proof.extra else { throw Fault("its proof does not hold the event") }
            guard result.details?.checkpoint == proof.checkpoint.description else {
                throw Fault("its proof ends in another checkpoint than it names")
            }
            // Who signed the attestation says which log is meant: the name stands in what that key signed.
            let origin = try Checkpoint(parsing: proof.checkpoint.text).origin
            let head = try proof.verify(leaf: leaf, policy: try TrustedKeys(signers).policy(origin: origin))
            let event = try Event(json: try JSON(parsing: leaf))
            guard event.canonicalBytes == leaf else { throw Fault("its proof holds no canonical event") }
            let finding = "event \(proof.index + 1) of \(head.checkpoint.size) in \(origin)"
            return (event, finding)
        } catch let fault as Fault { throw fault } catch {
            throw Fault((error as? any DiagnosableError)?.diagnostic.message ?? "\(error)")
        }
    }

    private func compare(_ event: Event) throws(Fault) -> String {
        guard let details = result.details, let run = details.runID else { throw Fault("it names no run") }
        guard event.type == "VerdictReached" else { throw Fault("the log has `\(event.type)` there") }
        guard event.stream == run else {
            throw Fault("the log has the verdict of `\(event.stream)` there, and it tells of `\(run)`")
        }
        guard let verdict = try? Verdict(json: event.payload),
            let waivers = try? statedWaivers(of: verdict)
        else { throw Fault("the verdict in the log cannot be read") }
        guard verdict.result == .done else { throw Fault("the log has `\(verdict.result.rawValue)`") }
        guard Set(waivers) == Set(details.waivers) else { throw Fault("the log has other waivers") }
        guard Timestamp(of: event.time) == result.timeCreated else {
            throw Fault("the log has the verdict at \(Timestamp(of: event.time))")
        }
        return "\(run), done at \(result.timeCreated)"
    }

    private func compareStart() throws(Fault) -> String {
        let policies = result.verifier.policies
        guard let policy = policies.first, policies.count == 1,
            let text = policy.annotations[Vocabulary.runProof]?.string
        else { throw Fault("it carries no proof of what was asked of the run") }
        let event = try proved(text).event
        guard event.type == "RunStarted", event.stream == result.details?.runID,
            let header = try? RunHeader(json: event.payload)
        else { throw Fault("the log has the start of another run there") }
        let definition = try? DigestSet(sha256: header.definition)
        guard let definition, definition == result.details?.definition, definition == policy.digest else {
            throw Fault("the log has the definition `\(header.definition.prefix(16))`")
        }
        guard let name = policy.name, [header.policy, header.policy + Vocabulary.weakenedMark].contains(name)
        else {
            throw Fault("the log has the policy `\(header.policy)`")
        }
        try compareSource(header.subject)
        return "policy \(name), definition \(header.definition.prefix(16))"
    }

    /// No commit and no tree is named but those that the run began with.
    private func compareSource(_ subject: DefinitionOfDone.Subject) throws(Fault) {
        for digest in statement.subjects.compactMap(\.digest) {
            if let commit = digest["gitCommit"], commit != subject.commit || subject.isModified {
                throw Fault(
                    subject.isModified
                        ? "by the log, the files were not those of a commit"
                        : "the log has the commit `\(subject.commit ?? "none")`")
            }
            if let tree = digest["gitTree"], tree != subject.tree {
                throw Fault("the log has the tree `\(subject.tree)`")
            }
        }
    }
}
