package import Attestations
import Capabilities
import Digests

/// The names that attestations of uvmgr use; `docs/attestations.md` says what each stands for.
package enum Vocabulary {
    /// Who gives verdicts.
    package static let verifier = uri("https://uvmgr.dev/verifier@v1")
    /// Who looks packages up in advisories.
    package static let scanner = uri("https://uvmgr.dev/scanner@v1")
    /// The machine of a user: it builds in a folder of its own and isolates nothing further.
    package static let builder = uri("https://uvmgr.dev/builder/local@v1")
    /// How the build gate builds: `uv build`, the wheel from the sdist.
    package static let buildType = uri("https://uvmgr.dev/build/uv@v1")

    /// Holds when the verdict is done.
    package static let done = "UVMGR_DONE"

    /// Holds when the verdict is done under that policy, unchanged or made stricter.
    package static func property(ofPolicy name: String) -> String { "UVMGR_POLICY_" + word(name) }

    /// Holds when the gate passed, without a waiver.
    package static func property(ofGate name: String) -> String { "UVMGR_GATE_" + word(name) }

    /// Annotation of the policy: the proof that the run with this policy and definition is in the log.
    static let runProof = "uvmgr_runProof"
    /// Annotation of the policy: what the run left out of it or made weaker.
    static let weakened = "uvmgr_weakened"
    /// Behind the name of a policy that was weakened, so that it is not the name of a policy.
    static let weakenedMark = " (weakened)"

    /// Who may sign with a trusted key; somebody else's verdicts are not believed because of it.
    package static let identities: Set<ResourceURI> = [verifier, scanner, builder]

    private static func word(_ name: String) -> String {
        String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// The URIs above are part of the program: one that is none is a bug.
    private static func uri(_ text: String) -> ResourceURI {
        guard let uri = ResourceURI(text) else { preconditionFailure("`\(text)` is no URI") }
        return uri
    }
}

extension Timestamp {
    /// A time of the ledger, to the millisecond: nanoseconds of 64 bits end in the year 2262, so there is one for each.
    package init(of nanoseconds: Int64) {
        guard let time = Timestamp(Instant(nanoseconds: nanoseconds).rfc3339) else {
            preconditionFailure("\(nanoseconds) ns is no time")
        }
        self = time
    }
}

extension DigestSet {
    /// A SHA-256 digest that was written down.
    init(sha256 digits: String) throws(AttestationsError) { try self.init(["sha256": digits]) }
}
