import Attestations
import Testing

@Suite("Resource URIs")
struct ResourceURITests {
    @Test(arguments: [
        "https://in-toto.io/Statement/v1", "pkg:deb/debian/stunnel@5.50-3?arch=amd64", "urn:uuid:0192",
        "git+https://github.com/actions/runner@refs/heads/main#README.md", "https://[::1]:8080/a%2Fb",
        "git+ssh://Git@example.org/Repo.git", "https://example.org", "mailto:Ann@Example.org", "file:///a",
        "https://ex%C3%A9mple.org/",
    ])
    func wellFormed(_ text: String) throws {
        #expect(try #require(ResourceURI(text)).description == text)
    }

    @Test(arguments: [
        "", "https", "https:", ":x", "//example.org", "/a/b", "HTTPS://example.org", "https://Example.org/",
        "https://a b/", "https://example.org/é", "https://example.org/%zz", "https://example.org/%2",
        "https://example.org/a#b#c", "1a:b", "https://example.org/\u{0}", "https://example.org/<x>",
        "https://user@EXAMPLE.org/", "http\u{301}s://example.org",
    ])
    func malformed(_ text: String) {
        #expect(ResourceURI(text) == nil)
    }
}
