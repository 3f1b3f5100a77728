import Testing

@testable import Conditions

@Suite struct OrderTests {
    @Test(arguments: [
        (0.8, 4.0 / 5, Order.same), (0.1 + 0.2, 0.3, .same), (1.1 / 100, 0.011, .same), (0.79999, 0.8, .less),
        (0.800_000_000_001, 0.8, .more), (9_007_199_254_740_991, 9_007_199_254_740_992, .less),
        (0, -0.0, .same),
        (0, .leastNonzeroMagnitude, .same), (0, 1e-300, .less), (-0.3, -(0.1 + 0.2), .same), (-1, 1, .less),
    ]) func standing(_ a: Double, _ b: Double, _ expected: Order) {
        #expect(order(a, b) == expected)
    }

    @Test func differencesOfLargeOperands() {
        #expect(order(0.3 - 0.2, 0.1, scale: 0.3) == .same)
        #expect(order(0.1001, 0.1, scale: 0.3) == .more)
    }
}
