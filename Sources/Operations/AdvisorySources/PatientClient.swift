import Capabilities
import Diagnostics

/// Sends requests that may be repeated, and repeats them when that may help.
struct PatientClient: Sendable {
    /// Tries of one request, the first included.
    static let tries = 3

    let http: any HTTPClient
    let clock: any WallClock
    let sleep: @Sendable (Duration) async throws -> Void
    let requestTimeout: Duration
    /// When all requests together must have been answered.
    let deadline: Instant

    /// Sends a request until it is answered with a status below 400 or 404.
    ///
    /// Tried again, after a pause, are broken connections, time-outs, 429 and 5xx; `Retry-After` lengthens the pause.
    func send(_ request: HTTPRequest) async throws(SourceFault) -> HTTPResponse {
        var pause: Duration = .milliseconds(500)
        var failure = Attempt(reason: "", mayRepeat: true, retryAfter: nil)
        for attempt in 1...Self.tries {
            switch try await self.attempt(request) {
            case .success(let response): return response
            case .failure(let fault): failure = fault
            }
            guard failure.mayRepeat, attempt < Self.tries else { break }
            let wait = max(pause, failure.retryAfter ?? .zero)
            guard clock.now().advanced(by: wait) < deadline else {
                throw .failed("\(failure.reason), and there is no time left to try again")
            }
            do { try await sleep(wait) } catch { throw .cancelled }
            pause *= 2
        }
        throw .failed(
            failure.mayRepeat ? "\(failure.reason), at the last of \(Self.tries) tries" : failure.reason)
    }

    private struct Attempt: Error {
        let reason: String
        let mayRepeat: Bool
        let retryAfter: Duration?
    }

    private func attempt(_ request: HTTPRequest) async throws(SourceFault) -> Result<HTTPResponse, Attempt> {
        let left = deadline.since(clock.now())
        guard left > .zero else { throw .failed("it took too long in all") }
        var request = request
        request.timeout = min(requestTimeout, left)
        do {
            let response = try await http.send(request)
            guard response.status >= 400, response.status != 404 else { return .success(response) }
            return .failure(
                Attempt(
                    reason: "`\(shown(request.url))` answered with HTTP status \(response.status)",
                    mayRepeat: response.status == 429 || response.status >= 500,
                    retryAfter: response.headers["retry-after"].flatMap { retryPause($0, now: clock.now()) }))
        } catch .cancelled {
            throw .cancelled
        } catch {
            return .failure(
                Attempt(reason: error.diagnostic.message, mayRepeat: error.mayRepeat, retryAfter: nil))
        }
    }
}

extension HTTPError {
    fileprivate var mayRepeat: Bool {
        switch self {
        case .unreachable, .timedOut, .truncated: true
        case .badURL, .tooLarge, .cancelled: false
        }
    }
}

extension Instant {
    /// The moment `duration` later; the last moment there is if that is too far.
    func advanced(by duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, tooFar) = nanoseconds.addingReportingOverflow(whole)
        let (total, stillTooFar) = sum.addingReportingOverflow(attoseconds / 1_000_000_000)
        return Instant(nanoseconds: overflow || tooFar || stillTooFar ? .max : total)
    }
}

/// A URL without user and password, fit to be shown.
func shown(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let authority = url[scheme.upperBound...].prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return url }
    return String(url[..<scheme.upperBound] + url[url.index(after: at)...])
}

/// The pause a `Retry-After` header asks for: seconds, or a date (RFC 9110, sections 10.2.3 and 5.6.7).
func retryPause(_ header: String, now: Instant) -> Duration? {
    if let seconds = Int64(header), 0...86_400 ~= seconds { return .seconds(seconds) }
    // Wed, 21 Oct 2026 07:28:00 GMT
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = header.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])),
        let day = CalendarDay("\(parts[3])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[1])")
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int64($0) }
    guard time.count == 3, 0..<24 ~= time[0], 0..<60 ~= time[1], 0...60 ~= time[2] else { return nil }
    let seconds = Int64(day.number) * 86_400 + time[0] * 3600 + time[1] * 60 + time[2]
    return max(.zero, .seconds(seconds) - .nanoseconds(now.nanoseconds))
}
