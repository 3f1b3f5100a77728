import Foundation
import Testing

@testable import FEEL

/// Decimals against the vectors of `make_decimals.py`.
@Suite("FEEL numbers") struct FEELNumberTests {
    struct Vector {
        let operation: String
        let a: FEELNumber
        let b: FEELNumber
        let result: String
    }

    static func vectors() throws -> [Vector] {
        let file = CaseRow.fixtures.appending(path: "decimals.tsv")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let parts = line.split(separator: "\t").map(String.init)
            return Vector(
                operation: parts[0], a: try #require(FEELNumber(parts[1]), "\(parts[1])"),
                b: try #require(FEELNumber(parts[2]), "\(parts[2])"), result: parts[3])
        }
    }

    private static let modes: [String: FEELRounding] = [
        "halfEven": .halfEven, "halfUp": .halfUp, "halfDown": .halfDown, "up": .up, "down": .down,
        "floor": .floor, "ceiling": .ceiling,
    ]

    @Test func resultsAreThoseOfPython() throws {
        let vectors = try Self.vectors()
        #expect(vectors.count > 2500)
        for vector in vectors {
            let (a, b) = (vector.a, vector.b)
            let result: FEELNumber? =
                switch vector.operation {
                case "add": a.adding(b)
                case "subtract": a.subtracting(b)
                case "multiply": a.multiplied(by: b)
                case "divide": a.divided(by: b)
                case "compare": FEELNumber(a < b ? -1 : a == b ? 0 : 1)
                case "sqrt": a.squareRoot
                case "exp": a.exponential
                case "ln": a.logarithm
                case "power": a.raised(to: b)
                default: Self.modes[vector.operation].flatMap { a.rounded($0, scale: b.integer ?? 0) }
                }
            let isNear = ["exp", "ln", "power"].contains(vector.operation)
            let expected = FEELNumber(vector.result)
            #expect(
                isNear ? Self.isNear(result, expected) : result == expected,
                "\(vector.operation) \(a) \(b): \(vector.result), not \(result?.description ?? "nil")")
        }
    }

    /// Within 10^-30 of the greater of the value and one.
    private static func isNear(_ a: FEELNumber?, _ b: FEELNumber?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        guard a != b else { return true }
        guard let distance = a.subtracting(b)?.magnitude else { return false }
        let scale = max(b.magnitude, .one)
        guard let bound = scale.multiplied(by: FEELNumber(unchecked: 1, exponent: -30, isNegative: false))
        else {
            return false
        }
        return distance <= bound
    }

    @Test(
        arguments: [
            ("0", "0"), ("1.0", "1"), ("-0", "0"), ("00012", "12"), ("1e3", "1000"), ("1.5E-3", "0.0015"),
            ("123456789.987654321", "123456789.987654321"), ("1e100", "1e+100"), ("-2.5e-100", "-2.5e-100"),
            ("12345678901234567890123456789012345", "12345678901234567890123456789012340"),
            ("12345678901234567890123456789012355", "12345678901234567890123456789012360"), ("+1", "1"),
        ])
    func textIsPlain(_ text: String, _ printed: String) {
        #expect(FEELNumber(text)?.description == printed)
    }

    @Test(arguments: [
        "", "-", ".", "1.", "1e", "1e+", "1e99999999999", "x", "1x", "1 ", "0x1", "1e7000", "١",
    ])
    func otherTextIsNoNumber(_ text: String) { #expect(FEELNumber(text) == nil) }

    @Test func membersOfACohortAreEqualAndHashAlike() {
        let one = [FEELNumber("1"), FEELNumber("1.0"), FEELNumber("1.000"), FEELNumber("10e-1")]
        #expect(Set(one).count == 1)
        #expect(FEELNumber("0") == FEELNumber("0.00"))
        #expect(FEELNumber("1") != FEELNumber("-1"))
    }

    @Test func integersConvertExactly() {
        for value in [0, 1, -1, 1000, Int.max, Int.min, 1 << 53] {
            #expect(FEELNumber(value).integer == value)
        }
        #expect(FEELNumber("1e18")?.integer == 1_000_000_000_000_000_000)
        #expect(FEELNumber("1e19")?.integer == nil)
        #expect(FEELNumber("1.5")?.integer == nil)
        #expect(FEELNumber("0.1")?.double == 0.1)
    }
}
