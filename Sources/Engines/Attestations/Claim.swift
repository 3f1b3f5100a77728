/// What the predicates have in common, as a verifier looks at them.
struct Claim {
    let predicate: Predicate
    /// The verifier, builder or scanner.
    let identity: ResourceURI?
    /// When it was found out.
    let time: Timestamp?
    /// The policies, if it is a type that has some.
    var policies: [ResourceDescriptor]?

    init(_ predicate: Predicate) {
        self.predicate = predicate
        switch predicate {
        case .testResult: (identity, time) = (nil, nil)
        case .vulnerabilities(let scan): (identity, time) = (scan.scanner.uri, scan.scanFinishedOn)
        case .provenance(let provenance):
            let metadata = provenance.runDetails.metadata
            identity = provenance.runDetails.builder.id
            time = metadata.finishedOn ?? metadata.startedOn
        case .verificationSummary(let summary):
            (identity, time) = (summary.verifier.id, summary.timeVerified)
            policies = [summary.policy]
        case .simpleVerificationResult(let result):
            (identity, time) = (result.verifier.id, result.timeCreated)
            policies = result.verifier.policies
        }
    }

    var policyNames: [String] { (policies ?? []).compactMap { $0.name ?? $0.uri?.description } }

    /// The highest of the policies that the demand's order knows.
    func highest(of demand: PolicyDemand) -> String? {
        policyNames.compactMap(demand.rank).max().map { demand.order[$0] }
    }
}

extension VerificationRequest {
    /// Why what is claimed is not what was asked for.
    func reasons(against claim: Claim) -> [Refusal.Reason] {
        let own: [Refusal.Reason] =
            switch claim.predicate {
            case .testResult(let result): reasons(against: result)
            case .verificationSummary(let summary): reasons(against: summary)
            case .simpleVerificationResult(let result): reasons(against: result)
            case .vulnerabilities, .provenance: []
            }
        return own + reasonsOfPolicy(claim) + reasonsOfAge(claim.time)
    }

    private func reasons(against result: TestResult) -> [Refusal.Reason] {
        result.result == .failed || !result.failedTests.isEmpty ? [.testsFailed(result.failedTests)] : []
    }

    private func reasons(against summary: VerificationSummary) -> [Refusal.Reason] {
        if summary.verificationResult == .failed { return [.policyFailed] }
        var reasons = missing(among: summary.verifiedLevels)
        if let resource, resource != summary.resourceURI {
            reasons.append(.otherResource(summary.resourceURI, expected: resource))
        }
        return reasons
    }

    private func reasons(against result: SimpleVerificationResult) -> [Refusal.Reason] {
        if result.properties.isEmpty { return [.nothingHolds] }
        return missing(among: result.properties) + reasonsOfWaivers(result.details)
    }

    private func missing(among held: [String]) -> [Refusal.Reason] {
        properties.filter { !holds($0, among: held) }.map(Refusal.Reason.propertyMissing)
    }

    private func reasonsOfWaivers(_ details: VerificationDetails?) -> [Refusal.Reason] {
        guard let moment, !moment.allowsExpiredWaivers else { return [] }
        guard let details else { return [.waiversNotTold] }
        return details.waivers.compactMap { waiver in
            guard let until = waiver.until, waiver.isExpired(on: moment.now.day) else { return nil }
            return .waiverExpired(finding: waiver.finding, until: until)
        }
    }

    private func reasonsOfPolicy(_ claim: Claim) -> [Refusal.Reason] {
        guard let policy, let policies = claim.policies else { return [] }
        if policies.isEmpty { return [.noPolicy(required: policy.name)] }
        guard let found = claim.highest(of: policy), let rank = policy.rank(found),
            let least = policy.rank(policy.name)
        else { return [.policyNotKnown(claim.policyNames, required: policy.name)] }
        return rank < least ? [.policyTooLow(found, required: policy.name)] : []
    }

    private func reasonsOfAge(_ time: Timestamp?) -> [Refusal.Reason] {
        guard let moment else { return [] }
        guard let time else { return moment.maxAge == nil ? [] : [.undated] }
        // Both are within the years 1 to 9999, so their difference fits.
        let age = moment.now.seconds - time.seconds
        if -age > moment.clockSkew { return [.fromTheFuture(time)] }
        guard let maxAge = moment.maxAge else { return [] }
        let isOlder = age > maxAge || age == maxAge && moment.now.nanoseconds > time.nanoseconds
        return isOlder ? [.tooOld(time, maxAge: maxAge)] : []
    }
}
