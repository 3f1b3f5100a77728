import StructuredData
import Testing

@testable import DefinitionOfDone

@Suite struct PolicyReportTests {
    @Test func programsGetEveryGate() throws {
        let policy = try #require(Policy.builtin("enterprise"))
        let value = policyJSON(policy)
        #expect(value["schema"] == "uvmgr.policy/1")
        #expect(value["gates"]?.array?.count == policy.gates.count)
        let available = try #require(value["gates"]?.array).filter { $0["available"] == true }
        #expect(
            available.count
                == policy.gates.count { GateCatalog.specification(of: $0.name)?.isAvailable == true })
    }

    @Test func aGateOfTheProjectIsAvailable() {
        let policy = Policy(
            name: "team", gates: [Policy.Gate("spelling", nil)], unmeasured: .listed, waiversNeedOwner: true)
        let text = policyText(policy, options: ReportOptions())
        #expect(text.contains("spelling  the project's own  required     none       yes"))
        #expect(text.contains("waivers need an owner"))
    }
}
