import Capabilities
import Files
import HTTP
import Processes
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What a client makes of an answer, with `PORT` for the number in its URL.
enum Result: Hashable, Sendable {
    case body(Int, String)
    case truncated, tooLarge, timedOut, badURL, cancelled
    case unreachable(String)
}

func result(_ client: LiveHTTPClient, _ request: HTTPRequest) async -> Result {
    do {
        let response = try await client.send(request)
        return .body(response.status, String(decoding: response.body, as: UTF8.self))
    } catch {
        switch error {
        case .badURL: return .badURL
        case .unreachable(_, let reason): return .unreachable(reason)
        case .timedOut: return .timedOut
        case .truncated: return .truncated
        case .tooLarge: return .tooLarge
        case .cancelled: return .cancelled
        }
    }
}

@Suite(.enabled(if: python != nil), .timeLimit(.minutes(2))) struct LiveHTTPClientTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let path: String
        let result: Result
        var limit = 1 << 20
        var testDescription: String { path }
    }

    static let rows = [
        Row(path: "ok", result: .body(200, "hello")),
        Row(path: "ok", result: .body(200, "hello"), limit: 5),
        Row(path: "ok", result: .tooLarge, limit: 4),
        Row(path: "empty", result: .body(204, ""), limit: 0),
        Row(path: "status/500", result: .body(500, "oops")),
        Row(path: "status/404", result: .body(404, "oops")),
        Row(path: "truncated", result: .truncated),
        Row(path: "chunk", result: .truncated),
        Row(path: "reset-body", result: .truncated),
        Row(path: "long", result: .truncated),
        Row(path: "garbage", result: .unreachable("what it answers is not HTTP")),
        Row(path: "nothing", result: .unreachable("it closed the connection without an answer")),
        Row(path: "reset", result: .unreachable("connection reset by peer")),
        Row(path: "drip", result: .body(200, "slowly")),
        Row(path: "flood", result: .tooLarge),
        Row(path: "bomb", result: .tooLarge),
        Row(path: "gzip", result: .body(200, String(repeating: "packed ", count: 1000))),
        Row(path: "gzip", result: .tooLarge, limit: 6999),
        Row(path: "cut", result: .truncated),
        Row(path: "lie", result: .unreachable("its answer is not compressed as it says")),
        Row(path: "loop", result: .unreachable("more than 5 redirects")),
        Row(path: "count/5", result: .body(200, "end")),
        Row(path: "count/6", result: .unreachable("more than 5 redirects")),
        Row(path: "nowhere", result: .body(302, "stay")),
        Row(
            path: "redirect/302?ftp://h/",
            result: .unreachable("it redirects to `ftp://h/`, which is not an http or https URL")),
    ]

    @Test func answersAndFaults() async throws {
        try await withServer { port in
            try await withClient { client in
                for row in Self.rows {
                    let request = HTTPRequest(
                        .get, "http://127.0.0.1:\(port)/\(row.path)", bodyLimit: row.limit)
                    let seen = await result(client, request)
                    #expect(seen == row.result, "\(row.path)")
                }
            }
        }
    }

    @Test(arguments: ["hang", "hang-body", "drip-forever"]) func timeIsForTheWholeExchange(_ path: String)
        async throws
    {
        try await withServer { port in
            try await withClient { client in
                let url = "http://127.0.0.1:\(port)/\(path)"
                let request = HTTPRequest(.get, url, timeout: .milliseconds(300))
                await #expect(throws: HTTPError.timedOut(url: url, after: .milliseconds(300))) {
                    try await client.send(request)
                }
            }
        }
    }

    @Test(arguments: ["hang", "hang-body"]) func cancellation(_ path: String) async throws {
        try await withServer { port in
            try await withClient { client in
                let task = Task {
                    try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/\(path)"))
                }
                let hanging = HTTPRequest(.get, "http://127.0.0.1:\(port)/hanging")
                while await result(client, hanging) != .body(200, "1") {}
                task.cancel()
                await #expect(throws: HTTPError.cancelled) { try await task.value }
            }
        }
    }

    @Test func whatTheServerSees() async throws {
        try await withServer { port in
            try await withClient { client in
                let url = "http://127.0.0.1:\(port)/echo?a=b%20c"
                let plain = HTTPRequest(.get, url, headers: ["X-Own": "1"])
                #expect(
                    await result(client, plain)
                        == .body(
                            200,
                            """
                            GET /echo?a=b%20c HTTP/1.1
                            accept-encoding: gzip, deflate
                            host: 127.0.0.1:\(port)
                            user-agent: uvmgr/1.2.3
                            x-own: 1


                            """))
                let post = HTTPRequest(
                    .post, "http://me:p%40@127.0.0.1:\(port)/echo", headers: ["User-Agent": "own"],
                    body: Array("sent".utf8))
                guard case .body(200, let text) = await result(client, post) else {
                    Issue.record(
                        "no answer \(await result(client, HTTPRequest(.get, "http://far.invalid/echo")))")
                    return
                }
                #expect(text.hasPrefix("POST /echo HTTP/1.1\n") && text.hasSuffix("user-agent: own\n\nsent"))
                #expect(
                    text.contains("authorization: Basic bWU6cEA=\n") && text.contains("content-length: 4\n"))
            }
        }
    }

    @Test func headersComeInLowerCaseAndJoined() async throws {
        try await withServer { port in
            try await withClient { client in
                let repeated = try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/repeated"))
                #expect(repeated.headers["x-part"] == "a, b")
                let packed = try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/gzip"))
                #expect(packed.headers["content-encoding"] == nil && packed.headers["content-length"] == nil)
            }
        }
    }

    @Test func redirectsKeepSecretsToTheirHost() async throws {
        try await withServer { port in
            try await withClient { client in
                let headers = ["Authorization": "Bearer x", "cookie": "c", "X-Own": "1"]
                let here = "http://127.0.0.1:\(port)"
                func echo(_ path: String, _ method: HTTPRequest.Method = .get) async throws -> String {
                    let body = method == .get ? nil : Array("sent".utf8)
                    let request = HTTPRequest(method, here + path, headers: headers, body: body)
                    return String(decoding: try await client.send(request).body, as: UTF8.self)
                }
                let same = try await echo("/redirect/302?/echo")
                #expect(same.contains("authorization: Bearer x\n") && same.contains("cookie: c\n"))
                let other = try await echo("/other-host")
                #expect(
                    !other.contains("Bearer") && !other.contains("cookie") && other.contains("x-own: 1\n"))
                #expect(other.contains("host: localhost:\(port)\n"))
                for (status, line) in [
                    (301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST"),
                ] {
                    let text = try await echo("/redirect/\(status)?/echo", .post)
                    #expect(text.hasPrefix("\(line) /echo "), "\(status)")
                    #expect(text.hasSuffix("\n\nsent") == (line == "POST"), "\(status)")
                }
                #expect(try await echo("/redirect/302?/echo", .put).hasPrefix("PUT /echo "))
            }
        }
    }

    @Test func noServer() async throws {
        let port = try unusedPort()
        try await withClient { client in
            let refused = HTTPRequest(.get, "http://me:secret@127.0.0.1:\(port)/x?y")
            await #expect(
                throws: HTTPError.unreachable(
                    url: "http://127.0.0.1:\(port)/x?y", reason: "connection refused")
            ) { try await client.send(refused) }
            let unknown = HTTPRequest(.get, "https://no-such-host.invalid/")
            #expect(
                await result(client, unknown)
                    == .unreachable("the name `no-such-host.invalid` cannot be resolved"))
            for url in ["", "example.com", "ftp://h/", "http://h/\r\nX: y"] {
                #expect(await result(client, HTTPRequest(.get, url)) == .badURL)
            }
        }
    }

    private func unusedPort() throws -> UInt16 {
        #if canImport(Glibc)
            let kind = CInt(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let answer = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        try #require(answer == 0)
        return UInt16(bigEndian: address.sin_port)
    }

    @Test func badHeadersAreRefused() async throws {
        try await withServer { port in
            try await withClient { client in
                for headers in [["a b": "c"], ["a": "b\r\nc: d"]] {
                    let request = HTTPRequest(.get, "http://127.0.0.1:\(port)/ok", headers: headers)
                    guard case .unreachable = await result(client, request) else {
                        Issue.record("\(headers) were sent")
                        continue
                    }
                }
            }
        }
    }

    @Test func manyAtOnce() async throws {
        try await withServer { port in
            try await withClient { client in
                let answers = await withTaskGroup(of: Result.self) { group in
                    for _ in 0..<64 {
                        group.addTask {
                            await result(client, HTTPRequest(.get, "http://127.0.0.1:\(port)/ok"))
                        }
                    }
                    return await group.reduce(into: [Result: Int]()) { $0[$1, default: 0] += 1 }
                }
                #expect(answers == [.body(200, "hello"): 64])
            }
        }
    }

    @Test func afterTheEnd() async throws {
        let client = LiveHTTPClient(environment: [:], version: "1")
        await client.shutdown()
        await client.shutdown()
        #expect(
            await result(client, HTTPRequest(.get, "http://127.0.0.1/"))
                == .unreachable("the program is about to end"))
    }

    @Test func notShutDownAtAll() async throws {
        try await withServer { port in
            let client = LiveHTTPClient(environment: [:], version: "1")
            #expect(
                await result(client, HTTPRequest(.get, "http://127.0.0.1:\(port)/ok")) == .body(200, "hello"))
        }
    }

    @Test func throughAProxy() async throws {
        try await withServer { port in
            let far = HTTPRequest(.get, "http://far.invalid:\(port)/ok")
            let locked = HTTPRequest(.get, "http://locked.invalid:\(port)/ok")
            let forbidden = HTTPRequest(.get, "http://forbidden.invalid:\(port)/ok")
            try await withClient(["HTTP_PROXY": "http://127.0.0.1:\(port)"]) { client in
                #expect(await result(client, far) == .body(200, "hello"))
                #expect(
                    await result(client, locked) == .unreachable("the proxy asks for a user and password"))
                #expect(
                    await result(client, forbidden)
                        == .unreachable("the proxy did not let the connection through"))
            }
            try await withClient(["http_proxy": "http://me:pw@127.0.0.1:\(port)"]) { client in
                #expect(await result(client, locked) == .body(200, "hello"))
            }
            try await withClient(["all_proxy": "127.0.0.1:\(port)", "no_proxy": "invalid"]) { client in
                #expect(
                    await result(client, far) == .unreachable("the name `far.invalid` cannot be resolved"))
            }
            try await withClient(["ALL_PROXY": "gopher://127.0.0.1:\(port)"]) { client in
                #expect(
                    await result(client, HTTPRequest(.get, "http://far.invalid/"))
                        == .unreachable(
                            "`gopher://127.0.0.1:\(port)` is not a proxy that can be used (http or socks5)"))
            }
        }
    }
}

@Suite(.enabled(if: python != nil && openssl != nil), .timeLimit(.minutes(2))) struct TLSTests {
    private static let untrusted = Result.unreachable(
        "its certificate is not trusted (`SSL_CERT_FILE` can name a file of others to trust)")

    @Test func certificatesAreCheckedAndCanBeAdded() async throws {
        try await Certificate.with { certificate in
            try await withServer(certificate) { port in
                let request = HTTPRequest(.get, "https://localhost:\(port)/ok")
                try await withClient { #expect(await result($0, request) == Self.untrusted) }
                try await withClient(["SSL_CERT_FILE": certificate.file]) { client in
                    #expect(await result(client, request) == .body(200, "hello"))
                    let truncated = HTTPRequest(.get, "https://localhost:\(port)/truncated")
                    #expect(await result(client, truncated) == .truncated)
                    let nothing = HTTPRequest(.get, "https://localhost:\(port)/nothing")
                    #expect(
                        await result(client, nothing)
                            == .unreachable("it closed the connection without an answer"))
                    let down = HTTPRequest(.get, "https://localhost:\(port)/redirect/302?http://localhost/")
                    #expect(
                        await result(client, down)
                            == .unreachable(
                                "it redirects from https to `http://localhost/`, which is not encrypted"))
                }
            }
        }
    }

    @Test func certificateOfAnotherHost() async throws {
        try await Certificate.with(names: "DNS:elsewhere.invalid") { certificate in
            try await withServer(certificate) { port in
                try await withClient(["SSL_CERT_FILE": certificate.file]) { client in
                    #expect(
                        await result(client, HTTPRequest(.get, "https://localhost:\(port)/ok"))
                            == .unreachable("its certificate is for another host"))
                }
            }
        }
    }

    @Test func certificateFileWithoutCertificates() async throws {
        let folder = try temporaryFolder()
        defer { try? LiveFileSystem().remove(folder) }
        try LiveFileSystem().write(Array("nothing\n".utf8), to: folder + "/empty.pem")
        for path in [folder + "/none.pem", folder + "/empty.pem"] {
            try await withClient(["SSL_CERT_FILE": path]) { client in
                #expect(
                    await result(client, HTTPRequest(.get, "https://localhost:1/"))
                        == .unreachable("`SSL_CERT_FILE` names `\(path)`, which holds no certificates"))
                #expect(
                    await result(client, HTTPRequest(.get, "http://127.0.0.1:1/"))
                        == .unreachable("connection refused"))
            }
        }
    }

    @Test func encryptedThroughAProxyAndUpgraded() async throws {
        try await Certificate.with { certificate in
            try await withServer(certificate) { secure in
                try await withServer { proxy in
                    let url = "https://localhost:\(secure)/ok"
                    let environment = [
                        "SSL_CERT_FILE": certificate.file, "HTTPS_PROXY": "http://me:pw@127.0.0.1:\(proxy)",
                    ]
                    try await withClient(environment) { client in
                        #expect(await result(client, HTTPRequest(.get, url)) == .body(200, "hello"))
                        let upgrade = HTTPRequest(.get, "http://127.0.0.1:\(proxy)/redirect/301?\(url)")
                        #expect(await result(client, upgrade) == .body(200, "hello"))
                    }
                    try await withClient(["SSL_CERT_FILE": certificate.file]) { client in
                        let plain = HTTPRequest(.get, "https://localhost:\(proxy)/ok")
                        let seen = await result(client, plain)
                        #expect(seen == .unreachable("it does not speak TLS"))
                    }
                }
            }
        }
    }
}
