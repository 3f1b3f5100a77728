import Conditions
import Testing

@Suite struct QuantityTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let value: Double
        let dimension: Dimension
        let text: String
        init(_ value: Double, _ dimension: Dimension, _ text: String) {
            (self.value, self.dimension, self.text) = (value, dimension, text)
        }
        var testDescription: String { "\(value) \(dimension) → \(text)" }
    }

    @Test(arguments: [
        Row(0.832, .ratio, "83.2 %"), Row(0.8, .ratio, "80 %"), Row(1, .ratio, "100 %"),
        Row(0, .ratio, "0 %"),
        Row(2.0 / 3, .ratio, "66.7 %"), Row(0.99999, .ratio, "99.999 %"), Row(0.00001, .ratio, "0.001 %"),
        Row(0.79999, .ratio, "80.0 %"), Row(1.5, .ratio, "150 %"), Row(-0.25, .ratio, "-25 %"),
        Row(0.0125, .time, "12.5 ms"), Row(0.012_345, .time, "12.3 ms"), Row(0.1234, .time, "123 ms"),
        Row(1.2345, .time, "1.23 s"), Row(59.999, .time, "60.0 s"), Row(90, .time, "1.5 min"),
        Row(5400, .time, "1.5 h"), Row(0, .time, "0 s"), Row(2e-6, .time, "2 us"),
        Row(3.25e-9, .time, "3.25 ns"),
        Row(1e-15, .time, "0.000001 ns"), Row(-0.002, .time, "-2 ms"),
        Row(0, .bytes, "0 B"), Row(1023, .bytes, "1023 B"), Row(1024, .bytes, "1 KiB"),
        Row(3_565_158, .bytes, "3.4 MiB"), Row(5_368_709_120, .bytes, "5 GiB"),
        Row(1e15, .bytes, "909.5 TiB"),
        Row(120, .rate, "120/s"), Row(1234.567, .rate, "1234.6/s"), Row(7, .count, "7"),
        Row(2.346, .count, "2.35"),
        Row(1e22, .count, "10000000000000000000000"), Row(.nan, .ratio, "not a number"),
        Row(.infinity, .time, "infinity"), Row(-.infinity, .time, "-infinity"),
    ]) func forAPerson(_ row: Row) {
        #expect(Quantity(value: row.value, dimension: row.dimension).description == row.text)
    }

    @Test func anyValuePrints() {
        let values = [
            Double.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
            .leastNormalMagnitude,
            .ulpOfOne, -0.0, 1.0.nextDown, 1.0.nextUp, .signalingNaN,
        ]
        for value in values {
            for dimension in Dimension.allCases {
                #expect(!Quantity(value: value, dimension: dimension).description.isEmpty)
            }
        }
    }
}
