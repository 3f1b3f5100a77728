package import BPMN

extension RetryPolicy {
    /// How long to wait after a failed attempt, in milliseconds.
    ///
    /// - Parameters:
    ///   - attempt: The number of the attempt that failed, from 1.
    ///   - random: 64 random bits for the jitter.
    /// - Returns: At least 0.
    package func delay(after attempt: Int, random: UInt64) -> Int64 {
        var length = Double(delay.roughMilliseconds)
        let longest = Double(max(delay.roughMilliseconds, limit.roughMilliseconds))
        for _ in 1..<max(1, attempt) where length < longest { length *= max(1, factor) }
        length = min(length, longest)
        let share = Double(random >> 11) / Double(1 << 53) * 2 - 1
        return Int64(max(0, length * (1 + share * min(1, max(0, jitter)))).rounded())
    }
}

extension TimeSpan {
    /// Its length where no date says how long its months are: thirty days each.
    var roughMilliseconds: Int64 {
        let (product, isTooFar) = months.multipliedReportingOverflow(by: 30 * 86_400_000)
        let (sum, isFurther) = product.addingReportingOverflow(milliseconds)
        return isTooFar || isFurther ? .max : sum
    }
}
