import StructuredData
import Testing

@testable import Commands

@Suite struct ConfigShowTests {
    /// The value and origin of a setting.
    private func setting(_ key: String, _ json: JSON) -> [String?] {
        let row = json["settings"]?.array?.first { $0["key"]?.string == key }
        return [row?["value"]?.string, row?["origin"]?.string]
    }

    @Test func theNearestSayerCounts() async throws {
        let workshop = try Workshop()
        try workshop.write(
            "[dod]\ntimeout = \"1h\"\nparallel = 7\npolicy = \"minimal\"\n",
            to: "home/.config/uvmgr/config.toml")
        try workshop.project("[tool.uvmgr.dod]\npolicy = \"strict\"\nparallel = 2\n")
        let result = await workshop.run(
            ["config", "show", "--format", "json"], environment: ["UVMGR_DOD_PARALLEL": "5"])
        #expect(setting("parallel", result.json) == ["5", "$UVMGR_DOD_PARALLEL"])
        #expect(setting("policy", result.json) == ["strict", "pyproject.toml:5:1"])
        #expect(
            setting("timeout", result.json) == ["1h", workshop.path("home/.config/uvmgr/config.toml:2:1")])
        #expect(setting("gate-timeout", result.json) == ["10min", "built in"])
        #expect(setting("since", result.json) == [nil, "not set"])
    }

    @Test func gatesAndWaiversAreListed() async throws {
        let workshop = try Workshop()
        try workshop.project(
            """
            [tool.uvmgr.dod.gates]
            coverage = ">= 85%"
            [[tool.uvmgr.dod.waivers]]
            rule = "F401"
            reason = "generated"
            until = 2999-01-01
            """)
        let result = await workshop.run(["config", "show", "--origin"])
        #expect(result.exit == 0)
        #expect(result.output.contains { $0.isNewline })
        let coverage = result.output.split(separator: "\n").first { $0.hasPrefix("gates.coverage") }
        #expect(coverage?.contains(">= 85%") == true)
        #expect(coverage?.hasSuffix("pyproject.toml:5:1") == true)
        #expect(result.output.contains("rule F401, until 2999-01-01, generated"))
        let json = await workshop.run(["config", "show", "--format", "json"]).json
        #expect(json.value(at: "/waivers/0/rule") == "F401")
        #expect(json.value(at: "/files/0") == "pyproject.toml")
    }

    @Test func outsideOfAProjectTheRestIsShown() async throws {
        let workshop = try Workshop()
        try workshop.write("[dod]\npolicy = \"minimal\"\n", to: "home/.config/uvmgr/config.toml")
        try workshop.write("", to: "elsewhere/x")
        let result = await workshop.run(["config", "show", "--format", "json"], in: "elsewhere")
        #expect(result.exit == 0)
        #expect(setting("policy", result.json).first == "minimal")
    }

    @Test func bothFilesAreRefused() async throws {
        let workshop = try Workshop()
        try workshop.project("[tool.uvmgr.dod]\n")
        try workshop.write("[dod]\n", to: "project/uvmgr.toml")
        let result = await workshop.run(["config", "show"])
        #expect(result.exit == 2)
        #expect(result.errors.contains("has both"))
    }
}
