import AsyncHTTPClient
import Capabilities
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// One request with the redirects it leads to.
struct Exchange: Sendable {
    let request: HTTPRequest
    let userAgent: String
    /// The client that reaches an address.
    let connect: @Sendable (WebAddress) throws -> AsyncHTTPClient.HTTPClient

    private static let redirectLimit = 5

    /// The answer at the end of the redirects.
    func perform(from address: WebAddress) async throws -> HTTPResponse {
        var (here, method, body) = (address, request.method, request.body)
        var headers = firstHeaders(for: address)
        for _ in 0...Self.redirectLimit {
            let answer = try await ask(here, method, headers, body)
            guard let next = try redirect(answer, from: here) else { return try await read(answer, method) }
            if !next.isSameParty(as: here) {
                headers = headers.filter { !["authorization", "cookie"].contains($0.key.lowercased()) }
            }
            // What every browser does, and RFC 9110 (section 15.4) allows.
            let status = answer.status.code
            if status == 303 && method != .head || [301, 302].contains(status) && method == .post {
                (method, body) = (.get, nil)
                headers = headers.filter { !$0.key.lowercased().hasPrefix("content-") }
            }
            here = next
        }
        throw ExchangeError.tooManyRedirects(limit: Self.redirectLimit)
    }

    private func firstHeaders(for address: WebAddress) -> [String: String] {
        var headers = request.headers
        let names = Set(headers.keys.map { $0.lowercased() })
        if !names.contains("user-agent") { headers["user-agent"] = userAgent }
        if !names.contains("accept-encoding") { headers["accept-encoding"] = "gzip, deflate" }
        if let (user, password) = address.credentials, !names.contains("authorization") {
            headers["authorization"] =
                AsyncHTTPClient.HTTPClient.Authorization.basic(username: user, password: password).headerValue
        }
        return headers
    }

    private func ask(
        _ address: WebAddress, _ method: HTTPRequest.Method, _ headers: [String: String], _ body: [UInt8]?
    ) async throws -> HTTPClientResponse {
        var question = HTTPClientRequest(url: address.text)
        question.method = HTTPMethod(rawValue: method.rawValue)
        for (name, value) in headers { question.headers.add(name: name, value: value) }
        if let body { question.body = .bytes(body) }
        return try await connect(address).execute(question, deadline: .distantFuture)
    }

    private func redirect(
        _ answer: HTTPClientResponse, from address: WebAddress
    ) throws(ExchangeError) -> WebAddress? {
        guard [301, 302, 303, 307, 308].contains(answer.status.code),
            let location = answer.headers.first(name: "location")
        else { return nil }
        guard let next = address.following(location) else { throw .badRedirect(to: location) }
        guard next.isSecure || !address.isSecure else { throw .downgrade(to: next.text) }
        return next
    }

    private func read(
        _ answer: HTTPClientResponse, _ method: HTTPRequest.Method
    ) async throws -> HTTPResponse {
        var body: [UInt8] = []
        do {
            for try await piece in answer.body {
                guard piece.readableBytes <= request.bodyLimit - body.count else {
                    throw ExchangeError.tooLarge
                }
                body += piece.readableBytesView
            }
        } catch let error as ExchangeError {
            throw error
        } catch let error as NIOHTTPDecompression.DecompressionError {
            throw error
        } catch {
            if Task.isCancelled { throw CancellationError() }
            // The head was there: whatever happened to the connection, the body is not whole.
            throw ExchangeError.truncated
        }
        return HTTPResponse(status: Int(answer.status.code), headers: headers(of: answer, method), body: body)
    }

    private func headers(of answer: HTTPClientResponse, _ method: HTTPRequest.Method) -> [String: String] {
        var headers: [String: String] = [:]
        for (name, value) in answer.headers {
            headers[name.lowercased()] = headers[name.lowercased()].map { "\($0), \(value)" } ?? value
        }
        // They speak of the packed body, which the caller does not get.
        if let encoding = headers["content-encoding"], ["gzip", "deflate"].contains(encoding) {
            headers["content-encoding"] = nil
            if method != .head { headers["content-length"] = nil }
        }
        return headers
    }
}
