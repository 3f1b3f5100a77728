import Diagnostics
import Testing

@testable import Commands

@Suite struct InterruptionTests {
    private struct Odd: Error {}

    @Test func withoutASignalTheBodyDecides() async throws {
        let result = try await interruptibly(by: AsyncStream { _ in }) { 7 }
        #expect(result.value == 7)
        #expect(result.signal == nil)
        await #expect(throws: Odd.self) { try await interruptibly(by: AsyncStream { _ in }) { throw Odd() } }
    }

    @Test func aSignalCancelsTheBodyAndItsCompanion() async throws {
        let (signals, sender) = AsyncStream.makeStream(of: Signal.self)
        let (told, teller) = AsyncStream.makeStream(of: Signal.self)
        sender.yield(.terminate)
        let result = try await interruptibly(
            by: signals, onSignal: { teller.yield($0) }, beside: { await untilCancelled() }
        ) {
            await untilCancelled()
            return "saved"
        }
        teller.finish()
        #expect(result.value == "saved")
        #expect(result.signal == .terminate)
        #expect(await told.reduce(into: []) { $0.append($1) } == [.terminate])
    }

    @Test func whatABodyThrowsAfterASignalIsTheSignal() async {
        let signals = AsyncStream<Signal> { $0.yield(.interrupt) }
        await #expect(throws: CommandError.interrupted(.interrupt)) {
            try await interruptibly(by: signals) {
                await untilCancelled()
                try Task.checkCancellation()
            }
        }
    }

    @Test(arguments: [(Signal.interrupt, 130 as UInt8), (.terminate, 143)])
    func codes(_ row: (signal: Signal, code: UInt8)) {
        #expect(CommandError.interrupted(row.signal).diagnostic.exit.rawValue == row.code)
    }
}

/// Waits for nothing but cancellation.
private func untilCancelled() async {
    let nothing = AsyncStream<Int> { _ in }
    for await _ in nothing {}
}
