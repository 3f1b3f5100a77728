import Attestations
import StructuredData
import Testing

@Suite("Test results")
struct TestResultTests {
    typealias Row = StatementTests.Row

    static let rows = [
        Row("/result", nil, .missing),
        Row("/result", "passed", .unknownValue("passed", known: ["PASSED", "WARNED", "FAILED"])),
        Row("/result", 1, .wrongKind(expected: .text)), Row("/configuration", nil, .missing),
        Row("/configuration", [:], .wrongKind(expected: .array)),
        Row("/configuration/0", ["name": "x"], .noneOf(["uri", "digest", "content"])),
        Row("/configuration/0/digest/gitBlob", "x", .notDigest(algorithm: "gitBlob")),
        Row("/url", "runs/1", .notURI("runs/1")), Row("/passedTests", "a", .wrongKind(expected: .array)),
        Row("/passedTests/0", 1, .wrongKind(expected: .text)), Row("/warnedTests/0", "", .empty),
        Row("/failedTests", [""], at: "/failedTests/0", .empty),
    ]

    @Test(arguments: rows) func refused(_ row: Row) throws { expectFaults(of: try Samples.testResult(), row) }

    @Test func wireForm() throws {
        let result = try TestResult(result: .warned, configuration: [], warnedTests: ["a"])
        #expect(
            result.json.canonical
                == #"{"configuration":[],"failedTests":[],"passedTests":[],"result":"WARNED","warnedTests":["a"]}"#
        )
        let short = try TestResult(json: ["result": "FAILED", "configuration": []])
        #expect(short.result == .failed && short.failedTests.isEmpty && short.url == nil)
    }
}
