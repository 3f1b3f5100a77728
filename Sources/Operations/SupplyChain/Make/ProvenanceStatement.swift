import Attestations
import DefinitionOfDone
import StructuredData

extension AttestedRun {
    /// How wheel and sdist were built, as SLSA provenance.
    ///
    /// - Returns: `nil` if nothing was built; else the predicate, or why there is none.
    func provenance() throws(AttestationsError) -> Result<Provenance, LeftOut>? {
        guard let gate = run.gate("build"), !Subjects.artifacts(of: run).isEmpty else { return nil }
        guard let origin = origins[gate.gate] else {
            return .failure(LeftOut("the provenance: the run that built is not on record here"))
        }
        let definition = try Provenance.BuildDefinition(
            buildType: Vocabulary.buildType,
            externalParameters: [
                "source": Self.source(origin.header.subject), "definition": .string(origin.header.definition),
            ], resolvedDependencies: try Self.dependencies(origin.header.subject))
        var versions = ["uvmgr": origin.header.program]
        if let tool = gate.tool { versions[tool.name] = tool.version }
        let artifacts = Set(Subjects.artifacts(of: run).map(\.name))
        var byproducts: [ResourceDescriptor] = []
        for file in gate.evidence where !artifacts.contains(file.name) {
            byproducts.append(
                try ResourceDescriptor(
                    name: file.name, digest: try DigestSet(sha256: file.digest), mediaType: file.mediaType))
        }
        return .success(
            Provenance(
                buildDefinition: definition,
                runDetails: Provenance.RunDetails(
                    builder: Provenance.Builder(id: Vocabulary.builder, version: versions),
                    metadata: Provenance.Metadata(
                        invocationID: origin.run, startedOn: Timestamp(of: origin.started),
                        finishedOn: Timestamp(of: origin.finished)), byproducts: byproducts)))
    }

    private static func source(_ subject: Subject) -> JSON {
        .members([
            "commit": subject.isModified ? nil : subject.commit.map(JSON.string),
            "tree": .string(subject.tree),
        ])
    }

    /// The files that it was built from, and the locked packages of the project.
    private static func dependencies(_ subject: Subject) throws(AttestationsError) -> [ResourceDescriptor] {
        var digest = try Subjects.digest(ofTree: subject.tree).values
        if let commit = subject.commit, !subject.isModified { digest["gitCommit"] = commit }
        var dependencies = [try ResourceDescriptor(name: "source", digest: try DigestSet(digest))]
        if let lock = subject.lock {
            dependencies.append(try ResourceDescriptor(name: "uv.lock", digest: try DigestSet(sha256: lock)))
        }
        return dependencies
    }
}
