package import Ledger

/// The runs on record.
package struct RunHistory: Sendable {
    private let store: any EventStore

    package init(store: any EventStore) { self.store = store }

    /// The latest runs, the newest first.
    package func recent(limit: Int) async throws(DoDError) -> [RunState] {
        let summaries = try await summaries(StreamQuery(limit: limit))
        var runs: [RunState] = []
        for summary in summaries { runs.append(try await run(summary.stream)) }
        return runs
    }

    /// The run whose id is `name`, starts with it, or is the latest for `last`.
    ///
    /// - Throws: ``DoDError/noSuchRun(_:nearest:)`` also where several runs start so.
    package func find(_ name: String, project: String) async throws(DoDError) -> RunState {
        let summaries = try await summaries(
            name == "last" ? StreamQuery(limit: 1) : StreamQuery(prefix: name, limit: 2))
        guard let first = summaries.first else {
            if name == "last" { throw .noRuns(project: project) }
            throw .noSuchRun(name, nearest: nil)
        }
        if summaries.count > 1, first.stream != name { throw .noSuchRun(name, nearest: first.stream) }
        return try await run(first.stream)
    }

    /// Streams that are runs: those whose name is an id.
    private func summaries(_ query: StreamQuery) async throws(DoDError) -> [StreamSummary] {
        var (found, next) = ([StreamSummary](), query)
        // Among the runs are few other streams, so that one page more is seldom needed.
        next.limit = query.limit + 2
        while found.count < query.limit {
            let page: [StreamSummary]
            do { page = try await store.streams(next) } catch { throw .ledger(error) }
            found += page.filter { isUUIDv7($0.stream) }
            guard page.count == next.limit, let last = page.last else { break }
            next.before = last.firstPosition
        }
        return Array(found.prefix(query.limit))
    }

    /// The fold of one run's events.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - version: Only events up to this one count; the state is that of the time.
    /// - Returns: The state after them.
    /// - Throws: ``DoDError/malformedRun(id:event:member:)`` or ``DoDError/ledger(_:)``.
    package func run(_ id: String, upTo version: Int = .max) async throws(DoDError) -> RunState {
        let events: [Event]
        do { events = try await store.read(stream: id) } catch { throw .ledger(error) }
        var state = RunState(id: id)
        for event in events where event.version <= version {
            let known: RunEvent?
            do { known = try RunEvent(type: event.type, payload: event.payload) } catch {
                throw .malformedRun(id: id, event: event.type, member: error.member)
            }
            if let known {
                state.apply(known, time: event.time, traceID: event.traceID, actor: event.actor)
            }
        }
        return state
    }
}
