import AsyncHTTPClient
import Capabilities
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import HTTP

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite struct ExchangeErrorTests {
    @Test func toldOfTheURL() {
        #expect(ExchangeError.truncated.told(of: "u", limit: 1) == .truncated(url: "u"))
        #expect(ExchangeError.tooLarge.told(of: "u", limit: 1) == .tooLarge(url: "u", limit: 1))
        #expect(
            ExchangeError.downgrade(to: "http://h/").told(of: "u", limit: 1)
                == .unreachable(
                    url: "u", reason: "it redirects from https to `http://h/`, which is not encrypted"))
    }

    @Test func plainWords() {
        let rows: [(any Error, String)] = [
            (IOError(errnoCode: ECONNREFUSED, reason: "connect"), "connection refused"),
            (IOError(errnoCode: ENETUNREACH, reason: "connect"), "network is unreachable"),
            (HTTPParserError.invalidConstant, "what it answers is not HTTP"),
            (HTTPClientError.remoteConnectionClosed, "it closed the connection without an answer"),
            (HTTPClientError.connectTimeout, "no connection in time"),
            (ChannelError.eof, "it closed the connection without an answer"),
            (NIOSSLExtraError.failedToValidateHostname, "its certificate is for another host"),
        ]
        for (error, words) in rows { #expect(reason(of: error) == words) }
    }
}
