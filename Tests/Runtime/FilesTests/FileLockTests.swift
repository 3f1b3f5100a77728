import Capabilities
import Diagnostics
import Files
import Synchronization
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct FileLockTests {
    let shop: Workshop

    init() throws { shop = try Workshop() }

    /// Why the lock at `path` cannot be had; `nil` if it can.
    private func refusal(_ path: String) -> FileLockError? {
        do {
            try FileLock(path: path).release()
            return nil
        } catch { return error }
    }

    @Test func oneHolderWhoIsNamed() throws {
        let path = shop["lock"]
        for _ in 0..<3 {
            let lock = try FileLock(path: path)
            #expect(refusal(path) == .held(path: path, heldBy: getpid()))
            lock.release()
            #expect(refusal(path) == nil)
        }
        #expect(try LiveFileSystem().readText(path) == "\(getpid())\n")
    }

    @Test func wordsOfTheRefusal() {
        let error = FileLockError.held(path: "/p/.uvmgr/lock", heldBy: 42)
        #expect(error.diagnostic.message == "`/p/.uvmgr/lock` is locked by process 42")
        #expect(error.diagnostic.exit == .unavailable)
        let nameless = FileLockError.held(path: "/p", heldBy: nil)
        #expect(nameless.diagnostic.message == "`/p` is locked by another process")
    }

    @Test func whatCannotBeLocked() throws {
        try shop.link("link", to: "target")
        #expect(refusal(shop["none/lock"]) == .file(.missing(path: shop["none/lock"])))
        for path in [shop.path, shop["link"], shop["a\u{0}b"]] {
            guard case .file(.system) = refusal(path) else {
                Issue.record("\(path) was locked")
                continue
            }
        }
        #expect(try shop.names() == ["link"])
    }

    @Test(.enabled(if: mayMount)) func readOnlyVolume() throws {
        try withVolume("size=64k", isReadOnly: true) {
            #expect(refusal($0 + "/lock") == .file(.readOnly(path: $0 + "/lock")))
        }
    }

    @Test func holderWithoutAnId() throws {
        let path = shop["lock"]
        let lock = try FileLock(path: path)
        for contents in ["", "12", "x\n", "99999999999999999999999999\n"] {
            let file = open(path, O_WRONLY | O_TRUNC)
            try #require(file >= 0 && write(file, contents, contents.utf8.count) == contents.utf8.count)
            close(file)
            #expect(refusal(path) == .held(path: path, heldBy: nil))
        }
        lock.release()
    }

    @Test func waitsUntilItIsFree() async throws {
        let path = shop["lock"]
        let held = Holder(try FileLock(path: path))
        let clock = StepClock { if $0 == 4 { held.release() } }
        let lock = try await FileLock.waiting(path: path, timeout: .seconds(10), clock: clock)
        #expect(clock.sleeps == [5, 10, 20, 40].map { .milliseconds($0) })
        #expect(refusal(path) == .held(path: path, heldBy: getpid()))
        lock.release()
    }

    @Test func waitsNoLongerThanItsTimeout() async throws {
        let path = shop["lock"]
        let held = try FileLock(path: path)
        let clock = StepClock { _ in }
        await #expect(throws: FileLockError.held(path: path, heldBy: getpid())) {
            try await FileLock.waiting(path: path, timeout: .milliseconds(250), clock: clock).release()
        }
        #expect(clock.sleeps == [5, 10, 20, 40, 80, 95].map { .milliseconds($0) })
        held.release()
    }

    @Test func waitingIsCancelled() async throws {
        let path = shop["lock"]
        let held = try FileLock(path: path)
        let waiting = Task { try await FileLock.waiting(path: path, timeout: .seconds(600)).release() }
        waiting.cancel()
        await #expect(throws: FileLockError.cancelled) { try await waiting.value }
        held.release()
    }
}

/// A lock that a closure can let go.
private final class Holder: Sendable {
    private let lock: Mutex<FileLock?>
    init(_ lock: consuming FileLock) { self.lock = Mutex(lock) }
    func release() { lock.withLock { $0 = nil } }
}

/// A clock whose sleeps take no time, and which tells of each.
private final class StepClock: Clock, Sendable {
    typealias Instant = ContinuousClock.Instant
    private let start = ContinuousClock.now
    private let log = Mutex<[Duration]>([])
    private let onSleep: @Sendable (Int) -> Void

    init(onSleep: @escaping @Sendable (Int) -> Void) { self.onSleep = onSleep }

    var sleeps: [Duration] { log.withLock { $0 } }
    var now: Instant { start.advanced(by: sleeps.reduce(.zero, +)) }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let pause = now.duration(to: deadline)
        onSleep(
            log.withLock {
                $0.append(pause)
                return $0.count
            })
    }
}
