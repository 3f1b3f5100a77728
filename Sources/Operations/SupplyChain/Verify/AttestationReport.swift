/// One thing that was looked at, and what was found.
package struct AttestationCheck: Hashable, Sendable {
    /// In the order of a report.
    package enum Name: String, Hashable, Sendable, CaseIterable {
        /// Signed by a trusted key that may speak for uvmgr.
        case signature
        /// The file is one of the subjects.
        case artifact
        /// The verdict is done.
        case verdict
        /// It was reached under the policy asked for, or a stricter one.
        case policy
        /// No waiver that it rests on has ended.
        case waivers
        /// It is not older than asked for, and not from the future.
        case age
        /// The verdict is in the log that the same key signs.
        case log
        /// What the log has of the verdict is what the attestation says.
        case run
        /// What the log has of the run's policy, definition and source is what the attestation says.
        case definition
    }

    package let name: Name
    package let holds: Bool
    /// What was found, or why it does not hold.
    package let finding: String

    package init(_ name: Name, holds: Bool, _ finding: String) {
        (self.name, self.holds, self.finding) = (name, holds, finding)
    }
}

/// What became of one file.
package struct ArtifactReport: Hashable, Sendable {
    /// As the user named it.
    package let path: String
    /// SHA-256 of the file.
    package let digest: String
    /// Where the attestations were, for people; `nil`: there are none.
    package let source: String?
    /// Those of the verification result that comes closest; none if there is no such result.
    package let checks: [AttestationCheck]
    /// The run that the result tells of, and its policy, once the signature holds.
    package let run: String?
    package let policy: String?
    package let keyID: String?
    /// What else is attested of the file by a trusted key: one sentence each.
    package let others: [String]
    /// Why attestations were passed over, or why there is none: one sentence each.
    package let reasons: [String]

    package var isAccepted: Bool { !checks.isEmpty && checks.allSatisfy(\.holds) }
}

/// The answer of a verification.
package struct AttestationReport: Hashable, Sendable {
    package let artifacts: [ArtifactReport]
    /// The ids of the keys that are trusted.
    package let keyIDs: [String]
    /// The policy that was asked for.
    package let policy: String?

    package init(artifacts: [ArtifactReport], keyIDs: [String], policy: String?) {
        (self.artifacts, self.keyIDs, self.policy) = (artifacts, keyIDs, policy)
    }

    package var isAccepted: Bool { !artifacts.isEmpty && artifacts.allSatisfy(\.isAccepted) }
}
