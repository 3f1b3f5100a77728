package import Attestations
package import DefinitionOfDone

/// What the attestations of a run are about.
package struct Subjects: Hashable, Sendable {
    /// The commit and the tree of files that were validated.
    package var source: [ResourceDescriptor] = []
    /// The wheel and the sdist that the run built.
    package var built: [ResourceDescriptor] = []
    package var leftOut: [String] = []

    package var all: [ResourceDescriptor] { source + built }

    private static let builtTypes = ["application/zip", "application/gzip"]

    /// - Throws: ``AttestationsError`` if the run records digests that are none.
    package init(of run: RunState) throws(AttestationsError) {
        guard let subject = run.header?.subject else { return }
        if let commit = subject.commit {
            if subject.isModified {
                leftOut.append("the commit: the files had changes that are not in it")
            } else {
                source.append(
                    try ResourceDescriptor(name: "commit", digest: try DigestSet(["gitCommit": commit])))
            }
        }
        source.append(try ResourceDescriptor(name: "tree", digest: try Self.digest(ofTree: subject.tree)))
        for file in Self.artifacts(of: run) {
            built.append(
                try ResourceDescriptor(
                    name: file.name, digest: try DigestSet(sha256: file.digest), mediaType: file.mediaType))
        }
    }

    /// The distributions among the evidence of the build gate.
    static func artifacts(of run: RunState) -> [Evidence] {
        guard let build = run.gate("build"), build.outcome.isMeasured else { return [] }
        return build.evidence.filter { builtTypes.contains($0.mediaType) }
    }

    /// The digest of a git tree, or of the list of files where there is no git.
    static func digest(ofTree tree: String) throws(AttestationsError) -> DigestSet {
        let mark = "sha256:"
        return tree.hasPrefix(mark)
            ? try DigestSet(sha256: String(tree.dropFirst(mark.count))) : try DigestSet(["gitTree": tree])
    }
}
