import Diagnostics
import Audit
import Attestations
import Capabilities
import DefinitionOfDone
import Ledger
import Testing

@testable import SupplyChain

@Suite("Errors of attesting") struct SupplyChainErrorTests {
    static let all: [SupplyChainError] = [
        .attestation(.notSigned), .audit(.emptyLedger), .run(.noUV), .ledger(.missing(path: "l")),
        .file(.missing(path: "f")), .process(.cancelled), .noVerdict(run: "r"), .noCommit(reason: "none"),
        .git("git says `no`"), .notAttested(run: "r"), .lostBundle(path: "p"), .noTrustedKey,
        .unexpected("x"),
    ]

    @Test(arguments: all) func worded(_ error: SupplyChainError) {
        let diagnostic = error.diagnostic
        #expect(!diagnostic.code.isEmpty)
        #expect(diagnostic.message.first?.isUppercase == false)
        #expect(!diagnostic.message.hasSuffix("."))
    }

    @Test func errorsBelowKeepTheirWords() {
        for error in Self.all {
            #expect(SupplyChainError(error) == error)
        }
        #expect(SupplyChainError(FileError.missing(path: "x")) == .file(.missing(path: "x")))
        #expect(SupplyChainError(LedgerError.missing(path: "x")).diagnostic.message.contains("x"))
        #expect(SupplyChainError(CancellationError()).diagnostic.exit == .bug)
    }
}
