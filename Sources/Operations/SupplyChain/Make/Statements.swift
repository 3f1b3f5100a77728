package import Attestations

/// States a run: pure, the same for the same input.
///
/// - Returns: At most one statement of each type, the verdict last, and what could not be stated.
/// - Throws: ``AttestationsError`` if the run records what no attestation can say, such as a digest that is none.
package func statements(of attested: AttestedRun) throws(AttestationsError) -> Attested<Statement> {
    let subjects = try Subjects(of: attested.run)
    var stated = Attested<Statement>()
    stated.leftOut = subjects.leftOut
    if let tests = try attested.testResult() {
        stated.elements.append(try Statement(subjects: subjects.all, about: tests))
    }
    switch try attested.vulnerabilities() {
    case .success(let scan): stated.elements.append(try Statement(subjects: subjects.all, about: scan))
    case .failure(let reason): stated.leftOut.append(reason.sentence)
    case nil: break
    }
    switch try attested.provenance() {
    case .success(let provenance):
        stated.elements.append(try Statement(subjects: subjects.built, about: provenance))
    case .failure(let reason): stated.leftOut.append(reason.sentence)
    case nil: break
    }
    if let result = try attested.verificationResult() {
        stated.elements.append(try Statement(subjects: subjects.all, about: result))
    }
    return stated
}
