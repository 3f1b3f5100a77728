import Crypto

/// A SHA-256 digest (FIPS 180-4), written as 64 lower-case hexadecimal digits.
public struct SHA256Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The digits.
    public let hex: String

    /// The digest of `bytes`.
    public init(of bytes: some Sequence<UInt8>) {
        var hasher = Hasher()
        hasher.update(bytes)
        self = hasher.finish()
    }

    /// The digest of the UTF-8 form of `text`.
    public init(of text: String) { self.init(of: text.utf8) }

    /// A digest that was written down before; `nil` unless it has exactly 64 lower-case hexadecimal digits.
    public init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ hexDigits.contains($0) }) else { return nil }
        self.hex = hex
    }

    fileprivate init(trusted hex: String) { self.hex = hex }

    public var description: String { hex }

    public static func < (a: Self, b: Self) -> Bool { a.hex < b.hex }

    /// Takes a digest piece by piece.
    public struct Hasher: Sendable {
        private var state = SHA256()

        public init() {}

        public mutating func update(_ bytes: some Sequence<UInt8>) {
            let done: Void? = bytes.withContiguousStorageIfAvailable {
                state.update(bufferPointer: .init($0))
            }
            if done == nil { Array(bytes).withUnsafeBytes { state.update(bufferPointer: $0) } }
        }

        public consuming func finish() -> SHA256Digest { SHA256Digest(trusted: hexText(state.finalize())) }
    }
}

private let hexDigits = Array("0123456789abcdef".utf8)

private func hexText(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
        text.append(hexDigits[Int(byte >> 4)])
        text.append(hexDigits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
