import Attestations
import Capabilities
import Files
import Ledger
import SQLiteStore
import StructuredData
import Testing
import TransparencyLog

@testable import Audit

@Suite("Export and import") struct LedgerImportTests {
    private func filled() async throws -> Clone {
        let clone = try Clone()
        for round in 0..<3 {
            try await clone.append(3, to: "a")
            try await clone.append(2, to: "b\(round)")
            _ = try await clone.checkpointing.sign()
        }
        return clone
    }

    @Test func anExportIsTheWholeLedgerSigned() async throws {
        let clone = try await filled()
        let ledger = try await clone.ledger()
        #expect(ledger.events == (try await clone.all()).map(\.event))
        #expect(ledger.header.events == 18)
        #expect(ledger.header.checkpoint.size == 17)
        #expect(ledger.root(at: 18) == (try await clone.root()))
        #expect(ledger.header.origin == (try await origin(of: clone.store)))
    }

    @Test func anEmptyLedgerHasNothingToExport() async throws {
        let clone = try Clone()
        await #expect(throws: AuditError.emptyLedger) { _ = try await clone.exported() }
    }

    @Test func aFileIsWrittenWholeOrNotAtAll() async throws {
        let clone = try await filled()
        let export = try await LedgerExport(clone.checkpointing)
        try await export.write(to: clone["out/backup.jsonl"], clone.files)
        #expect(try clone.files.read(clone["out/backup.jsonl"]) == (try await clone.exported()))
        #expect(try clone.files.list(clone["out"]) == ["backup.jsonl"])
        try clone.files.makeDirectory(clone["folder"])
        try clone.files.write([1], to: clone["folder/x"])
        await #expect(throws: AuditError.self) { try await export.write(to: clone["folder"], clone.files) }
        await #expect(throws: AuditError.self) {
            try await export.write(to: "/proc/uvmgr.jsonl", clone.files)
        }
        #expect(!clone.files.isFile(clone["folder.part"]))
    }

    @Test func anEmptyLedgerBecomesTheExportedOne() async throws {
        let (from, to) = (try await filled(), try Clone())
        let ledger = try await from.ledger()
        let trial = try await to.importing.restore(ledger, isTrial: true)
        #expect(trial.kind == .restored)
        #expect(try await to.store.size() == 0)
        #expect(try await to.importing.restore(ledger) == trial)
        #expect(try await to.all() == (try await from.all()))
        #expect(try await to.root() == (try await from.root()))
        #expect(try await to.store.databaseFaults() == [])
        #expect(try await to.importing.restore(ledger).kind == .unchanged)
        #expect(try await to.store.size() == 18)
    }

    /// A backup of the ledger itself: what is missing comes back, what is newer stays.
    @Test func aLedgerIsContinuedByItsOwnBackup() async throws {
        let (from, to) = (try await filled(), try Clone())
        let old = try await from.ledger()
        _ = try await to.importing.restore(old)
        try await from.append(4, to: "later")
        let new = try await from.ledger()
        let outcome = try await to.importing.restore(new)
        #expect(outcome.kind == .restored)
        #expect(outcome.events == 5)
        #expect(try await to.root() == (try await from.root()))
        #expect(try await to.importing.restore(old).kind == .unchanged)
    }

    /// Two copies of one ledger that both went on: their names promise what is not so.
    @Test func aCopyThatWentOnByItselfIsRefused() async throws {
        let (from, to) = (try await filled(), try Clone())
        _ = try await to.importing.restore(try await from.ledger())
        try await from.append(1, to: "mine")
        try await to.append(2, to: "yours")
        let ledger = try await from.ledger()
        let before = try await to.all()
        await #expect(throws: AuditError.forkedLedger(ledger.header.origin, size: 20)) {
            _ = try await to.importing.restore(ledger)
        }
        #expect(try await to.all() == before)
    }

    @Test func anotherLedgerIsTakenInByStream() async throws {
        let (one, two) = (try await filled(), try Clone())
        try await two.append(2, to: "own")
        let ledger = try await one.ledger()
        let outcome = try await two.importing.restore(ledger)
        #expect(
            outcome
                == ImportOutcome(
                    kind: .merged, events: 15, streams: 4, ledgers: [ledger.header.origin], size: 18))
        #expect(try await two.runs() == ["a", "b0", "b1", "b2", "own"])
        #expect(try await two.store.read(stream: "a") == (try await one.store.read(stream: "a")))
        let record = try #require(try await two.store.read(stream: "imports").first)
        let imported = try #require(ImportedLedger(payload: record.payload))
        #expect(imported.origin == ledger.header.origin)
        #expect(imported.root == ledger.header.checkpoint.root)
        #expect(imported.events == 15)
        #expect(try await two.importing.restore(ledger).kind == .unchanged)
        #expect(try await two.store.size() == 18)
        // What came after is what is missing.
        try await one.append(1, to: "a")
        #expect(try await two.importing.restore(try await one.ledger()).events == 1)
        #expect(try await two.store.read(stream: "a").count == 10)
    }

    @Test func thereAndBackAgainChangesNothing() async throws {
        let (one, two) = (try await filled(), try Clone())
        try await two.append(2, to: "own")
        _ = try await two.importing.restore(try await one.ledger())
        #expect(try await one.importing.restore(try await two.ledger()).events == 2)
        #expect(try await two.importing.restore(try await one.ledger()).kind == .unchanged)
        #expect(try await one.runs() == (try await two.runs()))
    }

    @Test func aForkedStreamImportsNothing() async throws {
        let (one, two) = (try Clone(), try Clone())
        try await one.append(1, to: "free")
        let shared = try await one.append(2, to: "run")
        try await two.append(1, to: "own")
        _ = try await two.store.append(shared, expectedVersion: 0)
        try await one.append(1, to: "run", text: "here")
        try await two.append(1, to: "run", text: "there")
        let before = try await two.all()
        let ledger = try await one.ledger()
        await #expect(throws: AuditError.forkedStream("run", version: 3)) {
            _ = try await two.importing.restore(ledger)
        }
        #expect(try await two.all() == before)
    }

    /// What was imported of a ledger once is its beginning for ever.
    @Test func aLedgerThatWasRewrittenSinceIsRefused() async throws {
        let (one, two) = (try Clone(), try Clone())
        try await two.append(1, to: "own")
        let first = try await one.append(1, to: "first")
        try await one.append(1, to: "second")
        _ = try await two.importing.restore(try await one.ledger())
        let rewritten = try Clone()
        _ = try await rewritten.store.append(first, expectedVersion: 0)
        try await rewritten.append(5, to: "other")
        let ledger = try await rewritten.ledger()
        await #expect(throws: AuditError.forkedLedger(ledger.header.origin, size: 2)) {
            _ = try await two.importing.restore(ledger)
        }
        #expect(try await two.store.size() == 4)
    }

    /// An id that stands elsewhere already breaks the append in its middle: nothing of it stays.
    @Test func whatCannotBeAppendedLeavesNothing() async throws {
        let (one, two) = (try Clone(), try Clone())
        try await one.append(300, to: "long")
        let twin = try await one.append(1, to: "twin")[0]
        let moved = try Event(
            id: twin.id, stream: "elsewhere", version: 1, type: "Tested", schema: 1, time: 1, actor: "eve",
            payload: [:])
        _ = try await two.store.append([moved], expectedVersion: 0)
        let ledger = try await one.ledger()
        await #expect(throws: AuditError.ledger(duplicateID(twin))) {
            _ = try await two.importing.merge([ledger])
        }
        #expect(try await two.store.size() == 1)
        #expect(try await two.append(1, to: "next").count == 1)
        #expect(try await two.store.databaseFaults() == [])
    }

    @Test func aLedgerThatCannotBeWrittenIsLeft() async throws {
        let (one, two) = (try await filled(), try Clone())
        try await two.append(1, to: "own")
        let reader = try SQLiteStore(path: two["ledger.db"], access: .read)
        let work = LedgerImport(into: reader, clock: two.clock, random: { 7 }, actor: "ann")
        let ledger = try await one.ledger()
        await #expect(throws: AuditError.ledger(.readOnly(path: two["ledger.db"]))) {
            _ = try await work.restore(ledger)
        }
    }

    @Test func whoVouches() async throws {
        let (one, two) = (try await filled(), try Clone())
        let header = try await one.ledger().header
        let key = try #require(try one.keys.publicKey())
        let other = try await two.keys.current().key.publicKey
        #expect(try TrustedKeys([key]).voucher(of: header, named: "x", isRequired: true) == key.keyID)
        #expect(try TrustedKeys([other, key]).voucher(of: header, named: "x", isRequired: true) == key.keyID)
        #expect(try TrustedKeys([other]).voucher(of: header, named: "x", isRequired: false) == nil)
        #expect(try TrustedKeys().voucher(of: header, named: "x", isRequired: false) == nil)
        #expect(throws: AuditError.self) {
            try TrustedKeys([other]).voucher(of: header, named: "x", isRequired: true)
        }
    }
}
