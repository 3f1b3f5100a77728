extension String {
    /// Whether a message of uv says that the network or the registry failed rather than the project.
    var blamesTheNetwork: Bool {
        let words = [
            "failed to fetch", "error sending request", "dns error", "connection refused",
            "could not connect",
            "operation timed out", "request failed", "client error (connect)", "tcp connect error",
            "server error (5",
            "network connectivity is disabled", "status server error", "error decoding response body",
            "timed out",
        ]
        let text = lowercased()
        return words.contains { text.contains($0) }
    }

    /// The line of the file at fault, where uv's TOML reader names it.
    var faultLine: Int? {
        guard let mark = firstRange(of: "TOML parse error at line ") else { return nil }
        return Int(self[mark.upperBound...].prefix { $0.isNumber })
    }

    /// uv's error and its causes on one line.
    var errorOfUV: String {
        let lines = split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
        let start = lines.firstIndex {
            $0.hasPrefix("error") || $0.hasPrefix("×") || $0.hasPrefix("Failed")
                || $0.hasPrefix("The lockfile")
        }
        return lines[(start ?? max(0, lines.count - 1))...].prefix(4).joined(separator: " ")
    }
}
