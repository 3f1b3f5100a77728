public import Diagnostics

/// Why a text is not a JSON document.
public struct JSONError: DiagnosableError, Hashable {
    public enum Reason: Hashable, Sendable {
        case unexpectedEnd
        case unexpected(byte: UInt8)
        case badEscape
        case badNumber
        case badUTF8
        case controlCharacter
        case duplicateKey(String)
        case tooDeep(limit: Int)
        case trailingData
    }

    public let reason: Reason
    /// Offset of the first offending byte.
    public let offset: Int
    /// Line of that byte, from 1.
    public let line: Int
    /// Column of that byte, from 1, in bytes.
    public let column: Int

    public var diagnostic: Diagnostic {
        Diagnostic(code: "json.malformed", message: "not JSON at line \(line), column \(column): \(wording)")
    }

    private var wording: String {
        switch reason {
        case .unexpectedEnd: "the text ends in the middle of a value"
        case .unexpected(let byte): "unexpected `\(String(UnicodeScalar(byte)))`"
        case .badEscape: "not an escape sequence"
        case .badNumber: "not a number"
        case .badUTF8: "not UTF-8"
        case .controlCharacter: "a control character in a string must be escaped"
        case .duplicateKey(let key): "the key `\(key)` stands twice in one object"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .trailingData: "text after the end of the value"
        }
    }
}
