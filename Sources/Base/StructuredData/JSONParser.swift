extension JSON {
    /// Reads one JSON document.
    ///
    /// Stricter than most readers: a key that stands twice in one object is an error, because two readers could take
    /// it two ways.
    ///
    /// - Parameters:
    ///   - bytes: A whole UTF-8 document.
    ///   - depthLimit: How many arrays and objects may stand in each other.
    /// - Throws: ``JSONError`` with the place of the first fault.
    /// - Complexity: O(*n*).
    public init(parsing bytes: some Collection<UInt8>, depthLimit: Int = 512) throws(JSONError) {
        let fast = bytes.withContiguousStorageIfAvailable { buffer in
            Result { () throws(JSONError) in try parseJSON(buffer, depthLimit) }
        }
        if let fast {
            self = try fast.get()
        } else {
            let copy = Array(bytes)
            self = try copy.withUnsafeBufferPointer { buffer throws(JSONError) in
                try parseJSON(buffer, depthLimit)
            }
        }
    }

    /// Reads one JSON document from text.
    public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

private func parseJSON(_ bytes: UnsafeBufferPointer<UInt8>, _ depthLimit: Int) throws(JSONError) -> JSON {
    var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == bytes.count else { throw parser.error(.trailingData) }
    return value
}

/// What objects begin as: most have a few members, and growing to hold them costs more than a little room that stays empty.
///
/// Copying an empty table with room takes half the time of making one.
private let roomForFew: [String: JSON] = {
    var members: [String: JSON] = [:]
    members.reserveCapacity(4)
    return members
}()

/// A recursive-descent reader over a borrowed buffer.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let depthLimit: Int
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        (self.bytes, self.depthLimit) = (bytes, depthLimit)
    }

    func error(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? position
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return JSONError(
            reason: reason, offset: offset, line: before.count { $0 == 0x0A } + 1,
            column: offset - lineStart + 1)
    }

    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    mutating func peek() throws(JSONError) -> UInt8 {
        skipSpace()
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard depth <= depthLimit else { throw error(.tooDeep(limit: depthLimit)) }
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case let byte: throw error(.unexpected(byte: byte))
        }
    }

    mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count else { throw error(.unexpectedEnd) }
            guard bytes[position] == word.utf8Start[index] else {
                throw error(.unexpected(byte: bytes[position]))
            }
            position += 1
        }
        return value
    }

    mutating func object(depth: Int) throws(JSONError) -> JSON {
        position += 1
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return .object([:])
        }
        var members = roomForFew
        while true {
            let keyStart = position
            guard try peek() == UInt8(ascii: "\"") else { throw error(.unexpected(byte: bytes[position])) }
            let key = try string()
            guard try peek() == UInt8(ascii: ":") else { throw error(.unexpected(byte: bytes[position])) }
            position += 1
            let value = try value(depth: depth + 1)
            guard members.updateValue(value, forKey: key) == nil else {
                throw error(.duplicateKey(key), at: keyStart)
            }
            switch try peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                return .object(members)
            case let byte: throw error(.unexpected(byte: byte))
            }
            skipSpace()
        }
    }

    mutating func array(depth: Int) throws(JSONError) -> JSON {
        position += 1
        var elements: [JSON] = []
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            elements.append(try value(depth: depth + 1))
            switch try peek() {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                return .array(elements)
            case let byte: throw error(.unexpected(byte: byte))
            }
        }
    }

    mutating func number() throws(JSONError) -> JSON {
        if let whole = shortInteger() { return .integer(whole) }
        let start = position
        var isWhole = true
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        let digits = skipDigits()
        guard digits > 0, digits == 1 || bytes[first] != UInt8(ascii: "0") else {
            throw error(.badNumber, at: start)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            (isWhole, position) = (false, position + 1)
            guard skipDigits() > 0 else { throw error(.badNumber, at: start) }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            (isWhole, position) = (false, position + 1)
            if position < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position]) {
                position += 1
            }
            guard skipDigits() > 0 else { throw error(.badNumber, at: start) }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let whole = Int64(text), whole != 0 || bytes[start] != UInt8(ascii: "-") {
            return .integer(whole)
        }
        guard let value = Double(text), value.isFinite else { throw error(.badNumber, at: start) }
        return .number(value)
    }

    /// A whole number of up to 18 digits, as nearly all are; at anything else it stays where it is and gives `nil`.
    private mutating func shortInteger() -> Int64? {
        let isNegative = bytes[position] == UInt8(ascii: "-")
        let first = isNegative ? position + 1 : position
        var (index, value): (Int, Int64) = (first, 0)
        while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
            guard index - first < 18 else { return nil }
            value = value * 10 + Int64(bytes[index] &- UInt8(ascii: "0"))
            index += 1
        }
        guard index > first, index == first + 1 || bytes[first] != UInt8(ascii: "0"),
            value != 0 || !isNegative
        else { return nil }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] | 0x20 == UInt8(ascii: "e")
        {
            return nil
        }
        position = index
        return isNegative ? -value : value
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }
}

extension JSONParser {
    /// Reads a string from its opening quote to behind its closing one.
    mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        var all: UInt8 = 0
        while position < bytes.count {
            let byte = bytes[position]
            all |= byte
            switch byte {
            case UInt8(ascii: "\""):
                let text = all < 0x80 ? ascii(start..<position) : try text(start..<position)
                position += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw error(.controlCharacter)
            default: position += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    /// Text of which it is known that it is ASCII; asking costs more than making it.
    private func ascii(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    private func text(_ range: Range<Int>) throws(JSONError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw error(.badUTF8, at: range.lowerBound)
        }
        return text
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        // Escapes stand for whole characters, so that the bytes are as valid together as they are one by one.
        var result = Array(bytes[start..<position])
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                guard let text = String(validating: result, as: UTF8.self) else {
                    throw error(.badUTF8, at: start)
                }
                position += 1
                return text
            case UInt8(ascii: "\\"): result.append(contentsOf: try escape().utf8)
            case 0..<0x20: throw error(.controlCharacter)
            default:
                let run = position
                while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
                    bytes[position] != UInt8(ascii: "\\")
                {
                    position += 1
                }
                result.append(contentsOf: bytes[run..<position])
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        guard position + 1 < bytes.count else { throw error(.unexpectedEnd) }
        let code = bytes[position + 1]
        position += 2
        switch code {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(code)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw error(.badEscape, at: start)
        }
        let high = try hexUnit(start)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw error(.badEscape, at: start) }
        position += 2
        let low = try hexUnit(start)
        guard 0xDC00...0xDFFF ~= low,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else { throw error(.badEscape, at: start) }
        return scalar
    }

    private mutating func hexUnit(_ start: Int) throws(JSONError) -> UInt16 {
        guard position + 4 <= bytes.count else { throw error(.unexpectedEnd) }
        var unit: UInt16 = 0
        for byte in bytes[position..<position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw error(.badEscape, at: start)
            }
            unit = unit << 4 | UInt16(digit)
        }
        position += 4
        return unit
    }
}
