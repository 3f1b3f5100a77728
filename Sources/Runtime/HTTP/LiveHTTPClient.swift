import AsyncHTTPClient
package import Capabilities
import NIOCore
import NIOHTTPCompression
import NIOSSL
import Synchronization

/// Asks HTTP servers over the network, with HTTP/1.1 or 2.
///
/// Nothing is set up before the first request. Up to five redirects are followed, never from https to http; what is
/// secret (`authorization`, `cookie`) stays with the host it was meant for. Bodies come unpacked (gzip, deflate),
/// and the limit of a request counts the unpacked bytes. User and password in a URL become a basic authorization and
/// are in no error.
///
/// The environment it is given says through which proxy to go (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`)
/// and, with `SSL_CERT_FILE`, which certificates to trust instead of the system's.
package final class LiveHTTPClient: Capabilities.HTTPClient {
    private let proxies: ProxySettings
    private let certificateFile: String?
    private let userAgent: String
    private let state = Mutex(State())

    private struct State {
        var clients: [Route: AsyncHTTPClient.HTTPClient] = [:]
        var isShutDown = false
    }

    /// What one client of the network layer knows of only one of.
    private struct Route: Hashable {
        let proxy: ProxySettings.Proxy?
        /// Certificates are read, and can be unreadable, only once they are needed.
        let isSecure: Bool
    }

    /// A client that has not yet opened anything.
    ///
    /// - Parameters:
    ///   - environment: Where proxies and trusted certificates are looked up; nothing else is read from it.
    ///   - version: uvmgr's own, which servers are told.
    package init(environment: [String: String], version: String) {
        proxies = ProxySettings(environment: environment)
        certificateFile = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        userAgent = "uvmgr/\(version)"
    }

    deinit {
        let clients = state.withLock { $0.clients.values.map(\.self) }
        guard !clients.isEmpty else { return }
        // They must not go while they hold connections; nobody is left who could wait for them.
        Task { for client in clients { try? await client.shutdown() } }
    }

    /// Closes all connections, which takes a second at most; later requests fail.
    package func shutdown() async {
        let clients = state.withLock { state in
            defer { (state.clients, state.isShutDown) = ([:], true) }
            return state.clients.values.map(\.self)
        }
        guard !clients.isEmpty else { return }
        // A connection that is just being made cannot be called off: a group would have to wait for it.
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        Task {
            // It only fails if it was shut down before, which the state rules out.
            for client in clients { try? await client.shutdown() }
            continuation.finish()
        }
        let alarm = Task {
            try await Task.sleep(for: .seconds(1))
            continuation.finish()
        }
        for await _ in end {}
        alarm.cancel()
    }

    package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        guard let address = WebAddress(request.url) else { throw .badURL(request.url) }
        do {
            return try await withThrowingTaskGroup(of: HTTPResponse?.self) { group in
                defer { group.cancelAll() }
                group.addTask { [userAgent] in
                    try await Exchange(request: request, userAgent: userAgent, connect: self.client(for:))
                        .perform(from: address)
                }
                group.addTask {
                    try await Task.sleep(for: request.timeout)
                    return nil
                }
                guard let response = try await group.next() ?? nil else {
                    throw HTTPError.timedOut(url: address.text, after: request.timeout)
                }
                return response
            }
        } catch let error as HTTPError {
            throw error
        } catch {
            if Task.isCancelled { throw .cancelled }
            let told = error as? ExchangeError
            throw told?.told(of: address.text, limit: request.bodyLimit)
                ?? .unreachable(url: address.text, reason: reason(of: error))
        }
    }

    private func client(for address: WebAddress) throws(ExchangeError) -> AsyncHTTPClient.HTTPClient {
        let route = Route(proxy: try proxies.proxy(for: address), isSecure: address.isSecure)
        // A client must not be made twice, so the certificates are read under the lock.
        let client = state.withLock { state -> Result<AsyncHTTPClient.HTTPClient, ExchangeError> in
            if state.isShutDown { return .failure(.shutDown) }
            if let client = state.clients[route] { return .success(client) }
            return Result { () throws(ExchangeError) in
                let client = AsyncHTTPClient.HTTPClient(
                    eventLoopGroupProvider: .singleton, configuration: try configuration(route))
                state.clients[route] = client
                return client
            }
        }
        return try client.get()
    }

    private func tls() throws(ExchangeError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        guard let certificateFile else { return tls }
        guard let trusted = try? NIOSSLCertificate.fromPEMFile(certificateFile), !trusted.isEmpty else {
            throw .badCertificates(path: certificateFile)
        }
        tls.trustRoots = .certificates(trusted)
        return tls
    }

    private func configuration(
        _ route: Route
    ) throws(ExchangeError) -> AsyncHTTPClient.HTTPClient.Configuration {
        // Each request has its own time, counted outside; this one ends attempts that nobody waits for any more.
        let timeout = AsyncHTTPClient.HTTPClient.Configuration.Timeout(connect: .seconds(60))
        var configuration = AsyncHTTPClient.HTTPClient.Configuration(
            tlsConfiguration: route.isSecure ? try tls() : nil, redirectConfiguration: .disallow,
            timeout: timeout,
            // Unpacked bytes are counted as they come, against the limit of the request.
            decompression: .enabled(limit: .none))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.proxy = route.proxy.map { proxy in
            switch proxy.kind {
            case .socks: .socksServer(host: proxy.host, port: proxy.port)
            case .http:
                .server(
                    host: proxy.host, port: proxy.port,
                    authorization: proxy.user.map { .basic(username: $0, password: proxy.password) })
            }
        }
        return configuration
    }
}
