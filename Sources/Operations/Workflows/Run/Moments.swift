package import Capabilities

extension Instant {
    /// A moment in milliseconds since 1970; what is too far away to be told in nanoseconds is the last or first that is not.
    package init(milliseconds: Int64) {
        let (nanoseconds, isTooFar) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        self.init(nanoseconds: isTooFar ? (milliseconds < 0 ? .min : .max) : nanoseconds)
    }
}
