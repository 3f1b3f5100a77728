import Attestations
import Audit
import DefinitionOfDone
import StructuredData
import Testing

@testable import SupplyChain

/// Attestations that do not say what the log says, signed by the right key all the same, as a thief of the key, or a
/// program with a fault, might make them; and such that were changed on the way.
@Suite("Forged attestations") struct ForgedAttestationsTests {
    /// The result of a run with one value of its statement changed, signed again by the yard's key.
    private func forged(
        _ yard: Yard, _ made: AttestationMaking.Made, _ change: (inout [String: JSON]) -> Void
    ) async throws -> [UInt8] {
        let last = try #require(Bundle(parsing: made.bundle).envelopes.last)
        var members = try #require(try JSON(parsing: last.payload).object)
        change(&members)
        let key = try await yard.keys().current().key
        return bundleBytes([
            try Envelope(
                signing: JSON.object(members).canonicalBytes, type: Envelope.statementType, with: [key])
        ])
    }

    private func faults(_ yard: Yard, _ bundle: [UInt8]) async throws -> [AttestationCheck.Name] {
        try await yard.verify(bundle).checks.filter { !$0.holds }.map(\.name)
    }

    typealias Change = @Sendable (inout [String: JSON]) -> Void

    static let changes: [(name: String, change: Change, faults: [AttestationCheck.Name])] = [
        ("nothing", { _ in }, []),
        (
            "another run",
            { $0.set("/predicate/uvmgr_verification/runId", "01930f3d-0000-7a10-8000-00000000000a") },
            [.run, .definition]
        ),
        ("no run", { $0.set("/predicate/uvmgr_verification/runId", nil) }, [.run, .definition]),
        ("another time", { $0.set("/predicate/timeCreated", "2026-11-27T09:00:00Z") }, [.run]),
        ("a waiver less", { $0.set("/predicate/uvmgr_verification/waivers", []) }, [.run]),
        (
            "another definition",
            {
                $0.set(
                    "/predicate/uvmgr_verification/definition/sha256",
                    .string(String(repeating: "e", count: 64)))
            },
            [.definition]
        ),
        ("another policy", { $0.set("/predicate/verifier/policies/0/name", "enterprise") }, [.definition]),
        (
            "a second policy",
            { $0.add("/predicate/verifier/policies", ["name": "enterprise", "uri": "a:b"]) }, [.definition]
        ),
        (
            "no proof of the start", { $0.set("/predicate/verifier/policies/0/annotations", [:]) },
            [.definition]
        ),
        ("no proof", { $0.set("/predicate/uvmgr_verification/logProof", nil) }, [.log]),
        ("no checkpoint", { $0.set("/predicate/uvmgr_verification/checkpoint", nil) }, [.log]),
        ("a proof that is none", { $0.set("/predicate/uvmgr_verification/logProof", "proof") }, [.log]),
        ("no details", { $0.set("/predicate/uvmgr_verification", nil) }, [.waivers, .log]),
        (
            "another commit",
            { $0.set("/subject/0/digest/gitCommit", .string(String(repeating: "a", count: 40))) },
            [.definition]
        ),
        (
            "another tree",
            { $0.set("/subject/1/digest/gitTree", .string(String(repeating: "a", count: 40))) },
            [.definition]
        ),
        ("another verifier", { $0.set("/predicate/verifier/id", "https://example.org/other") }, [.signature]),
        ("not done", { $0.set("/predicate/properties", []) }, [.verdict]),
    ]

    @Test(arguments: changes) func signedAgain(
        _ row: (name: String, change: Change, faults: [AttestationCheck.Name])
    ) async throws {
        let yard = try Yard()
        var sample = SampleRun()
        (sample.findings, sample.waivers) = ([SampleRun.vulnerability()], [SampleRun.waiver()])
        let made = try await yard.attest(sample)
        let bundle = try await forged(yard, made, row.change)
        #expect(try await faults(yard, bundle) == row.faults, "\(row.name)")
    }

    @Test func theProofOfAnotherRun() async throws {
        let yard = try Yard()
        let (made, other) = (try await yard.attest(), try await yard.attest())
        let envelope = try #require(Bundle(parsing: other.bundle).envelopes.last)
        let details = try JSON(parsing: envelope.payload).value(at: "/predicate/uvmgr_verification")
        let bundle = try await forged(yard, made) {
            $0.set("/predicate/uvmgr_verification/logProof", details?["logProof"])
            $0.set("/predicate/uvmgr_verification/checkpoint", details?["checkpoint"])
        }
        #expect(try await faults(yard, bundle) == [.run, .definition])
        let report = try await yard.verify(bundle)
        #expect(report.checks.first { $0.name == .run }?.finding.contains(other.record.run) == true)
    }

    /// Whoever signs the attestation must have signed the log: another trusted key does not do.
    @Test func aCheckpointByAnotherKey() async throws {
        let yard = try Yard()
        let run = try await yard.record(SampleRun())
        let other = try await yard.making(yard.keys("other")).make(run)
        let keys = try await [yard.keys(), yard.keys("other")].asyncMap {
            try await $0.current().key.publicKey
        }
        #expect(try await yard.verify(other.bundle, keys: TrustedKeys(keys)).isAccepted)
        let bundle = try await forged(yard, other) { _ in }
        let report = try await yard.verify(bundle, keys: TrustedKeys(keys))
        #expect(report.checks.filter { !$0.holds }.map(\.name) == [.log])
    }

    @Test func changedOnTheWay() async throws {
        let yard = try Yard()
        let made = try await yard.attest()
        let last = try #require(Bundle(parsing: made.bundle).envelopes.last)
        let text = String(decoding: last.payload, as: UTF8.self)
        let changes = [
            ("standard", "enterprise"), ("UVMGR_DONE", "UVMGR_MORE"), (SampleRun.commit, SampleRun.tree),
        ]
        for (old, new) in changes {
            #expect(text.contains(old))
            let payload = Array(text.replacing(old, with: new).utf8)
            let envelope = try JSON(parsing: last.canonicalBytes)
            var members = try #require(envelope.object)
            members["payload"] = try Envelope(
                signing: payload, type: "x", with: [try PrivateKey(raw: .init(repeating: 1, count: 32))]
            ).json["payload"]
            let report = try await yard.verify(JSON.object(members).canonicalBytes)
            #expect(report.checks.map(\.name) == [.signature])
            #expect(report.checks.first?.finding.contains("payload or signature was changed") == true)
        }
    }
}

extension [String: JSON] {
    /// Puts a value in the place that a pointer names, or takes it away.
    fileprivate mutating func set(_ pointer: String, _ value: JSON?) {
        self = JSON.object(self).with(pointer.split(separator: "/")[...]) { _ in value }?.object ?? [:]
    }

    fileprivate mutating func add(_ pointer: String, _ value: JSON) {
        self =
            JSON.object(self).with(pointer.split(separator: "/")[...]) {
                .array(($0?.array ?? []) + [value])
            }?
            .object ?? [:]
    }
}

extension JSON {
    fileprivate func with(_ path: ArraySlice<Substring>, _ change: (JSON?) -> JSON?) -> JSON? {
        guard let key = path.first else { return change(self) }
        if var list = array, let index = Int(key), list.indices.contains(index) {
            if let new = list[index].with(path.dropFirst(), change) { list[index] = new }
            return .array(list)
        }
        var members = object ?? [:]
        members[String(key)] =
            path.count == 1
            ? change(members[String(key)]) : members[String(key)]?.with(path.dropFirst(), change)
        return .object(members)
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
