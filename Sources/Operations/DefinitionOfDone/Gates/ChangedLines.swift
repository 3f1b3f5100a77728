/// The lines that a patch adds or changes, by file.
struct ChangedLines: Hashable, Sendable {
    private var added: [String: Set<Int>] = [:]
    private var whole: Set<String> = []

    /// Reads a unified diff with prefixes `a/` and `b/`.
    init(patch: String) {
        var file: String?
        var inHeader = true
        // By bytes: to Swift a CRLF is one character, which is no line feed.
        for bytes in patch.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let line = Substring(bytes)
            if line.hasPrefix("diff --git ") {
                (file, inHeader) = (nil, true)
            } else if inHeader, let path = line.dropping(prefix: "+++ b/") {
                file = path.unquotedPath
            } else if inHeader, let path = line.dropping(prefix: "+++ \"b/") {
                file = ("\"" + path).unquotedPath
            } else if let hunk = line.dropping(prefix: "@@ "), let file {
                inHeader = false
                let range = hunk.split(separator: " ").first { $0.hasPrefix("+") }?.dropFirst().split(
                    separator: ",")
                guard let range, let start = range.first.flatMap({ Int($0) }) else { continue }
                let count = range.count > 1 ? Int(range[1]) ?? 1 : 1
                if count > 0 { added[file, default: []].formUnion(start..<start + count) }
            }
        }
    }

    /// A new file: all its lines count.
    mutating func addWhole(_ path: String) { whole.insert(path) }

    /// The changed lines of a file; `nil` if it has none.
    func lines(of path: String) -> Lines? {
        whole.contains(path) ? .all : added[path].map(Lines.some)
    }

    enum Lines: Hashable, Sendable {
        case all
        case some(Set<Int>)

        func contains(_ line: Int) -> Bool {
            switch self {
            case .all: true
            case .some(let lines): lines.contains(line)
            }
        }
    }
}

extension String {
    /// The path of a diff header, which git quotes like a C string when it has unusual characters.
    fileprivate var unquotedPath: String {
        guard hasPrefix("\"") else {
            // A tab ends a path that contains a space.
            return hasSuffix("\t") ? String(dropLast()) : self
        }
        var bytes: [UInt8] = []
        var rest = Substring(dropFirst()).utf8
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            guard byte == UInt8(ascii: "\\"), let code = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            if let digit = code.octalDigit, let second = rest.popFirst()?.octalDigit,
                let third = rest.popFirst()?.octalDigit
            {
                bytes.append((digit &* 64) &+ (second &* 8) &+ third)
            } else {
                let escapes: [UInt8: UInt8] = [
                    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10,
                    UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
                ]
                bytes.append(escapes[code] ?? code)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var octalDigit: UInt8? { 0x30...0x37 ~= self ? self - 0x30 : nil }
}
