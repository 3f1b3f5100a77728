import Capabilities
import Testing

@testable import Processes

@Suite struct OutputCaptureTests {
    /// What must be kept, by the definition.
    private func expected(_ bytes: [UInt8], _ limit: Int) -> CapturedOutput {
        guard bytes.count > limit else { return CapturedOutput(bytes: bytes) }
        return CapturedOutput(
            bytes: bytes.prefix(limit - limit / 2) + bytes.suffix(limit / 2),
            droppedBytes: bytes.count - limit)
    }

    @Test(arguments: [0, 1, 2, 3, 7, 8, 64, 100])
    func keepsBothEndsHoweverItComes(_ limit: Int) {
        for length in 0...130 {
            let bytes = (0..<length).map { UInt8($0) }
            for step in [1, 2, 3, 5, 8, 13, 50, 200] {
                var capture = OutputCapture(limit: limit)
                for start in stride(from: 0, to: length, by: step) {
                    bytes[start..<min(start + step, length)].withUnsafeBytes { capture.append($0) }
                }
                #expect(capture.captured == expected(bytes, limit), "\(length) bytes, \(step) at a time")
            }
        }
    }

    @Test func negativeLimitKeepsNothing() {
        var capture = OutputCapture(limit: -5)
        [1, 2, 3].withUnsafeBytes { capture.append($0) }
        #expect(capture.captured.bytes.isEmpty && capture.captured.droppedBytes == 24)
    }
}
