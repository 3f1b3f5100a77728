import Capabilities
import Files
import Testing

@Suite struct SystemClockTests {
    @Test func tellsATimeOfThisAge() {
        let first = SystemClock().now()
        let second = SystemClock().now()
        #expect(first.nanoseconds > 1_700_000_000_000_000_000)
        #expect(second >= first)
    }
}
