/// How one finite number stands to another.
enum Order: Hashable, Sendable { case less, same, more }

/// Compares a measured number with a required one.
///
/// Whole numbers are compared exactly. Others that differ by at most four units in the last place of the largest
/// operand are the same number: 1.1 / 100 is 1.1 %, although its last bit says otherwise.
///
/// Either number may have been computed from operands larger than both; `scale` is then the largest of them.
func order(_ a: Double, _ b: Double, scale: Double = 0) -> Order {
    if a == b { return .same }
    let areWhole = a == a.rounded() && b == b.rounded()
    let tolerance = 4 * max(abs(a), abs(b), abs(scale)).ulp
    if !areWhole, abs(a - b) <= tolerance { return .same }
    return a < b ? .less : .more
}
