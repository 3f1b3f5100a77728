package import Ledger

/// The runs on record.
package struct RunHistory: Sendable {
    private let store: any EventStore

    package init(store: any EventStore) { self.store = store }

    /// The latest runs, the newest first.
    package func recent(limit: Int) async throws(DoDError) -> [RunState] {
        let summaries: [StreamSummary]
        do { summaries = try await store.streams(StreamQuery(limit: limit)) } catch { throw .ledger(error) }
        var runs: [RunState] = []
        for summary in summaries { runs.append(try await run(summary.stream)) }
        return runs
    }

    /// The run whose id is `name`, starts with it, or is the latest for `last`.
    ///
    /// - Throws: ``DoDError/noSuchRun(_:nearest:)`` also where several runs start so.
    package func find(_ name: String, project: String) async throws(DoDError) -> RunState {
        let summaries: [StreamSummary]
        do {
            summaries =
                name == "last"
                ? try await store.streams(StreamQuery(limit: 1))
                : try await store.streams(StreamQuery(prefix: name, limit: 2))
        } catch { throw .ledger(error) }
        guard let first = summaries.first else {
            if name == "last" { throw .noRuns(project: project) }
            throw .noSuchRun(name, nearest: nil)
        }
        if summaries.count > 1, first.stream != name { throw .noSuchRun(name, nearest: first.stream) }
        return try await run(first.stream)
    }

    /// The fold of one run's events.
    package func run(_ id: String) async throws(DoDError) -> RunState {
        let events: [Event]
        do { events = try await store.read(stream: id) } catch { throw .ledger(error) }
        var state = RunState(id: id)
        for event in events {
            let known: RunEvent?
            do { known = try RunEvent(type: event.type, payload: event.payload) } catch {
                throw .malformedRun(id: id, event: event.type, member: error.member)
            }
            if let known { state.apply(known, time: event.time, traceID: event.traceID) }
        }
        return state
    }
}
