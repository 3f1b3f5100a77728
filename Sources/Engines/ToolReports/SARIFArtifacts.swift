/// Turns the artifact locations of a run into paths (sections 3.4 and 3.14.14).
struct SARIFArtifacts {
    private let bases: [String: JSONCursor]
    private let artifacts: [JSONCursor]

    init(_ run: JSONCursor) throws(ToolReportError) {
        var bases: [String: JSONCursor] = [:]
        for (name, base) in try run.optional("originalUriBaseIds")?.members() ?? [] { bases[name] = base }
        self.bases = bases
        artifacts = try run.optional("artifacts")?.elements() ?? []
    }

    /// The path that a location means; `nil` if it names neither a URI nor an artifact.
    func path(of location: JSONCursor) throws(ToolReportError) -> String? {
        guard let uri = try uri(of: location, depth: 0) else { return nil }
        return try decodedPath(uri, location)
    }

    /// The URI with its bases before it; `depth` ends a circle of bases or artifacts.
    private func uri(of location: JSONCursor, depth: Int) throws(ToolReportError) -> String? {
        guard depth < 16 else { throw location.wrong("a base that does not lead back to itself") }
        guard let uri = try location.optional("uri")?.string() else {
            return try artifactURI(of: location, depth: depth)
        }
        guard !hasScheme(uri), !uri.hasPrefix("/"), let id = try location.optional("uriBaseId")?.string(),
            let base = bases[id], let prefix = try self.uri(of: base, depth: depth + 1)
        else { return uri }
        return prefix.hasSuffix("/") ? prefix + uri : prefix + "/" + uri
    }

    private func artifactURI(of location: JSONCursor, depth: Int) throws(ToolReportError) -> String? {
        guard let index = try location.optional("index")?.index(into: artifacts),
            let own = try artifacts[index].optional("location")
        else { return nil }
        return try uri(of: own, depth: depth + 1)
    }

    /// `file:///a%20b` is `/a b`, `file:///C:/a` is `C:/a`; URIs of other schemes stay as they are.
    private func decodedPath(_ uri: String, _ location: JSONCursor) throws(ToolReportError) -> String {
        var path = uri[...]
        if uri.lowercased().hasPrefix("file:") {
            path = path.dropFirst("file:".count)
            if path.hasPrefix("//") { path = path.dropFirst(2).drop { $0 != "/" } }
            let drive = path.dropFirst().prefix(2)
            if drive.count == 2, drive.first?.isLetter == true, drive.last == ":" { path = path.dropFirst() }
        } else if hasScheme(uri) {
            return uri
        }
        guard let decoded = percentDecoded(path) else {
            throw location.wrong("a URI whose escapes are UTF-8")
        }
        return decoded
    }

    /// RFC 3986, section 3.1; a single letter is a drive, not a scheme.
    private func hasScheme(_ uri: String) -> Bool {
        guard let colon = uri.firstIndex(of: ":") else { return false }
        let scheme = uri[..<colon].utf8
        return scheme.count > 1
            && scheme.allSatisfy { byte in
                switch byte | 0x20 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): true
                default: UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || [0x2B, 0x2D, 0x2E].contains(byte)
                }
            }
    }
}

/// The text behind the escapes of RFC 3986, section 2.1; `nil` if that is not UTF-8.
func percentDecoded(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        if byte == UInt8(ascii: "%"), digits.utf8.count == 2, !digits.hasPrefix("+"), !digits.hasPrefix("-"),
            let value = UInt8(digits, radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(validating: bytes, as: UTF8.self)
}
