import Capabilities
package import Ledger

/// A point in a ledger's history.
package enum LedgerMoment: Hashable, Sendable {
    /// Everything recorded up to then, in nanoseconds since 1970.
    case time(Int64)
    /// Everything up to the event at this position.
    case position(Int64)
    /// Everything up to the event with this id.
    case event(String)

    /// Reads a position, the id of an event, a day (its end, in UTC) or a time (RFC 3339).
    package init?(_ text: String) {
        if let position = Int64(text), position > 0 {
            self = .position(position)
        } else if isUUIDv7(text) {
            self = .event(text)
        } else if let day = CalendarDay(text) {
            self = .time(Int64(day.number + 1) * 86_400_000_000_000 - 1)
        } else if let instant = Instant(rfc3339: text) {
            self = .time(instant.nanoseconds)
        } else {
            return nil
        }
    }
}

/// A run as it was at a moment.
package struct PastState: Hashable, Sendable {
    /// Of the last event that counts.
    package let position: Int64
    package let time: Int64
    package let run: RunState
}

extension RunHistory {
    /// The run that a moment lies in, or the last before it, as far as it had come; `nil` if there was none yet.
    package func state(at moment: LedgerMoment, of log: any EventLog) async throws(DoDError) -> PastState? {
        let last = try await position(of: moment, in: log)
        do {
            guard let end = try await lastEvent(of: log, upTo: last) else { return nil }
            let state = try await run(end.event.stream, upTo: end.event.version)
            return PastState(position: last, time: end.event.time, run: state)
        } catch let error as LedgerError { throw .ledger(error) } catch let error as DoDError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    /// The position of the last event that a moment has.
    package func position(of moment: LedgerMoment, in log: any EventLog) async throws(DoDError) -> Int64 {
        do {
            switch moment {
            case .position(let position):
                let size = try await log.size()
                guard position <= size else { throw LedgerError.noEvent(String(position), size: size) }
                return position
            case .event(let id):
                guard let position = try await log.position(of: id) else {
                    throw LedgerError.noEvent(id, size: try await log.size())
                }
                return position
            case .time(let time): return try await lastPosition(before: time, log)
            }
        } catch let error as LedgerError { throw .ledger(error) } catch { throw .cancelled }
    }

    /// Where the events up to a time end; the clock may have been set back in between, so all are looked at.
    private func lastPosition(before time: Int64, _ log: any EventLog) async throws -> Int64 {
        try await log.reduce(after: 0, limit: .max, into: Int64(0)) { last, event in
            if event.time <= time { last = event.position }
        }
    }

    /// The last event of a run at or before a position.
    private func lastEvent(of log: any EventLog, upTo position: Int64) async throws -> StoredEvent? {
        var position = position
        while position > 0 {
            let stored = try await log.event(at: position)
            if isUUIDv7(stored.event.stream) { return stored }
            position -= 1
        }
        return nil
    }
}
