import Diagnostics
import StructuredData

/// A value of a report and the JSON pointer that leads to it, so that an error can say where it is.
struct JSONCursor {
    let format: ReportFormat
    let pointer: String
    let value: JSON

    /// The most a report may weigh; a larger one is not a report but an accident.
    static let sizeLimit = 256 * 1024 * 1024

    private init(format: ReportFormat, pointer: String, value: JSON) {
        (self.format, self.pointer, self.value) = (format, pointer, value)
    }

    /// Reads a whole report.
    init(parsing bytes: [UInt8], as format: ReportFormat) throws(ToolReportError) {
        let bytes = try reportBytes(bytes, as: format, limit: Self.sizeLimit)
        do {
            self.init(format: format, pointer: "", value: try JSON(parsing: bytes))
        } catch {
            throw .malformed(format, reason: error.diagnostic.message, line: error.line, column: error.column)
        }
    }

    func wrong(_ expected: String) -> ToolReportError {
        .wrongShape(format, pointer: pointer, expected: expected)
    }

    private func step(_ token: String, _ value: JSON) -> JSONCursor {
        let escaped = token.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        return JSONCursor(format: format, pointer: pointer + "/" + escaped, value: value)
    }

    /// The member `key`, which must be there.
    func member(_ key: String) throws(ToolReportError) -> JSONCursor {
        guard let object = value.object else { throw wrong("an object") }
        guard let member = object[key] else { throw step(key, .null).wrong("a member `\(key)`") }
        return step(key, member)
    }

    /// The member `key`, if it is there and not `null`.
    func optional(_ key: String) throws(ToolReportError) -> JSONCursor? {
        guard let object = value.object else { throw wrong("an object") }
        guard let member = object[key], !member.isNull else { return nil }
        return step(key, member)
    }

    func elements() throws(ToolReportError) -> [JSONCursor] {
        guard let array = value.array else { throw wrong("an array") }
        return array.enumerated().map { step(String($0.offset), $0.element) }
    }

    /// The members in alphabetical order.
    func members() throws(ToolReportError) -> [(key: String, value: JSONCursor)] {
        guard let object = value.object else { throw wrong("an object") }
        return object.sorted { $0.key < $1.key }.map { ($0.key, step($0.key, $0.value)) }
    }

    func string() throws(ToolReportError) -> String {
        guard let string = value.string else { throw wrong("a string") }
        return string
    }

    func bool() throws(ToolReportError) -> Bool {
        guard let bool = value.bool else { throw wrong("`true` or `false`") }
        return bool
    }

    func number() throws(ToolReportError) -> Double {
        guard let number = value.number, number.isFinite else { throw wrong("a number") }
        return number
    }

    /// An index into `elements`; `nil` for -1, which stands for none.
    func index(into elements: some Collection) throws(ToolReportError) -> Int? {
        if value.integer == -1 { return nil }
        let index = try count()
        guard index < elements.count else { throw wrong("an index below \(elements.count)") }
        return index
    }

    /// A count or a position: a whole number from `least` on.
    func count(from least: Int = 0) throws(ToolReportError) -> Int {
        guard let integer = value.integer, let count = Int(exactly: integer), count >= least else {
            throw wrong("a whole number of at least \(least)")
        }
        return count
    }
}

/// A report without its byte order mark, if it is not blank and not too large.
func reportBytes(
    _ bytes: [UInt8], as format: ReportFormat, limit: Int
) throws(ToolReportError) -> ArraySlice<UInt8> {
    guard bytes.count <= limit else { throw .tooLarge(format, limit: limit) }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard text.contains(where: { $0 != 0x20 && !(0x09...0x0D).contains($0) }) else { throw .empty(format) }
    return text
}

/// The lines of a textual report with their numbers from 1, without line breaks.
func reportLines(_ bytes: ArraySlice<UInt8>, as format: ReportFormat) throws(ToolReportError) -> [Substring] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .malformed(format, reason: "not UTF-8", line: nil, column: nil)
    }
    return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
}
