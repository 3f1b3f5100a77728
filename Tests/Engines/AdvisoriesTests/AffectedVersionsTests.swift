import Advisories
import PythonPackaging
import Testing

@Suite("OSV evaluation under PEP 440") struct AffectedVersionsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var events: [[Advisory.Event]] = []
        var versions: [String] = []
        let affected: [String]
        let safe: [String]
        let testDescription: String
    }

    static let rows = [
        Row(
            events: [[.introduced("0"), .fixed("1.10")]], affected: ["0.dev0", "1.9", "1.10rc1"],
            safe: ["1.10", "1.10.0", "1.10.post1", "1!0"], testDescription: "from the beginning, fixed"),
        Row(
            events: [[.introduced("1.0"), .lastAffected("1.5")]], affected: ["1.0", "1.5", "1.5.0"],
            safe: ["1.0rc1", "1.5.1", "1.5.post1"], testDescription: "last affected"),
        Row(
            events: [[.introduced("3"), .fixed("2"), .introduced("1"), .fixed("4")]],
            affected: ["1", "1.9", "3.1"], safe: ["0.9", "2", "2.9", "4"],
            testDescription: "events in any order"),
        Row(
            events: [[.introduced("0"), .fixed("2.0.0"), .introduced("2.0.0"), .fixed("2.11.2")]],
            affected: ["1", "2.0", "2.11.1"], safe: ["2.11.2"],
            testDescription: "one interval closes, the next opens"),
        Row(
            events: [[.introduced("1"), .lastAffected("1")]], affected: ["1", "1.0"], safe: ["0.9", "1.1"],
            testDescription: "one version only"),
        Row(
            events: [[.introduced("0"), .limit("2"), .limit("1")]], affected: ["0.1", "1.9"],
            safe: ["2", "3"],
            testDescription: "limits: before any of them"),
        Row(
            events: [[.introduced("0"), .limit("*")]], affected: ["0.1", "99"], safe: [],
            testDescription: "limit after every version"),
        Row(
            events: [[.fixed("2")]], affected: ["1"], safe: ["2"],
            testDescription: "nothing introduced: from the beginning"),
        Row(events: [[]], affected: [], safe: ["1"], testDescription: "no events"),
        Row(
            events: [[.introduced("0"), .fixed("1")], [.introduced("2"), .fixed("3")]],
            affected: ["0.5", "2.5"],
            safe: ["1.5", "3"], testDescription: "union of ranges"),
        Row(
            events: [[.introduced("2"), .fixed("3")]], versions: ["1.0.0", "nightly"],
            affected: ["1", "2.1"],
            safe: ["1.1", "3"], testDescription: "union of ranges and versions"),
        Row(
            events: [[.introduced("0"), .lastAffected("2.10.0-NA")]], affected: ["1", "2.10.0"],
            safe: ["2.10.1", "2.11"], testDescription: "last affected in no version: its release"),
        Row(
            events: [[.introduced("0"), .fixed("0.2.0-n653")]], affected: ["0.1", "0.2.0"], safe: ["0.2.1"],
            testDescription: "fixed in no version: after its release"),
        Row(
            events: [[.introduced("0"), .lastAffected("2.6.0-cu124")]], affected: ["2.6.0", "2.6.0rc1"],
            safe: ["2.6.1"], testDescription: "what follows the release is not taken for a phase"),
        Row(
            events: [[.introduced("0"), .fixed("unknown")]], affected: ["1", "99"], safe: [],
            testDescription: "an upper bound that says nothing is none"),
        Row(
            events: [[.introduced("unknown"), .fixed("2")]], affected: ["1"], safe: ["2"],
            testDescription: "introduced nowhere: from the beginning"),
        Row(
            events: [[.introduced("1"), .lastAffected("2.0.0")]], versions: ["0.5"],
            affected: ["2.0.0+cu118", "0.5+local", "1.0+a"], safe: ["2.0.1+cu118"],
            testDescription: "local labels do not count"),
        Row(
            versions: ["2.0+cpu"], affected: ["2.0+cpu"], safe: ["2.0", "2.0+cu118"],
            testDescription: "unless the entry names one"),
        Row(
            versions: ["v1.0", "02.1", "0!3.0.0", "4.0", "5.0RC1", "6.0-1", " 7 ", "0", "1!8"],
            affected: [
                "1.0", "1", "2.1", "3", "4", "4.0.0", "5.0rc1", "6.0.post1", "7.0", "0.0", "1!8.0", "5rc1+a",
            ],
            safe: ["5.0", "6.0", "8", "10", "40", "4.0.1", "0.0.1", "5.0rc2"],
            testDescription: "every spelling of a listed version"),
    ]

    @Test(arguments: rows) func includes(_ row: Row) throws {
        let part = Advisory.Affected(
            package: "a", ranges: row.events.map { Advisory.Range(events: $0) }, versions: row.versions)
        for version in row.affected { #expect(part.includes(try Version(version)), "\(version) is affected") }
        for version in row.safe { #expect(!part.includes(try Version(version)), "\(version) is safe") }
    }

    @Test func fixedVersionsAreThoseThatAreVersions() throws {
        let events: [Advisory.Event] = [
            .introduced("0"), .fixed("2.0"), .fixed("1.5"), .fixed("2019-09-12b"),
        ]
        let part = Advisory.Affected(package: "a", ranges: [.init(kind: .semantic, events: events)])
        #expect(try part.fixedVersions == [Version("2.0"), Version("1.5")])
    }
}
