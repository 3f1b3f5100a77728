/// Replaces secrets by `***`, before anything is written down or sent.
///
/// A secret is: the value of an environment variable whose name says so, wherever it occurs; what follows such a name in
/// text or arguments; the user information of a URL; a token of a well-known form; a private key.
public struct Redactor: Sendable {
    /// What stands in the place of a secret.
    public static let mark = "***"

    /// For every byte: 1 if a known form can begin with it, 2 if a known value does.
    private var triggers: [UInt8] = Array(repeating: 0, count: 256)
    /// Known values by their first two bytes, the longest first.
    private var values: [UInt16: [[UInt8]]] = [:]
    private let shapes = TokenShapes.standard
    private let assignments = Assignments()

    /// Learns the values to look for.
    ///
    /// - Parameter environment: Values of at least 8 bytes under secret names, and passwords in URLs, are looked for.
    public init(environment: [String: String] = [:]) {
        for byte in shapes.firstBytes + Array("-=:".utf8) { triggers[Int(byte)] = 1 }
        var known: Set<[UInt8]> = []
        for (name, value) in environment {
            if isSecretName(name) { known.insert(trimmed(value.utf8)) }
            known.formUnion(passwords(inURL: Array(value.utf8)))
        }
        for value in known where value.count >= 8 { learn(value) }
        for key in values.keys { values[key]?.sort { $0.count > $1.count } }
    }

    private mutating func learn(_ value: [UInt8]) {
        triggers[Int(value[0])] |= 2
        values[UInt16(value[0]) << 8 | UInt16(value[1]), default: []].append(value)
    }

    /// The text without its secrets.
    ///
    /// - Complexity: O(*n*) in the bytes, times the number of known values that begin alike.
    public func redact(_ text: String) -> String {
        var text = text
        return text.withUTF8 { redacted($0).map { String(decoding: $0, as: UTF8.self) } } ?? text
    }

    /// The bytes of a text without its secrets; what is no UTF-8 is left as it is.
    public func redact(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBufferPointer(redacted) ?? bytes }

    /// Arguments of a program: also the one that follows an option with a secret name.
    public func redact(arguments: [String]) -> [String] {
        var isValue = false
        return arguments.map { argument in
            defer { isValue = argument.hasPrefix("-") && !argument.contains("=") && isSecretName(argument) }
            return isValue && !argument.hasPrefix("-") ? Self.mark : redact(argument)
        }
    }

    /// Variables: the whole value under a secret name.
    public func redact(environment: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: environment.map { ($0, redact($1, named: $0)) })
    }

    /// The value of an attribute or variable.
    public func redact(_ value: String, named name: String) -> String {
        isSecretName(name) && !value.isEmpty ? Self.mark : redact(value)
    }

    /// The text without its secrets; `nil` if it has none.
    private func redacted(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        let text = TextBytes(bytes: bytes)
        var keys = PrivateKeys()
        var result: [UInt8] = []
        var copied = 0
        var index = 0
        triggers.withUnsafeBufferPointer { triggers in
            while index < bytes.count {
                let trigger = triggers[Int(bytes[index])]
                guard trigger != 0, let secret = secret(text, at: index, trigger, &keys) else {
                    index += 1
                    continue
                }
                result += bytes[copied..<secret.lowerBound]
                result += Self.mark.utf8
                copied = secret.upperBound
                index = secret.upperBound
            }
        }
        guard copied > 0 else { return nil }
        return result + bytes[copied...]
    }

    private func secret(
        _ text: TextBytes, at index: Int, _ trigger: UInt8, _ keys: inout PrivateKeys
    ) -> Range<Int>? {
        if trigger & 2 != 0, let value = value(text, at: index) { return value }
        guard trigger & 1 != 0 else { return nil }
        switch text[index] {
        case UInt8(ascii: "="): return assignments.afterEquals(text, at: index)
        case UInt8(ascii: ":"):
            return assignments.userInfo(text, at: index) ?? assignments.afterColon(text, at: index)
        case UInt8(ascii: "-"): return keys.match(text, at: index) ?? assignments.afterOption(text, at: index)
        default: return shapes.match(text, at: index)
        }
    }

    private func value(_ text: TextBytes, at index: Int) -> Range<Int>? {
        let pair = UInt16(text[index]) << 8 | UInt16(text[index + 1])
        let value = values[pair]?.first { text.starts(with: $0, at: index) }
        return value.map { index..<index + $0.count }
    }

    private func passwords(inURL value: [UInt8]) -> [[UInt8]] {
        value.withUnsafeBufferPointer { bytes in
            let text = TextBytes(bytes: bytes)
            return bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }.compactMap { index in
                assignments.userInfo(text, at: index).map { info in
                    Array(bytes[info].split(separator: UInt8(ascii: ":"), maxSplits: 1).last ?? bytes[info])
                }
            }
        }
    }
}

private func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    Array(bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
}

/// Finds PEM blocks of private keys (RFC 7468) in one pass, however many begin and never end.
private struct PrivateKeys {
    /// Where the next `-----END` is, as far as was looked; the end of the text if there is none.
    private var nextEnd = -1

    mutating func match(_ text: TextBytes, at start: Int) -> Range<Int>? {
        guard text.starts(with: "-----BEGIN ".utf8, at: start) else { return nil }
        var label = start + 11
        while label - start < 64, isUpper(text[label]) || isDigit(text[label]) || text[label] == 0x20 {
            label += 1
        }
        let isPrivate = label - start >= 22 && text.starts(with: "PRIVATE KEY".utf8, at: label - 11)
        guard isPrivate, text.starts(with: "-----".utf8, at: label) else { return nil }
        return start..<end(text, from: label + 5)
    }

    /// After the end line; a block that was cut off has none and goes on for as long as its lines look so.
    private mutating func end(_ text: TextBytes, from start: Int) -> Int {
        if nextEnd < start {
            nextEnd = start
            while nextEnd < text.count, !text.starts(with: "-----END ".utf8, at: nextEnd) { nextEnd += 1 }
        }
        guard nextEnd < text.count, nextEnd - start < 1 << 16 else {
            return text.end(ofTokenAt: start, more: "+/=\r\n\\")
        }
        var end = nextEnd + 9
        while end < text.count, text[end] != 0x2D, text[end] != 0x0A { end += 1 }
        return text.starts(with: "-----".utf8, at: end) ? end + 5 : end
    }
}
