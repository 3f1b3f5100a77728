import PythonPackaging
import Testing

@Suite("Numbers of any size")
struct VersionNumberTests {
    @Test(arguments: [
        ("0", "1"), ("9", "10"), ("18446744073709551615", "18446744073709551616"),
        ("18446744073709551616", "18446744073709551617"), ("99999999999999999999", "100000000000000000000"),
    ]) func successor(text: String, next: String) throws {
        let number = try #require(Version.Number(digits: Array(text.utf8)))
        let expected = try #require(Version.Number(digits: Array("00\(next)".utf8)))
        #expect(number.successor == expected)
        #expect(number.successor.description == next)
        #expect(number < expected && !(expected < number))
    }

    @Test(arguments: ["", "a", "1a", "-1", "٣"]) func refused(text: String) {
        #expect(Version.Number(digits: Array(text.utf8)) == nil)
    }

    @Test func intOnlyWhenItFits() {
        #expect(Version.Number(7).int == 7)
        #expect(Version.Number(UInt64.max).int == nil)
        #expect(Version.Number(digits: Array("99999999999999999999".utf8))?.int == nil)
    }
}
