import Capabilities
import Conditions
import Foundation
import Testing

@testable import DefinitionOfDone

/// The examples of `docs/reports.md` are what the code prints.
@Suite struct DocumentationTests {
    static let page = URL(filePath: #filePath + "/../../../../../docs/reports.md").standardizedFileURL

    /// A run that is not done, small enough for a page.
    static let run = SampleRun(
        "page",
        gates: [
            .lint([SampleRun.unused("src/orders/api.py", 3)]), .fromCache(.tests()), .coverage(0.7941),
            .vulnerabilities([SampleRun.advisory("requests", "GHSA-9wx4-h78v-vm56", .high)]),
        ],
        waivers: [
            Waiver(
                target: .rule("GHSA-9wx4-h78v-vm56"), reason: "only our own hosts are called",
                owner: "security@acme.example", until: SampleRun.day("2027-03-01"))
        ]
    ).state

    static let examples: [(name: String, text: String)] =
        ReportFormat.allCases.map { ($0.rawValue, report(run, as: $0, options: ReportOptions())) }
        + [
            ("runs", runsTable([run, SampleRun.done.state].map(RunSummary.init), options: ReportOptions())),
            ("policy", Policy.builtin("standard").map { policyText($0, options: ReportOptions()) } ?? ""),
            ("explain", (try? explain(run, gate: "coverage", options: ReportOptions())) ?? ""),
        ]

    /// `UVMGR_UPDATE_SNAPSHOTS=1` writes the examples anew, each into the block behind its mark.
    @Test(.serialized, arguments: examples.map(\.name)) func everyExampleIsWhatIsPrinted(_ name: String)
        throws
    {
        let text = try #require(Self.examples.first { $0.name == name }?.text)
        var page = try String(contentsOf: Self.page, encoding: .utf8)
        let mark = try #require(page.range(of: "<!-- example: \(name) -->\n"))
        let open = try #require(page[mark.upperBound...].firstIndex(of: "\n"))
        let fence = page[mark.upperBound..<open].prefix { $0 == "`" }
        let end = try #require(page[open...].range(of: "\n\(fence)\n"))
        let body = page.index(after: open)..<page.index(after: end.lowerBound)
        if SnapshotTests.isUpdating {
            page.replaceSubrange(body, with: text)
            try Data(page.utf8).write(to: Self.page)
        } else {
            #expect(page[body] == text)
        }
    }
}
