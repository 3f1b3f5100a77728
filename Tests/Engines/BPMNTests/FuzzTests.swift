import BPMN
import StructuredData
import Testing

/// Damaged input ends in an error, never in a trap.
@Suite("Damaged input") struct FuzzTests {
    /// Events whose JSON is not theirs.
    @Test(arguments: [
        "{}", "{\"type\":\"Nothing\"}", "{\"type\":\"ProcessStarted\"}",
        "{\"type\":\"ClockSet\",\"time\":\"now\"}",
        "{\"type\":\"ElementCompleted\",\"instance\":1,\"flows\":[1]}", "[]", "{\"type\":5}",
        "{\"type\":\"ElementActivated\",\"instance\":1,\"element\":\"a\",\"scope\":1,\"mode\":\"other\"}",
    ])
    func damagedEvents(text: String) throws {
        let json = try JSON(parsing: text)
        #expect(throws: BPMNError.self) { try ProcessEvent(json: json) }
    }
}
