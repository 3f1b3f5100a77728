import Capabilities
import Conditions
import Diagnostics
import Testing

@testable import DefinitionOfDone

@Suite struct VulnerabilitiesGateTests {
    static let advisory = """
        {"id":"GHSA-aaaa-bbbb-cccc","aliases":["CVE-2026-1"],"summary":"bad","modified":"2026-01-01T00:00:00Z",
         "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
         "affected":[{"package":{"ecosystem":"PyPI","name":"idna"},
                      "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.7"}]}]}]}
        """

    static func bench(_ version: String, settings: String = "") throws -> Bench {
        var bench = try Bench([
            "pyproject.toml":
                "[project]\nname = \"p\"\nversion = \"1\"\n[tool.uvmgr.dod]\nadvisories = \"osv\"\n"
                + settings,
            "requirements.txt": "idna==\(version)\n", "osv/deep/GHSA-aaaa-bbbb-cccc.json": advisory,
        ])
        try bench.shop.script("uv", "echo uv 9.9.9")
        bench.uv = bench.shop["uv"]
        try bench.shop.write(
            "project/uv.lock",
            """
            version = 1
            requires-python = ">=3.9"

            [[package]]
            name = "idna"
            version = "\(version)"
            source = { registry = "https://pypi.org/simple" }
            """)
        bench.flags.only = ["security"]
        return bench
    }

    @Test func findsWhatIsAffected() async throws {
        let run = try #require(try await Self.bench("3.6").run().gate("vulnerabilities"))
        let finding = try #require(run.findings.first)
        #expect(
            (finding.rule, finding.aliases, finding.severity) == (
                "GHSA-aaaa-bbbb-cccc", ["CVE-2026-1"], .critical
            ))
        #expect(finding.remedy == "upgrade to 3.7")
        #expect(finding.place?.file == "uv.lock")
        #expect(try await Self.bench("3.6").run().verdict?.result == .notDone)
        #expect(try await Self.bench("3.7").run().verdict?.result == .done)
    }

    @Test func aChangeDeepInTheFolderIsSeen() async throws {
        let bench = try Self.bench("3.6")
        let first = try await bench.run()
        #expect(try await bench.run().gate("vulnerabilities")?.reusedFrom == first.id)
        try bench.shop.write(
            "project/osv/deep/GHSA-aaaa-bbbb-cccc.json", Self.advisory.replacing("3.7", with: "3.6"))
        #expect(try await bench.run().verdict?.result == .done)
    }

    @Test func noSourceIsNoPass() async throws {
        for source in ["https://api.osv.dev", "http://127.0.0.1:9", "gone"] {
            var bench = try Self.bench("3.6")
            bench.flags.settings["advisories"] = source
            let state = try await bench.run()
            #expect(state.gate("vulnerabilities")?.outcome.name == "failed to run")
            #expect(state.verdict?.result == .undecided)
        }
    }

    @Test func aWaiverByAlias() async throws {
        let waiver =
            "[[tool.uvmgr.dod.waivers]]\nfinding = \"CVE-2026-1\"\nreason = \"r\"\nuntil = 2099-01-01\n"
        #expect(
            try await Self.bench("3.6", settings: waiver).run().verdict?.decisions.map(\.status) == [.waived])
    }
}
