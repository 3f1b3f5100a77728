import BPMN
import Testing

@Suite("Times of ISO 8601") struct TimeValueTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01", 0), ("2000-02-29T12:30:15.250Z", 951_827_415_250),
        ("1969-12-31T23:59:59Z", -1000), ("2026-03-01T12:00:00+01:00", 1_772_362_800_000),
        ("2026-03-01T12:00:00", 1_772_366_400_000), ("1600-02-29", -11_670_998_400_000),
    ])
    func instants(text: String, milliseconds: Int) {
        #expect(TimeInstant(iso: text)?.milliseconds == Int64(milliseconds))
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2025-02-29", "2026-00-01", "2026-01-01T", "2026-01-01T25:00:00Z",
        "2026-01-01T10Z",
        "2026-01-01T10:00:00Zx", "26-01-01", "2026-1-1", "now",
    ])
    func noInstants(text: String) { #expect(TimeInstant(iso: text) == nil) }

    @Test(arguments: [
        ("PT1S", 0, 1000), ("PT0.5S", 0, 500), ("P1DT2H3M4S", 0, 93_784_000), ("P2W", 0, 1_209_600_000),
        ("P1Y2M", 14, 0), ("-PT1M", 0, -60_000), ("PT36H", 0, 129_600_000),
    ])
    func spans(text: String, months: Int, milliseconds: Int) {
        #expect(TimeSpan(iso: text) == TimeSpan(months: Int64(months), milliseconds: Int64(milliseconds)))
    }

    @Test(arguments: ["", "P", "PT", "P1DT", "1S", "P1S", "PT1D", "PT1", "PTS", "PT1S ", "pt1s"])
    func noSpans(text: String) { #expect(TimeSpan(iso: text) == nil) }

    @Test func cycles() {
        #expect(TimeCycle(iso: "R3/PT10S")?.repetitions == 3)
        #expect(TimeCycle(iso: "R/PT10S")?.repetitions == nil && TimeCycle(iso: "R/PT10S") != nil)
        #expect(TimeCycle(iso: "R2/1970-01-01T00:00:05Z/PT1M")?.start?.milliseconds == 5000)
        for text in ["R3", "R3/", "3/PT1S", "Rx/PT1S", "R3/PT0S", "R3/now/PT1S", "R3/PT1S/PT1S/PT1S"] {
            #expect(TimeCycle(iso: text) == nil, "\(text)")
        }
    }

    /// Months keep the day, or take the last one there is.
    @Test func addingMonths() throws {
        for (from, span, to) in [
            ("2026-01-31T10:00:00Z", "P1M", "2026-02-28T10:00:00Z"), ("2024-02-29", "P1Y", "2025-02-28"),
            ("2025-12-31", "P2M", "2026-02-28"), ("2026-03-15", "P1Y1MT1H", "2027-04-15T01:00:00Z"),
        ] {
            let start = try #require(TimeInstant(iso: from))
            #expect(
                start.adding(try #require(TimeSpan(iso: span))) == TimeInstant(iso: to), "\(from) + \(span)")
        }
    }
}
