import Testing

@testable import Conditions

@Suite struct DecimalNumberTests {
    @Test(arguments: [
        ("80", "80"), ("080.10", "80.1"), ("0.0", "0"), ("-0", "0"), ("-0.50", "-0.5"), ("1200", "1200"),
        ("0.001", "0.001"), ("123456789012345678", "123456789012345678"),
    ]) func textOfWhatWasWritten(_ written: String, _ text: String) {
        #expect(DecimalNumber(plain: written).text() == text)
    }

    @Test(arguments: [
        (0.1, "0.1"), (1e-7, "0.0000001"), (1.5e-7, "0.00000015"), (5e20, "500000000000000000000"),
        (-2.5, "-2.5"),
        (0, "0"), (100, "100"),
    ]) func textOfADouble(_ value: Double, _ text: String) {
        #expect(DecimalNumber(value).text() == text)
        #expect(DecimalNumber(value).double == value)
    }

    @Test(arguments: [
        ("79.999", 1, "80"), ("79.95", 1, "80"), ("79.94", 1, "79.9"), ("0.04", 1, "0"), ("0.05", 1, "0.1"),
        ("-0.05", 1, "-0.1"), ("999.5", 0, "1000"), ("5", 3, "5"), ("0.0004", 2, "0"), ("0.6", 0, "1"),
    ]) func rounding(_ written: String, _ digits: Int, _ text: String) {
        #expect(DecimalNumber(plain: written).rounded(toFractionDigits: digits).text() == text)
    }

    @Test func shiftsAndProductsAreExact() {
        #expect(DecimalNumber(plain: "80").shifted(by: -2).double == 0.8)
        #expect(DecimalNumber(plain: "1.1").shifted(by: -2).text() == "0.011")
        #expect(DecimalNumber(plain: "0.1").multiplied(by: 60) == DecimalNumber(plain: "6"))
        let large = DecimalNumber(plain: "999999999999999999").multiplied(by: 1 << 30)
        #expect(large.text() == "1073741823999999998926258176")
        #expect(DecimalNumber(plain: "80").text(fractionDigits: 2) == "80.00")
    }
}
