import AsyncHTTPClient
import Capabilities
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What ends an exchange, before it is known which URL it is told of.
enum ExchangeError: Error, Hashable {
    case badProxy(String)
    case badCertificates(path: String)
    case tooManyRedirects(limit: Int)
    case downgrade(to: String)
    case badRedirect(to: String)
    case shutDown
    case truncated
    case tooLarge

    /// The error for who asked for `url` (without secrets) with a body of at most `limit` bytes.
    func told(of url: String, limit: Int) -> HTTPError {
        switch self {
        case .truncated: .truncated(url: url)
        case .tooLarge: .tooLarge(url: url, limit: limit)
        case .badProxy(let proxy):
            .unreachable(url: url, reason: "`\(proxy)` is not a proxy that can be used (http or socks5)")
        case .badCertificates(let path):
            .unreachable(url: url, reason: "`SSL_CERT_FILE` names `\(path)`, which holds no certificates")
        case .tooManyRedirects(let limit): .unreachable(url: url, reason: "more than \(limit) redirects")
        case .downgrade(let target):
            .unreachable(url: url, reason: "it redirects from https to `\(target)`, which is not encrypted")
        case .badRedirect(let target):
            .unreachable(url: url, reason: "it redirects to `\(target)`, which is not an http or https URL")
        case .shutDown: .unreachable(url: url, reason: "the program is about to end")
        }
    }
}

/// Why a request got no answer, in plain words.
func reason(of error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError: connectionReason(error)
    case let error as IOError: systemReason(error.errnoCode)
    case let error as NIOSSLError: tlsReason(error)
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
        "its certificate is for another host"
    case is HTTPParserError: "what it answers is not HTTP"
    case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
        "its answer is not compressed as it says"
    case let error as ChannelError where error == .eof || error == .ioOnClosedChannel:
        "it closed the connection without an answer"
    case let error as HTTPClientError: clientReason(error)
    default: "\(error)"
    }
}

private func connectionReason(_ error: NIOConnectionError) -> String {
    guard let failure = error.connectionErrors.first else {
        return "the name `\(error.host)` cannot be resolved"
    }
    return reason(of: failure.error)
}

private func systemReason(_ code: CInt) -> String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
}

private func tlsReason(_ error: NIOSSLError) -> String {
    switch error {
    case .handshakeFailed(let failure) where "\(failure)".contains("CERTIFICATE_VERIFY_FAILED"),
        .handshakeFailed(let failure) where "\(failure)".contains("certificate verify failed"):
        "its certificate is not trusted (`SSL_CERT_FILE` can name a file of others to trust)"
    case .unableToValidateCertificate, .noCertificateToValidate:
        "its certificate is for another host"
    case .handshakeFailed(let failure) where "\(failure)".contains("WRONG_VERSION_NUMBER"):
        "it does not speak TLS"
    case .handshakeFailed(let failure): "no encrypted connection: \(failure)"
    case .uncleanShutdown: "it closed the connection without an answer"
    default: "no encrypted connection: \(error)"
    }
}

private func clientReason(_ error: HTTPClientError) -> String {
    switch error {
    case .remoteConnectionClosed: "it closed the connection without an answer"
    case .proxyAuthenticationRequired: "the proxy asks for a user and password"
    case .invalidProxyResponse: "the proxy did not let the connection through"
    case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
        "no connection in time"
    default: error.description
    }
}
