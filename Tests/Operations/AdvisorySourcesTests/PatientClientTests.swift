import Capabilities
import Testing

@testable import AdvisorySources

@Suite struct PatientClientTests {
    @Test(arguments: [
        ("7", Duration.seconds(7)), ("0", .seconds(0)), ("Tue, 01 Dec 2026 12:01:00 GMT", .seconds(60)),
        ("Mon, 30 Nov 2026 12:00:00 GMT", .zero), ("-1", nil), ("99999999999999999999", nil), ("soon", nil),
        ("", nil),
        ("Tue, 31 Feb 2026 12:00:00 GMT", nil), ("Tue, 01 Dec 2026 25:00:00 GMT", nil),
        ("Tue, 01 Foo 2026 12:00:00 GMT", nil), ("Tue, 01 Dec 9999 12:00:00 GMT", .seconds(251_603_539_200)),
    ])
    func retryAfter(_ header: String, _ pause: Duration?) {
        #expect(retryPause(header, now: ManualClock.start) == pause)
    }

    @Test(arguments: [
        ("https://user:secret@osv.example.org/v1", "https://osv.example.org/v1"),
        ("https://user:p@ss@osv.example.org", "https://osv.example.org"),
        ("https://osv.example.org/a@b", "https://osv.example.org/a@b"), ("none", "none"),
    ])
    func secretsAreNotShown(_ url: String, _ text: String) { #expect(shown(url) == text) }

    @Test func timesDoNotOverflow() {
        let last = Instant(nanoseconds: .max)
        #expect(last.advanced(by: .seconds(1)) == last)
        #expect(Instant(nanoseconds: 0).advanced(by: .seconds(Int64.max)) == last)
        #expect(Instant(nanoseconds: 5).advanced(by: .milliseconds(1)) == Instant(nanoseconds: 1_000_005))
    }
}
