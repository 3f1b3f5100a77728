/// Takes a text line by line, and tells where it stands when something is wrong.
struct LineReader {
    private let form: LogText
    private let bytes: [UInt8]
    private var start = 0
    /// The line that was taken last, from 1.
    private(set) var number = 0

    init(_ text: String, _ form: LogText) { (self.form, bytes) = (form, Array(text.utf8)) }

    /// The next line without its line feed; `nil` if no further line ends in one.
    mutating func next() -> Substring? {
        number += 1
        guard let end = bytes[start...].firstIndex(of: lineFeed) else { return nil }
        defer { start = end + 1 }
        return Substring(decoding: bytes[start..<end], as: UTF8.self)
    }

    func malformed(_ reason: String) -> TransparencyLogError {
        .malformed(form, line: number, reason: reason)
    }

    /// Hashes up to an empty line, which is taken too.
    mutating func hashes(limit: Int) throws(TransparencyLogError) -> [MerkleHash] {
        var hashes: [MerkleHash] = []
        while let line = next() {
            if line.isEmpty { return hashes }
            guard hashes.count < limit else { throw malformed("there are more than \(limit) hashes") }
            guard let hash = MerkleHash(base64: line) else {
                throw malformed("the hash is not the canonical Base 64 of 32 bytes")
            }
            hashes.append(hash)
        }
        throw malformed("no empty line stands after the hashes")
    }

    /// The rest as a signed note; lines in its errors count from the beginning of the whole text.
    mutating func note() throws(TransparencyLogError) -> SignedNote {
        do { return try SignedNote(parsing: bytes[start...]) } catch {
            guard case .malformed(_, let line, let reason) = error else { throw error }
            throw .malformed(form, line: number + line, reason: reason)
        }
    }
}

extension Substring {
    /// What follows a beginning, byte for byte; `nil` without it.
    func after(_ start: String) -> Substring? {
        utf8.starts(with: start.utf8) ? Substring(utf8.dropFirst(start.utf8.count)) : nil
    }
}
