import Testing

@testable import HTTP

@Suite struct ProxySettingsTests {
    private func proxy(_ environment: [String: String], _ url: String) throws -> ProxySettings.Proxy? {
        try ProxySettings(environment: environment).proxy(for: #require(WebAddress(url)))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let setting: String
        let proxy: ProxySettings.Proxy
        var testDescription: String { setting }
    }

    @Test(arguments: [
        Row(setting: "http://p:3128", proxy: .init(kind: .http, host: "p", port: 3128)),
        Row(setting: "http://p", proxy: .init(kind: .http, host: "p", port: 80)),
        Row(setting: "http://p:80/", proxy: .init(kind: .http, host: "p", port: 80)),
        Row(setting: "p:8080", proxy: .init(kind: .http, host: "p", port: 8080)),
        Row(setting: "http://[::1]:1", proxy: .init(kind: .http, host: "::1", port: 1)),
        Row(
            setting: "http://me:a%3Ab@p:1",
            proxy: .init(kind: .http, host: "p", port: 1, user: "me", password: "a:b")),
        Row(setting: "socks5://p", proxy: .init(kind: .socks, host: "p", port: 1080)),
        Row(setting: "socks5h://p:9050", proxy: .init(kind: .socks, host: "p", port: 9050)),
    ]) func settings(_ row: Row) throws {
        #expect(try proxy(["HTTP_PROXY": row.setting], "http://h/") == row.proxy)
    }

    @Test(arguments: [
        ("https://me:secret@p:1", "https://p:1"), ("http://", "http://"), ("ftp://p", "ftp://p"),
        ("p q", "p q"),
        ("socks5://me:secret@p", "socks5://p"), ("http://p:99999", "http://p:99999"),
    ]) func whatIsNoProxy(_ setting: String, _ shown: String) {
        #expect(throws: ExchangeError.badProxy(shown)) { try proxy(["ALL_PROXY": setting], "http://h/") }
    }

    @Test func variables() throws {
        let environment = ["HTTPS_PROXY": "s", "http_proxy": "l", "HTTP_PROXY": "u", "ALL_PROXY": "a"]
        #expect(try proxy(environment, "https://h/")?.host == "s")
        #expect(try proxy(environment, "http://h/")?.host == "l")
        #expect(try proxy(["all_proxy": "a", "https_proxy": ""], "https://h/")?.host == "a")
        #expect(try proxy(["HTTP_PROXY": "u"], "https://h/") == nil)
        #expect(try proxy(["HTTP_PROXY": "u", "REQUEST_METHOD": "GET"], "http://h/") == nil)
        #expect(try proxy([:], "http://h/") == nil)
    }

    @Test(arguments: [
        ("h.example", true), ("example", true), (".example", true), ("*.example", true), ("ample", false),
        ("H.EXAMPLE", true), ("other, h.example", true), ("h.example:80", true), ("h.example:81", false),
        ("*", true),
        ("", false), (",", false), ("x.h.example", false), ("10.0.0.0/8", false), (":80", false),
    ]) func exceptions(_ list: String, _ isExcepted: Bool) throws {
        #expect((try proxy(["all_proxy": "p", "NO_PROXY": list], "http://h.example/") == nil) == isExcepted)
    }

    @Test(arguments: [
        ("10.1.2.3", "10.0.0.0/8", true), ("11.1.2.3", "10.0.0.0/8", false), ("10.1.2.3", "10.1.2.3", true),
        ("10.1.2.3", "0.0.0.0/0", true), ("10.1.2.3", "10.1.2.0/31", false), ("[fe80::1]", "fe80::/10", true),
        ("[::1]", "::1", true), ("[::1]", "[::1]", true), ("[::1]", "[::1]:80", true),
        ("[::1]", "[::1]:81", false),
        ("[::1]", "10.0.0.0/8", false), ("10.1.2.3", "10.0.0.0/99", false), ("10.1.2.3", "10.0.0.0/x", false),
    ]) func networks(_ host: String, _ list: String, _ isExcepted: Bool) throws {
        #expect((try proxy(["all_proxy": "p", "NO_PROXY": list], "http://\(host)/") == nil) == isExcepted)
    }
}
