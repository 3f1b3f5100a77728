import Foundation
import StructuredData
import Testing

@testable import DefinitionOfDone

/// Every sample run in every form, against the files in `Fixtures`.
///
/// `UVMGR_UPDATE_SNAPSHOTS=1` writes the files anew, to be read before they are committed.
@Suite struct SnapshotTests {
    static let root = URL(filePath: #filePath + "/../Fixtures").standardizedFileURL
    static let isUpdating = ProcessInfo.processInfo.environment["UVMGR_UPDATE_SNAPSHOTS"] == "1"

    static func options() -> ReportOptions {
        var options = ReportOptions()
        options.maximumFindings = 3
        return options
    }

    private func check(_ text: String, _ path: String) throws {
        let file = Self.root.appending(path: path)
        if Self.isUpdating {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(text == expected, "\(path)")
    }

    @Test(arguments: SampleRun.all, ReportFormat.allCases) func format(
        _ sample: SampleRun, _ format: ReportFormat
    ) throws {
        try check(
            report(sample.state, as: format, options: Self.options()), "\(sample.name)/\(format.rawValue).txt"
        )
    }

    @Test func colourAndLinks() throws {
        var options = Self.options()
        (options.colour, options.hyperlinks, options.projectPath) = (true, true, "/home of/orders")
        let text = report(SampleRun.notDone.state, as: .text, options: options)
        try check(text.replacing("\u{1B}", with: "␛"), "not-done/text-colour.txt")
    }

    @Test func asciiAndVerboseInAnotherFolder() throws {
        var options = Self.options()
        (options.unicode, options.verbose, options.projectFolder) = (false, true, "services/orders")
        try check(report(SampleRun.notDone.state, as: .text, options: options), "not-done/text-ascii.txt")
        try check(report(SampleRun.undecided.state, as: .text, options: options), "undecided/text-ascii.txt")
    }

    @Test(arguments: SampleRun.all) func explanation(_ sample: SampleRun) throws {
        try check(explain(sample.state, gate: nil, options: Self.options()), "\(sample.name)/explain.txt")
    }

    @Test func tables() throws {
        try check(runsTable(SampleRun.all.map { RunSummary($0.state) }, options: Self.options()), "runs.txt")
        try check(runsJSON(SampleRun.all.map { RunSummary($0.state) }).pretty + "\n", "runs-json.txt")
        for name in Policy.builtinNames {
            let policy = try #require(Policy.builtin(name))
            try check(policyText(policy, options: Self.options()), "policy-\(name).txt")
        }
    }
}
