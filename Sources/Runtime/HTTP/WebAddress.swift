#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// An absolute `http` or `https` URL.
struct WebAddress: Hashable {
    private let url: URL
    let isSecure: Bool
    /// In lower case, an IPv6 address without its brackets.
    let host: String
    let port: Int
    /// Whether the URL says the port itself.
    let namesPort: Bool

    /// `nil` if `text` is anything else.
    init?(_ text: String) {
        // What `URL` would quote in silence, a server or proxy may read as a second line.
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let url = URL(string: text) else {
            return nil
        }
        self.init(url)
    }

    private init?(_ url: URL) {
        guard let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = url.host, !host.isEmpty, 1...65535 ~= (url.port ?? 80)
        else { return nil }
        self.url = url
        isSecure = scheme == "https"
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        self.host = (isBracketed ? String(host.dropFirst().dropLast()) : host).lowercased()
        namesPort = url.port != nil
        port = url.port ?? (isSecure ? 443 : 80)
    }

    /// The whole of it, without user, password and fragment: what is asked for, and what an error may show.
    var text: String {
        guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: true) else { return "" }
        (parts.user, parts.password, parts.fragment) = (nil, nil, nil)
        return parts.string ?? ""
    }

    /// User and password, if it has them.
    var credentials: (user: String, password: String)? {
        guard let user = url.user(percentEncoded: false) else { return nil }
        return (user, url.password(percentEncoded: false) ?? "")
    }

    /// Where a `Location` of an answer from here leads; `nil` if that is no `http` or `https` URL.
    func following(_ location: String) -> WebAddress? {
        guard location.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        return URL(string: location, relativeTo: url).flatMap { WebAddress($0.absoluteURL) }
    }

    /// Whether what is secret to `other` may be shown here too.
    func isSameParty(as other: WebAddress) -> Bool {
        guard host == other.host else { return false }
        if isSecure == other.isSecure { return port == other.port }
        return isSecure && port == 443 && other.port == 80
    }
}
