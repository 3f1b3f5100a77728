import Testing

@testable import Attestations

@Suite("Timestamps")
struct TimestampTests {
    /// Seconds since 1970 by GNU date.
    static let times: [(text: String, seconds: Int64, nanoseconds: Int64)] = [
        ("1970-01-01T00:00:00Z", 0, 0), ("1985-04-12T23:20:50.52Z", 482_196_050, 520_000_000),
        ("2024-02-29T12:00:00Z", 1_709_208_000, 0), ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999),
        ("0001-01-01T00:00:00Z", -62_135_596_800, 0), ("9999-12-31T23:59:59Z", 253_402_300_799, 0),
        ("2000-02-29T00:00:00.000000001Z", 951_782_400, 1),
        ("2026-11-27T06:51:21.1Z", 1_795_762_281, 100_000_000),
    ]

    @Test(arguments: times) func bothWays(text: String, seconds: Int64, nanoseconds: Int64) throws {
        let time = try #require(Timestamp(text))
        #expect(time == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(time.description == text)
        #expect(time.day.description == String(text.prefix(10)))
    }

    @Test func fractionsHaveTheFewestDigits() {
        #expect(Timestamp("2024-01-01T00:00:00.500Z")?.description == "2024-01-01T00:00:00.5Z")
        #expect(Timestamp("2024-01-01T00:00:00.000Z")?.description == "2024-01-01T00:00:00Z")
    }

    @Test(arguments: [
        "", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T00:00:00+00:00", "2024-01-01t00:00:00Z",
        "2024-01-01T00:00:00z", "2024-01-01 00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
        "2023-02-29T00:00:00Z", "2024-04-31T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z",
        "2016-12-31T23:59:60Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.1234567890Z",
        "2024-01-01T00:00:00,5Z", "0000-01-01T00:00:00Z", "-001-01-01T00:00:00Z", "2024-1-01T00:00:00Z",
        "٢٠٢٤-01-01T00:00:00Z", "2024-01-01T0a:00:00Z", "2024-01-01T00:00:00ZZ", "+024-01-01T00:00:00Z",
    ])
    func malformed(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func outsideTheCalendar() {
        #expect(Timestamp(seconds: 253_402_300_800) == nil)
        #expect(Timestamp(seconds: -62_135_596_801) == nil)
        #expect(Timestamp(seconds: 0, nanoseconds: 1_000_000_000) == nil)
        #expect(Timestamp(seconds: 0, nanoseconds: -1) == nil)
        #expect(Timestamp(seconds: .max) == nil)
    }

    @Test func daysReadBackForFourCenturies() throws {
        var previous = try #require(Day("1799-12-31"))
        for _ in 0..<(146_097 + 1) {
            let day = Day(number: previous.number + 1)
            #expect(Day(day.description) == day)
            #expect(previous < day)
            previous = day
        }
        #expect(previous.description == "2200-01-01")
    }

    @Test(arguments: ["2024-1-1", "2024-02-30", "2024-01-01T", "", "24-01-01", "2024/01/01", "0000-12-31"])
    func malformedDay(_ text: String) {
        #expect(Day(text) == nil)
    }
}
