import Attestations
import Digests
import StructuredData

/// One predicate of each type, with every field set.
enum Samples {
    static func policy(_ name: String) throws -> ResourceDescriptor {
        try ResourceDescriptor(
            name: name, uri: uri("https://example.org/policies/\(name)"),
            digest: DigestSet(sha256: SHA256Digest(of: name)))
    }

    static func testResult(_ outcome: TestResult.Outcome = .passed, failed: [String] = []) throws
        -> TestResult
    {
        try TestResult(
            result: outcome,
            configuration: [
                ResourceDescriptor(
                    name: "pyproject.toml",
                    digest: DigestSet(["gitBlob": "ebe4add40f63c3c98bc9b32ff1e736f04120b023"]))
            ], url: uri("https://example.org/runs/1"), passedTests: ["test_a", "test_é"],
            warnedTests: ["test_b"], failedTests: failed)
    }

    static func vulnerabilities() throws -> Vulnerabilities {
        Vulnerabilities(
            scanner: .init(
                uri: try uri("pkg:pypi/uvmgr@1.0"), version: "1.0",
                database: .init(
                    uri: try uri("https://example.org/osv"), version: "7",
                    lastUpdate: try time("2026-01-01T00:00:00Z")),
                results: [
                    try .init(
                        id: "GHSA-xxxx", severities: [.init(method: "cvss_v3", score: "7.5")],
                        aliases: ["CVE-2026-1", "PYSEC-2026-1"],
                        annotations: [["package": "demo", "fixed": ["1.1"]]]),
                    try .init(id: "CVE-2026-2", severities: [.init(method: "nvd", score: "medium")]),
                ]), scanStartedOn: try time("2026-01-02T00:00:00Z"),
            scanFinishedOn: try time("2026-01-02T00:00:01.5Z"))
    }

    static func provenance(builder: String = "https://example.org/builder/v1") throws -> Provenance {
        Provenance(
            buildDefinition: try .init(
                buildType: uri("https://example.org/build/v1"),
                externalParameters: ["source": "git+https://example.org/demo", "options": ["a", 1]],
                internalParameters: ["runner": "linux"],
                resolvedDependencies: [
                    ResourceDescriptor(
                        uri: uri("git+https://example.org/demo@refs/heads/main"),
                        digest: DigestSet(["gitCommit": "d20ace7968ba43c0219f62d71334c1095bab1602"]))
                ]),
            runDetails: .init(
                builder: .init(
                    id: try uri(builder), version: ["uv": "0.9", "uvmgr": "1.0"],
                    builderDependencies: [try ResourceDescriptor(uri: uri("pkg:pypi/uv@0.9"))]),
                metadata: .init(
                    invocationID: "0192", startedOn: try time("2026-01-02T00:00:00Z"),
                    finishedOn: try time("2026-01-02T00:01:00Z")),
                byproducts: [
                    try ResourceDescriptor(
                        name: "log", content: Array("built".utf8), mediaType: "text/plain",
                        annotations: ["acme_lines": 1])
                ]))
    }

    static func summary(
        _ outcome: VerificationSummary.Outcome = .passed,
        levels: [String] = ["SLSA_BUILD_LEVEL_3", "ACME_DONE"],
        policy name: String = "strict"
    ) throws -> VerificationSummary {
        try VerificationSummary(
            verifier: .init(id: uri("https://example.org/verifier/v1"), version: ["verify": "2.0"]),
            timeVerified: time("2026-01-02T00:00:00Z"), resourceURI: uri("https://example.org/demo-1.0.whl"),
            policy: policy(name),
            inputAttestations: [
                ResourceDescriptor(uri: uri("https://example.org/a.jsonl"), digest: otherWheel)
            ], verificationResult: outcome, verifiedLevels: levels,
            dependencyLevels: ["SLSA_BUILD_LEVEL_2": 7, "SLSA_BUILD_LEVEL_1": 0], slsaVersion: "1.2")
    }

    static func details(until: Day? = nil) throws -> VerificationDetails {
        try VerificationDetails(
            waivers: [
                Waiver(
                    finding: "GHSA-1", until: until ?? day("2027-03-01"), reason: "not reachable", by: "ann"),
                Waiver(finding: "lint", until: nil),
            ], runID: "01920000-0000-7000-8000-000000000001", definition: otherWheel,
            checkpoint: "example.org/log\n3\nAAAA\n", logProof: "c2sp.org/tlog-proof@v1\nindex 1\n")
    }

    static func result(
        properties: [String] = ["ACME_DONE", "SLSA_SOURCE_LEVEL_2"], policies: [String] = ["strict"],
        verifier: String = "https://example.org/verifier/v1", at: String = "2026-01-02T00:00:00Z",
        details: VerificationDetails?
    ) throws -> SimpleVerificationResult {
        try SimpleVerificationResult(
            verifier: .init(id: uri(verifier), policies: policies.map(policy)), timeCreated: time(at),
            properties: properties, details: details)
    }

    static func statement(_ content: some PredicateContent) throws -> Statement {
        try Statement(subjects: [wheelSubject()], about: content)
    }

    /// A statement of each type.
    static func all() throws -> [Statement] {
        [
            try statement(testResult()), try statement(vulnerabilities()), try statement(provenance()),
            try statement(summary()), try statement(result(details: details())),
        ]
    }
}
