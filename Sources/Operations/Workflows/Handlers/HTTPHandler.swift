package import BPMN
package import Capabilities
import Diagnostics
package import StructuredData

/// Sends an HTTP request: the operation `uvmgr:http`.
///
/// The result has `status`, `headers` and `body`, which is parsed where it is JSON. A status of 408, 425, 429 or 500 and
/// above is tried again; another one outside of `expect`, by default 200 to 299, is a failure for good.
package struct HTTPHandler: WorkHandler {
    private let client: any HTTPClient

    package init(_ client: any HTTPClient) { self.client = client }

    package var actsOutside: Bool { true }

    private static let parameters: Set<String> = ["method", "url", "headers", "body", "expect"]

    package func fault(of call: ServiceCall) -> String? {
        let names = Set(call.parameters.map(\.name))
        if let unknown = names.subtracting(Self.parameters).sorted().first {
            return "`\(unknown)` is no parameter of it"
        }
        return names.contains("url") ? nil : "it needs the parameter `url`"
    }

    package func perform(_ request: WorkRequest) async throws(WorkFailure) -> JSON {
        let answer: HTTPResponse
        do { answer = try await client.send(try self.request(request)) } catch let failure as WorkFailure {
            throw failure
        } catch HTTPError.cancelled {
            throw .cancelled
        } catch let error as HTTPError {
            let message = error.diagnostic.message
            switch error {
            case .badURL, .tooLarge: throw .permanent(message)
            default: throw .failed(message)
            }
        } catch { throw .failed("\(error)") }
        let status = answer.status
        guard isExpected(status, request) else {
            let message = "`\(request.parameters["url"]?.string ?? "")` answered with status \(status)"
            if [408, 425, 429].contains(status) || status >= 500 { throw .failed(message) }
            throw .permanent(message)
        }
        let text = String(decoding: answer.body, as: UTF8.self)
        return [
            "status": .integer(Int64(status)), "headers": .object(answer.headers.mapValues(JSON.string)),
            "body": (try? JSON(parsing: text)) ?? .string(text),
        ]
    }

    private func request(_ request: WorkRequest) throws(WorkFailure) -> HTTPRequest {
        let parameters = request.parameters
        guard let url = parameters["url"]?.string else { throw .permanent("the `url` is no text") }
        let body = parameters["body"].flatMap { $0.isNull ? nil : $0 }
        let name = parameters["method"]?.string?.uppercased() ?? (body == nil ? "GET" : "POST")
        guard let method = HTTPRequest.Method(rawValue: name) else {
            throw .permanent("the method `\(name)` is not known; use GET, HEAD, POST or PUT")
        }
        var headers = ["idempotency-key": request.key]
        for (name, value) in parameters["headers"]?.object ?? [:] {
            headers[name.lowercased()] = value.string ?? String(decoding: value.canonicalBytes, as: UTF8.self)
        }
        if body != nil, body?.string == nil, headers["content-type"] == nil {
            headers["content-type"] = "application/json"
        }
        return HTTPRequest(
            method, url, headers: headers,
            body: body.map { $0.string.map { Array($0.utf8) } ?? $0.canonicalBytes },
            timeout: request.timeout, bodyLimit: 4 << 20)
    }

    /// Whether a status is among `expect`: a number, or a list of numbers.
    private func isExpected(_ status: Int, _ request: WorkRequest) -> Bool {
        switch request.parameters["expect"] {
        case nil, .null?: 200...299 ~= status
        case .array(let list)?: list.contains { $0.integer == Int64(status) }
        case let value?:
            (value.integer ?? value.string.flatMap { Int64($0) }) == Int64(status)
        }
    }
}
