import Capabilities
import StructuredData
import Testing

@testable import Commands

@Suite struct DoctorTests {
    private func states(_ json: JSON) -> [String: String] {
        var states: [String: String] = [:]
        for check in json["checks"]?.array ?? [] {
            states[check["name"]?.string ?? ""] = check["state"]?.string
        }
        return states
    }

    @Test func withAllThereItIsWell() async throws {
        let workshop = try Workshop()
        try workshop.project()
        try workshop.installUV()
        let result = await workshop.run(["doctor", "--format", "json"])
        #expect(result.exit == 0)
        let states = states(result.json)
        for name in ["uv", "tools", "registry", "advisories", "project", "ledger", "cache", "state"] {
            #expect(states[name] == "ok", "\(name)")
        }
        // The search path of this test has neither, which is worth a word but no failure.
        #expect(states["git"] == "warn")
        #expect(states["python"] == "warn")
        #expect(try workshop.names("project") == ["pyproject.toml"])
    }

    @Test func withoutUVItFails() async throws {
        let workshop = try Workshop()
        try workshop.project()
        let result = await workshop.run(["doctor"])
        #expect(result.exit == 69)
        #expect(result.output.contains("fail"))
        #expect(result.output.contains("hint: install it"))
    }

    @Test func aDamagedLedgerFails() async throws {
        let workshop = try Workshop()
        try workshop.project()
        try workshop.installUV()
        try workshop.write(
            "this is no database at all, but long enough to be looked at", to: "project/.uvmgr/ledger.db")
        let result = await workshop.run(["doctor", "--format", "json"])
        #expect(result.exit == 69)
        #expect(states(result.json)["ledger"] == "fail")
    }

    static let answers: [(status: Int?, state: String)] = [
        (200, "ok"), (404, "ok"), (405, "ok"), (401, "warn"), (500, "warn"), (nil, "warn"),
    ]

    @Test(arguments: answers) func serversThatAnswerAreThere(_ row: (status: Int?, state: String))
        async throws
    {
        let workshop = try Workshop()
        try workshop.project()
        try workshop.installUV()
        let result = await workshop.run(
            ["doctor", "--format", "json"],
            answer: { request throws(HTTPError) in
                guard let status = row.status else { throw .unreachable(url: request.url, reason: "refused") }
                return status
            })
        #expect(result.exit == 0)
        #expect(states(result.json)["registry"] == row.state)
        #expect(states(result.json)["advisories"] == row.state)
    }

    @Test(arguments: [
        (["UV_DEFAULT_INDEX": "https://a.example/simple"], "https://a.example/simple"),
        (["UV_DEFAULT_INDEX": "corp=https://a.example/simple"], "https://a.example/simple"),
        (["UV_INDEX_URL": "https://b.example", "PIP_INDEX_URL": "https://c.example"], "https://b.example"),
        (["PIP_INDEX_URL": "https://c.example"], "https://c.example"), ([:], "https://pypi.org/simple"),
    ])
    func theIndexThatIsAsked(_ row: (environment: [String: String], url: String)) {
        #expect(Network.index(row.environment, nil).url == row.url)
    }

    @Test func theProjectsOwnIndexIsAsked() async throws {
        let workshop = try Workshop()
        try workshop.project("[[tool.uv.index]]\nurl = \"https://d.example/simple\"\ndefault = true\n")
        let result = await workshop.run(["doctor"])
        #expect(result.output.contains("https://d.example/simple, from pyproject.toml"))
    }

    @Test func credentialsAreNotShown() async throws {
        let workshop = try Workshop()
        try workshop.project()
        let result = await workshop.run(
            ["doctor"], environment: ["UV_DEFAULT_INDEX": "https://joe:s3cret-word@a.example/simple"])
        #expect(result.output.contains("a.example"))
        #expect(!result.output.contains("s3cret-word"))
    }

    @Test func brokenSettingsAreTold() async throws {
        let workshop = try Workshop()
        try workshop.project("[tool.uvmgr.dod]\npolcy = 1\n")
        let result = await workshop.run(["doctor"])
        #expect(result.output.contains("pyproject.toml:5:1: unknown key `polcy`"))
    }

    @Test(arguments: [
        (500 as Int64, "500 B"), (1_500_000, "1.5 MB"), (77_600_000_000, "77.6 GB"),
        (2_000_000_000_000, "2000 GB"),
    ])
    func sizes(_ row: (bytes: Int64, text: String)) { #expect(Examination.size(row.bytes) == row.text) }
}
