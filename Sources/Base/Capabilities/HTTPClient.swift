public import Diagnostics

/// Asks HTTP servers.
public protocol HTTPClient: Sendable {
    /// Sends one request and reads the whole answer; any status code is an answer.
    ///
    /// Nothing is tried again here: what may be repeated is for the caller to say.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}

/// One request.
public struct HTTPRequest: Hashable, Sendable {
    public enum Method: String, Sendable { case get = "GET", head = "HEAD", post = "POST", put = "PUT" }
    public var method: Method
    /// An absolute `http` or `https` URL.
    public var url: String
    public var headers: [String: String]
    public var body: [UInt8]?
    /// For the whole exchange, connecting and reading included.
    public var timeout: Duration
    /// The longest body, in bytes, that is read before ``HTTPError/tooLarge(url:limit:)``.
    public var bodyLimit: Int

    public init(
        _ method: Method = .get, _ url: String, headers: [String: String] = [:], body: [UInt8]? = nil,
        timeout: Duration = .seconds(30), bodyLimit: Int = 64 << 20
    ) {
        (self.method, self.url, self.headers, self.body) = (method, url, headers, body)
        (self.timeout, self.bodyLimit) = (timeout, bodyLimit)
    }
}

/// One answer.
public struct HTTPResponse: Hashable, Sendable {
    public let status: Int
    /// By lower-case name; several of one name are joined with `, `.
    public let headers: [String: String]
    public let body: [UInt8]

    public init(status: Int, headers: [String: String], body: [UInt8]) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }
}

public enum HTTPError: DiagnosableError, Hashable {
    case badURL(String)
    /// No connection, or it broke; `reason` in the words of the network layer.
    case unreachable(url: String, reason: String)
    case timedOut(url: String, after: Duration)
    /// The body ended before its announced length.
    case truncated(url: String)
    case tooLarge(url: String, limit: Int)
    case cancelled

    public var diagnostic: Diagnostic {
        let (code, message) =
            switch self {
            case .badURL(let url): ("http.bad-url", "`\(url)` is not an http or https URL")
            case .unreachable(let url, let reason):
                ("http.unreachable", "`\(url)` cannot be reached: \(reason)")
            case .timedOut(let url, let limit): ("http.timed-out", "`\(url)` did not answer within \(limit)")
            case .truncated(let url): ("http.truncated", "the answer of `\(url)` broke off")
            case .tooLarge(let url, let limit):
                ("http.too-large", "the answer of `\(url)` is longer than \(limit) bytes")
            case .cancelled: ("cancelled", "interrupted")
            }
        let exit: ExitStatus =
            switch self {
            case .badURL: .usage
            case .cancelled: .interrupted
            default: .unavailable
            }
        return Diagnostic(code: code, message: message, exit: exit)
    }
}
