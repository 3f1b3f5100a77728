import Testing

@testable import FEEL

@Suite("FEEL numbers") struct FEELNumberTests {
    @Test func nothing() { #expect(FEELNumber(1) == FEELNumber("1.0")) }
}
