import StructuredData
import Synchronization

/// Where the process of a run hands in what is to be done: gates to measure, the decision to make.
///
/// The process says what and when; the ``GateWork`` behind the desk has its own order for what was handed in, by what a
/// gate builds on, by the machine's cores, and the longest way first.
final class GateDesk: Sendable {
    enum Order: Sendable {
        case gate(String)
        case decision
        /// The process can go no further before some of so many pieces of work are done.
        case settled(running: Int)
    }

    private struct Books {
        var results: [String: GateRun] = [:]
        var waiting: [String: [Int: CheckedContinuation<GateRun?, Never>]] = [:]
        var deciding: [CheckedContinuation<Verdict?, Never>] = []
        var next = 0
        var isClosed = false
        /// Numbers of those that gave up before they waited.
        var cancelled: Set<Int> = []
    }

    let orders: AsyncStream<Order>
    private let feed: AsyncStream<Order>.Continuation
    private let books = Mutex(Books())

    init() { (orders, feed) = AsyncStream.makeStream(of: Order.self) }

    // MARK: - For the process

    /// The result of a gate if it is there.
    func result(of gate: String) -> GateRun? { books.withLock { $0.results[gate] } }

    /// Has a gate measured; `nil` if the run is stopped before it was.
    func measure(_ gate: String) async -> GateRun? {
        if let known = result(of: gate) { return known }
        let number = books.withLock { books in
            books.next += 1
            return books.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = books.withLock { books in
                    if books.isClosed || books.cancelled.contains(number) { return true }
                    books.waiting[gate, default: [:]][number] = continuation
                    return false
                }
                if isOver { continuation.resume(returning: nil) } else { feed.yield(.gate(gate)) }
            }
        } onCancel: {
            let waiting = books.withLock { books in
                books.cancelled.insert(number)
                return books.waiting[gate]?.removeValue(forKey: number)
            }
            waiting?.resume(returning: nil)
        }
    }

    /// Has the decision made; `nil` if the run is stopped before.
    func decide() async -> Verdict? {
        await withCheckedContinuation { continuation in
            let isOver = books.withLock { books in
                if !books.isClosed { books.deciding.append(continuation) }
                return books.isClosed
            }
            if isOver { continuation.resume(returning: nil) } else { feed.yield(.decision) }
        }
    }

    /// The process rests until some of so many pieces of work are done.
    func settled(running: Int) { feed.yield(.settled(running: running)) }

    /// Nothing more will be handed in.
    func close() { feed.finish() }

    // MARK: - For the work

    /// How many gates are asked for and not answered.
    var outstanding: Int { books.withLock { $0.waiting.values.reduce(0) { $0 + $1.count } } }

    /// Puts results there that need no asking.
    func know(_ runs: [GateRun]) { books.withLock { for run in runs { $0.results[run.gate] = run } } }

    func answer(_ gate: String, _ run: GateRun?) {
        let waiting = books.withLock { books in
            if let run { books.results[gate] = run }
            return books.waiting.removeValue(forKey: gate)
        }
        for continuation in (waiting ?? [:]).values { continuation.resume(returning: run) }
    }

    func answer(_ verdict: Verdict?) {
        let waiting = books.withLock { books in
            defer { books.deciding = [] }
            return books.deciding
        }
        for continuation in waiting { continuation.resume(returning: verdict) }
    }

    /// Answers all that is open and will come with nothing.
    func end() {
        let (gates, deciding) = books.withLock { books in
            defer { (books.isClosed, books.waiting, books.deciding) = (true, [:], []) }
            return (books.waiting.values.flatMap(\.values), books.deciding)
        }
        for continuation in gates { continuation.resume(returning: nil) }
        for continuation in deciding { continuation.resume(returning: nil) }
    }
}
