import Diagnostics
import Ledger
import Testing

@Suite struct LedgerErrorTests {
    static let all: [(LedgerError, String)] = [
        (.conflict(stream: "r", expected: 1, actual: 2), "ledger.conflict"),
        (.corrupt(path: "p", reason: "x"), "ledger.corrupt"),
        (.newer(path: "p", found: 2, supported: 1), "ledger.newer"), (.foreign(path: "p"), "ledger.foreign"),
        (.missing(path: "p"), "ledger.missing"), (.locked(path: "p", after: .seconds(5)), "ledger.locked"),
        (.full(path: "p"), "ledger.full"), (.readOnly(path: "p"), "ledger.read-only"),
        (.failed(path: "p", operation: "open", reason: "x"), "ledger.failed"),
        (.malformedEvent(stream: "r", version: 1, reason: "x"), "ledger.malformed-event"),
        (
            .newerEvent(stream: "r", version: 1, type: "T", found: 2, supported: 1), "ledger.newer-event"
        ),
    ]

    @Test(arguments: all) func isWorded(error: LedgerError, code: String) {
        let diagnostic = error.diagnostic
        #expect(diagnostic.code == code)
        #expect(!diagnostic.message.isEmpty && !diagnostic.message.hasSuffix("."))
        #expect(diagnostic.exit == (code == "ledger.missing" ? .usage : .unavailable))
    }

    @Test func lockSaysHowLong() {
        let message = LedgerError.locked(path: "l.db", after: .seconds(5)).diagnostic.message
        #expect(message == "the ledger `l.db` was locked by another process for 5.0 seconds")
    }
}
