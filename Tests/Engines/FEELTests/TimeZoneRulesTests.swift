import Foundation
import Testing

@testable import FEEL

/// The reader of zone files, against what Python's zoneinfo makes of the same database.
@Suite(
    "Time zone files",
    .enabled(
        if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Paris"), "no zone files here"))
struct TimeZoneRulesTests {
    @Test func offsetsAreThoseOfPython() throws {
        let file = CaseRow.fixtures.appending(path: "zones.tsv")
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(rows.count >= 700)
        for row in rows {
            let parts = row.split(separator: "\t").map(String.init)
            let (seconds, offset) = (try #require(Int64(parts[1])), try #require(Int(parts[2])))
            let rules = try #require(SystemTimeZones.all.rules(of: parts[0]), "\(parts[0])")
            #expect(rules.offset(at: seconds) == offset, "\(row)")
        }
    }

    @Test func damagedFilesAreRefusedOrRead() throws {
        let file = URL(filePath: "/usr/share/zoneinfo/Europe/Paris")
        let bytes = Array(try Data(contentsOf: file))
        #expect(TimeZoneRules(tzif: bytes) != nil)
        #expect(TimeZoneRules(tzif: []) == nil)
        #expect(TimeZoneRules(tzif: Array("TZif".utf8)) == nil)
        for end in stride(from: 0, to: 200, by: 3) {
            #expect(TimeZoneRules(tzif: Array(bytes[..<end])) == nil)
        }
        for index in stride(from: 0, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[index] ^= 0xFF
            // Whatever is read must answer.
            if let rules = TimeZoneRules(tzif: damaged) {
                #expect(abs(rules.offset(at: 1_700_000_000)) < 1 << 40)
            }
        }
    }

    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_720_000_000, 7200),
        ("CET-1CEST,M3.5.0,M10.5.0/3", 1_705_000_000, 3600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_705_000_000, 39_600), ("EST5", 0, -18_000),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_720_000_000, 37_800), ("JST-9", 0, 32_400),
        ("AAA0BBB,J60,J300", 1_720_000_000, 3600), ("AAA0BBB,59,299", 1_705_000_000, 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_705_000_000, 0), ("IST-1GMT0,M10.5.0,M3.5.0/1", 1_720_000_000, 3600),
    ])
    func rulesForEveryYear(_ text: String, _ seconds: Int64, _ offset: Int) throws {
        #expect(try #require(YearlyRule(text)).offset(at: seconds) == offset)
    }

    @Test(arguments: [
        "", "A", "CET", "CET-1CEST", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0", "<CET-1", "1",
    ])
    func otherTextIsNoRule(_ text: String) { #expect(YearlyRule(text) == nil) }
}
