import Advisories
import StructuredData
import Testing

@Suite("Reading OSV entries") struct AdvisoryReadingTests {
    @Test func wholeEntry() throws {
        let advisory = try Advisory(JSON(parsing: whole))
        #expect(advisory.id == "GHSA-aaaa-bbbb-cccc")
        #expect(advisory.aliases == ["CVE-2026-1"])
        #expect(advisory.related == ["CVE-2026-2"])
        #expect(advisory.published == AdvisoryTime("2026-01-01T00:00:00Z"))
        #expect(advisory.withdrawn == nil)
        #expect(advisory.summary == "Escape of the sandbox")
        #expect(advisory.ratings == [.init(system: "CVSS_V3", score: "CVSS:3.1/AV:N")])
        #expect(advisory.databaseSeverity == "HIGH")
        #expect(advisory.references == [.init(kind: "FIX", url: "https://example.org/fix")])
        let part = try #require(advisory.affected.first)
        #expect(advisory.affected.count == 1)  // The npm part does not concern Python.
        #expect(part.package == "jw-util")
        #expect(
            part.ranges == [.init(events: [.introduced("0"), .fixed("2.3"), .introduced("3"), .limit("4")])])
        #expect(part.versions == ["1.0"])
        #expect(part.databaseSeverity == "LOW")
    }

    private let whole = """
        {"id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-02-01T00:00:00Z", "published": "2026-01-01T00:00:00Z",
         "aliases": ["CVE-2026-1"], "related": ["CVE-2026-2"], "summary": "Escape of the sandbox", "details": "Long.",
         "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}], "database_specific": {"severity": "HIGH"},
         "references": [{"type": "FIX", "url": "https://example.org/fix"}],
         "affected": [
           {"package": {"ecosystem": "PyPI", "name": "JW.Util"}, "versions": ["1.0"],
            "ecosystem_specific": {"severity": "LOW"},
            "ranges": [{"type": "GIT", "repo": "https://example.org", "events": [{"introduced": "0"}]},
              {"type": "ECOSYSTEM",
               "events": [{"introduced": "0"}, {}, {"fixed": "2.3"}, {"introduced": "3", "limit": "4"}]}]},
           {"package": {"ecosystem": "npm", "name": "jw"}, "versions": ["1.0"]},
           {"ranges": [{"type": "GIT", "events": []}]}
         ]}
        """

    @Test func writtenAndReadAgainItIsTheSame() throws {
        let advisory = try Advisory(JSON(parsing: whole))
        #expect(try Advisory(JSON(parsing: advisory.json.canonicalBytes)) == advisory)
        let least = try Advisory(["id": "X", "modified": "2026"])
        #expect(try Advisory(least.json) == least)
    }

    @Test(arguments: [
        (
            #"{"id": "X", "modified": "2026", "affected": null, "aliases": null, "severity": null}"#,
            String?.none
        ),
        (##"{"id": "X", "modified": "2026", "summary": "", "details": "\n# Impact\n\nMore"}"##, "Impact"),
        (###"{"id": "X", "modified": "2026", "details": "##\n\nThe parser loops."}"###, "The parser loops."),
    ])
    func whatMayBeAbsent(_ text: String, _ summary: String?) throws {
        let advisory = try Advisory(JSON(parsing: text))
        #expect(advisory.summary == summary)
        #expect(advisory.affected.isEmpty)
    }

    @Test func longDetailsAreShortened() throws {
        let json: JSON = [
            "id": "X", "modified": "2026", "details": .string(String(repeating: "a", count: 300)),
        ]
        #expect(try Advisory(json).summary == String(repeating: "a", count: 199) + "…")
    }

    @Test(arguments: [
        (#"[]"#, String?.none, "/id"),
        (#"{"modified": "2026"}"#, nil, "/id"),
        (#"{"id": "X"}"#, "X", "/modified"),
        (#"{"id": "X", "modified": "2026", "aliases": "CVE"}"#, "X", "/aliases"),
        (#"{"id": "X", "modified": "2026", "aliases": [1]}"#, "X", "/aliases/0"),
        (#"{"id": "X", "modified": "2026", "affected": {}}"#, "X", "/affected"),
        (#"{"id": "X", "modified": "2026", "affected": [1]}"#, "X", "/affected/0"),
        (
            #"{"id": "X", "modified": "2026", "affected": [{"package": {"name": "a"}}]}"#, "X",
            "/affected/0/package"
        ),
        (affected(#""ranges": [{}]"#), "X", "/affected/0/ranges/0/type"),
        (
            affected(#""ranges": [{"type": "ECOSYSTEM", "events": [1]}]"#), "X",
            "/affected/0/ranges/0/events/0"
        ),
        (
            affected(#""ranges": [{"type": "ECOSYSTEM", "events": [{"fixed": 2.0}]}]"#), "X",
            "/affected/0/ranges/0/events/0/fixed"
        ),
        (affected(#""versions": [1.0]"#), "X", "/affected/0/versions/0"),
    ])
    func whatWouldHideAVulnerabilityIsRefused(_ text: String, _ id: String?, _ pointer: String) throws {
        let json = try JSON(parsing: text)
        #expect(throws: AdvisoriesError.notAnAdvisory(id: id, pointer: pointer)) { try Advisory(json) }
    }

    private static func affected(_ member: String) -> String {
        #"{"id": "X", "modified": "2026", "affected": [{"package": {"ecosystem": "PyPI", "name": "a"}, \#(member)}]}"#
    }

    @Test func timesCompareAcrossFractions() {
        let times = ["2026-01-01T00:00:16Z", "2026-01-01T00:00:16.5Z", "2026-01-01T00:00:17Z"].map(
            AdvisoryTime.init)
        #expect(times.sorted() == times)
        #expect(times.reversed().sorted() == times)
    }
}
