import Testing

@testable import HTTP

@Suite struct WebAddressTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let host: String
        let port: Int
        var shown: String?
        var testDescription: String { text }
    }

    @Test(arguments: [
        Row(text: "http://example.com", host: "example.com", port: 80),
        Row(text: "HTTPS://Example.COM/a?b=c", host: "example.com", port: 443),
        Row(text: "https://example.com:8443/", host: "example.com", port: 8443),
        Row(text: "http://[::1]:80/x", host: "::1", port: 80),
        Row(text: "http://me:secret@h/x", host: "h", port: 80, shown: "http://h/x"),
        Row(text: "http://me@h/x#part", host: "h", port: 80, shown: "http://h/x"),
        Row(text: "http://h/%2F%20?q=%26", host: "h", port: 80),
    ]) func parts(_ row: Row) throws {
        let address = try #require(WebAddress(row.text))
        #expect(address.host == row.host && address.port == row.port)
        #expect(address.text == row.shown ?? row.text)
    }

    @Test(arguments: [
        "", "example.com", "/path", "ftp://h/", "file:///etc/passwd", "http://", "http:///x", "http://h:0/",
        "http://h:70000/", "http://h/a b", "http://h/\r\nX: y", "http://h/\u{7F}", "mailto:a@b", "http:h",
    ]) func whatIsNone(_ text: String) { #expect(WebAddress(text) == nil) }

    @Test func credentials() throws {
        let address = try #require(WebAddress("http://me:p%40ss@h/"))
        #expect(address.credentials?.user == "me" && address.credentials?.password == "p@ss")
        #expect(try #require(WebAddress("http://h/")).credentials == nil)
    }

    @Test(arguments: [
        ("/b", "http://h/b"), ("c", "http://h/a/c"), ("?q", "http://h/a/x?q"),
        ("//other/y", "http://other/y"),
        ("https://h2/", "https://h2/"), ("..", "http://h/"),
    ]) func following(_ location: String, _ target: String) throws {
        #expect(try #require(WebAddress("http://h/a/x")).following(location)?.text == target)
    }

    @Test(arguments: ["ftp://h/", "javascript:alert(1)", "/a b", "http://"]) func followingNowhere(
        _ location: String
    ) throws { #expect(try #require(WebAddress("http://h/a/x")).following(location) == nil) }

    @Test(arguments: [
        ("http://h/a", "http://h/b", true), ("http://h/a", "https://h/b", true),
        ("https://h/", "http://h/", false),
        ("http://h/", "http://h:81/", false), ("http://h/", "http://i/", false),
        ("http://h:81/", "https://h/", false), ("http://h/", "http://sub.h/", false),
    ]) func sameParty(_ from: String, _ to: String, _ isSame: Bool) throws {
        let (from, to) = (try #require(WebAddress(from)), try #require(WebAddress(to)))
        #expect(to.isSameParty(as: from) == isSame)
    }
}
