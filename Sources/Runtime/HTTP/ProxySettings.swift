#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Which proxy a URL is reached through, as the environment says.
///
/// `https_proxy`, `http_proxy` and `all_proxy` each hold `[http://|socks5://][user:password@]host[:port]`, and
/// `no_proxy` a list, with commas, of hosts (with all below them), `host:port`, addresses, networks such as
/// `10.0.0.0/8`, or `*`. A lower-case name wins over its upper-case twin, as with curl.
struct ProxySettings: Hashable, Sendable {
    struct Proxy: Hashable, Sendable {
        enum Kind: Sendable { case http, socks }
        let kind: Kind
        let host: String
        let port: Int
        var user: String?
        var password = ""
    }

    private let secure: String?, plain: String?
    private let exceptions: [String]

    init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            [name, name.uppercased()].compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        // A server gives its CGI programs the header `Proxy` of a request as HTTP_PROXY: not to be believed there.
        let isCGI = environment["REQUEST_METHOD"] != nil
        let all = value("all_proxy")
        secure = value("https_proxy") ?? all
        plain = (isCGI ? environment["http_proxy"] : value("http_proxy")) ?? all
        exceptions = (value("no_proxy") ?? "").split { $0 == "," || $0 == " " }.map { $0.lowercased() }
    }

    /// The proxy for an address; `nil`: none.
    func proxy(for address: WebAddress) throws(ExchangeError) -> Proxy? {
        guard let setting = address.isSecure ? secure : plain, !isExcepted(address) else { return nil }
        guard let proxy = Self.proxy(setting) else { throw .badProxy(Self.withoutCredentials(setting)) }
        return proxy
    }

    private static func proxy(_ setting: String) -> Proxy? {
        let scheme = setting.contains("://") ? String(setting.prefix { $0 != ":" }).lowercased() : "http"
        let kind: Proxy.Kind? = ["http": .http, "socks5": .socks, "socks5h": .socks, "socks": .socks][scheme]
        let rest = setting.contains("://") ? setting.drop { $0 != "/" }.dropFirst(2) : setting[...]
        // The rest has the form that an http URL has.
        guard let kind, let address = WebAddress("http://\(rest)") else { return nil }
        let port = address.namesPort ? address.port : kind == .socks ? 1080 : 80
        guard let (user, password) = address.credentials else {
            return Proxy(kind: kind, host: address.host, port: port)
        }
        // The network layer cannot log in to a SOCKS server.
        guard kind == .http else { return nil }
        return Proxy(kind: kind, host: address.host, port: port, user: user, password: password)
    }

    private static func withoutCredentials(_ setting: String) -> String {
        guard let at = setting.lastIndex(of: "@") else { return setting }
        let scheme = setting.contains("://") ? setting.prefix { $0 != ":" } + "://" : ""
        return scheme + setting[setting.index(after: at)...]
    }

    private func isExcepted(_ address: WebAddress) -> Bool {
        exceptions.contains { exception in
            if exception == "*" { return true }
            if let network = Network(exception) { return network.contains(address.host) }
            var name = exception[...]
            // An IPv6 address has colons of its own, and brackets when it has a port.
            if let colon = name.lastIndex(of: ":"), name.hasPrefix("[") || name.firstIndex(of: ":") == colon,
                let port = Int(name[name.index(after: colon)...])
            {
                guard port == address.port else { return false }
                name = name[..<colon]
            }
            if name.hasPrefix("[") { name = name.dropFirst().prefix { $0 != "]" } }
            if name.hasPrefix("*.") { name = name.dropFirst() }
            if name.hasPrefix(".") { name = name.dropFirst() }
            return !name.isEmpty && (address.host == name || address.host.hasSuffix(".\(name)"))
        }
    }
}

/// A network in CIDR form, of IPv4 or IPv6.
private struct Network {
    private let bytes: [UInt8]
    private let length: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = addressBytes(String(parts[0])), let length = Int(parts[1]),
            0...(bytes.count * 8) ~= length
        else { return nil }
        (self.bytes, self.length) = (bytes, length)
    }

    func contains(_ host: String) -> Bool {
        guard let other = addressBytes(host), other.count == bytes.count else { return false }
        return (0..<length).allSatisfy { bit in
            (other[bit / 8] ^ bytes[bit / 8]) & (0x80 >> (bit % 8)) == 0
        }
    }
}

/// The 4 or 16 bytes of an IP address; `nil` for a name.
private func addressBytes(_ text: String) -> [UInt8]? {
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
        var bytes = [UInt8](repeating: 0, count: count)
        if inet_pton(family, text, &bytes) == 1 { return bytes }
    }
    return nil
}
