/// Whether something of this name most likely holds a secret: `GITHUB_TOKEN`, `--api-key`, `dbPassword`.
///
/// Names are taken apart into words, so `AUTHOR`, `max_tokens` and `TOKEN_FILE` (a path) are none.
public func isSecretName(_ name: String) -> Bool {
    Array(name.utf8).withUnsafeBufferPointer { SecretNames.standard.contains($0, 0..<$0.count) }
}

/// The words by which a name is recognised, compared without allocating.
struct SecretNames: Sendable {
    static let standard = SecretNames()

    /// Secret as the end of a word.
    private let endings = words(
        "password", "passwd", "passphrase", "token", "secret", "apikey", "credential", "credentials",
        "privatekey", "accesskey")
    /// Secret as a whole word.
    private let whole = words("auth", "authorization", "jwt", "cookie", "bearer")
    /// Secret as one of several words only: alone they are common names for something else.
    private let accompanied = words("pwd", "pass", "pat")
    /// Secret before `key`.
    private let keyKinds = words(
        "api", "access", "account", "deploy", "encryption", "master", "private", "secret", "service",
        "signing", "ssh")
    private let key = Array("key".utf8)
    /// A switch that turns something off takes no value.
    private let no = Array("no".utf8)
    /// A name that ends so is about a secret and not one itself.
    private let harmlessEnds = words(
        "count", "dir", "directory", "enabled", "endpoint", "expires", "expiry", "file", "host", "kind",
        "length", "limit", "method", "name", "path", "policy", "port", "sock", "timeout", "ttl", "type",
        "uri", "url", "user", "username")

    private static func words(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }

    func contains(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        var found = false
        var count = 0
        var weak = false
        var previous = range.lowerBound..<range.lowerBound
        var last = previous
        var start = range.lowerBound
        while let word = nextWord(bytes, start, range.upperBound) {
            count += 1
            if count == 1, isEqual(no, bytes, word) { return false }
            found =
                found || isAny(endings, bytes, word, anyStart: true) || isAny(whole, bytes, word)
                || isEqual(key, bytes, word) && isAny(keyKinds, bytes, previous)
            weak = weak || isAny(accompanied, bytes, word)
            (previous, last, start) = (word, word, word.upperBound)
        }
        return (found || weak && count > 1) && !isAny(harmlessEnds, bytes, last)
    }

    /// A run of letters and digits that does not change from lower to upper case.
    private func nextWord(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ limit: Int) -> Range<Int>? {
        var start = from
        while start < limit, !isLetterOrDigit(bytes[start]) { start += 1 }
        guard start < limit else { return nil }
        var end = start + 1
        while end < limit, isLetterOrDigit(bytes[end]), !(isUpper(bytes[end]) && isLower(bytes[end - 1])) {
            end += 1
        }
        return start..<end
    }

    private func isAny(
        _ words: [[UInt8]], _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, anyStart: Bool = false
    ) -> Bool {
        for word in words where range.count >= word.count {
            let tail = anyStart ? range.upperBound - word.count..<range.upperBound : range
            if isEqual(word, bytes, tail) { return true }
        }
        return false
    }

    private func isEqual(
        _ word: some Collection<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Bool {
        guard word.count == range.count else { return false }
        var index = range.lowerBound
        for letter in word {
            guard bytes[index] | 0x20 == letter else { return false }
            index += 1
        }
        return true
    }
}

func isUpper(_ byte: UInt8) -> Bool { 0x41...0x5A ~= byte }
func isLower(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
func isLetterOrDigit(_ byte: UInt8) -> Bool { isLower(byte | 0x20) || isDigit(byte) }
