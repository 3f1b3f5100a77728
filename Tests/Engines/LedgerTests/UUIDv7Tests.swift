import Ledger
import Testing

@Suite("UUIDs of version 7, RFC 9562")
struct UUIDv7Tests {
    /// The example of RFC 9562, appendix A.6, with the fraction of the millisecond that its random bits stand for.
    @Test func sampleOfTheRFC() {
        let milliseconds: Int64 = 0x017F_22E2_79B0
        let id = uuidV7(nanoseconds: milliseconds * 1_000_000, random: 0x18C4_DC0C_0C07_398F)
        #expect(id == "017f22e2-79b0-7000-98c4-dc0c0c07398f")
    }

    @Test(
        arguments: [Int64.min, -1, 0, 1, 999_999, 1_000_000, .max], [UInt64.min, .max, 0x0123_4567_89AB_CDEF])
    func isWellFormed(nanoseconds: Int64, random: UInt64) {
        #expect(isUUIDv7(uuidV7(nanoseconds: nanoseconds, random: random)))
    }

    @Test func sortsByTimeToAQuarterMicrosecond() {
        let start: Int64 = 1_790_000_000_000_000_000
        let ids = (0..<8000).map {
            uuidV7(nanoseconds: start + Int64($0) * 245, random: .random(in: 0...(.max)))
        }
        #expect(ids == ids.sorted())
    }

    @Test(arguments: [
        "", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e279b07cc398c4dc0c0c07398f",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-78c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398é",
    ]) func isNone(text: String) { #expect(!isUUIDv7(text)) }
}
