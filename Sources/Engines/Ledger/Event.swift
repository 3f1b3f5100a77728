public import StructuredData

/// Something that happened, as the ledger keeps it: never changed, never removed.
///
/// Every value of this type is well formed: the only way to one is an initialiser that checks each member.
public struct Event: Hashable, Sendable {
    /// A UUID of version 7, in lower case; unique in the ledger.
    public let id: String
    /// What the event belongs to, such as a run id: 1 to 256 bytes without control characters.
    public let stream: String
    /// The position in the stream, from 1, without gaps.
    public let version: Int
    /// What happened, such as `GateFinished`: ASCII letters, digits, `.`, `_` and `-`.
    public let type: String
    /// Which shape the payload has, from 1.
    public let schema: Int
    /// When it was recorded, in nanoseconds since 1970-01-01 UTC.
    public let time: Int64
    /// Who caused it, such as a user name or the name of a program.
    public let actor: String
    /// The trace it was recorded in: 32 lower-case hexadecimal digits, not all zero.
    public let traceID: String?
    /// The span it was recorded in: 16 lower-case hexadecimal digits, not all zero; never without a trace.
    public let spanID: String?
    /// What is known about it.
    ///
    /// Kept as its canonical bytes mean it: a number that is written without fraction is an integer.
    public let payload: JSON

    /// Checks each member.
    ///
    /// - Throws: ``LedgerError/malformedEvent(stream:version:reason:)`` that says which member is wrong.
    public init(
        id: String, stream: String, version: Int, type: String, schema: Int, time: Int64, actor: String,
        traceID: String? = nil, spanID: String? = nil, payload: JSON
    ) throws(LedgerError) {
        (self.id, self.stream, self.version) = (id, stream, version)
        (self.type, self.schema, self.time, self.actor) = (type, schema, time, actor)
        (self.traceID, self.spanID) = (traceID, spanID)
        let canonical = isCanonical(payload, depth: 0) ? payload : canonicalValue(payload)
        self.payload = canonical ?? .null
        if let fault = faultInMembers ?? (canonical == nil ? payloadRule : nil) {
            throw .malformedEvent(stream: stream, version: version, reason: fault)
        }
    }

    /// The same event with its payload in a newer shape.
    init(_ event: Event, schema: Int, payload: JSON) {
        (id, stream, version, type) = (event.id, event.stream, event.version, event.type)
        (time, actor, traceID, spanID) = (event.time, event.actor, event.traceID, event.spanID)
        (self.schema, self.payload) = (schema, payload)
    }
}

extension Event {
    private var faultInMembers: String? {
        if !isUUIDv7(id) { return "the id `\(id)` is not a UUID of version 7 in lower case" }
        if !isPlainText(stream, 1...256) { return "the stream is not 1 to 256 bytes of plain text" }
        if version < 1 { return "versions count from 1" }
        if !isTypeName(type) { return "`\(type)` is not the name of an event type" }
        if schema < 1 { return "schema numbers count from 1" }
        if !isPlainText(actor, 1...256) { return "the actor is not 1 to 256 bytes of plain text" }
        if let traceID, !isHexID(traceID, digits: 32) { return "`\(traceID)` is not a trace id" }
        if let spanID, !isHexID(spanID, digits: 16) { return "`\(spanID)` is not a span id" }
        if spanID != nil, traceID == nil { return "a span id stands without a trace id" }
        return nil
    }
}

private let payloadRule = "the payload holds a number that is not finite, or is nested deeper than 256 levels"

/// Whether all bytes of a text, as they lie in memory, are as they should be.
private func allBytes(of text: String, _ isRight: (UInt8) -> Bool) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isRight) } ?? text.utf8.allSatisfy(isRight)
}

private func isPlainText(_ text: String, _ length: ClosedRange<Int>) -> Bool {
    length.contains(text.utf8.count) && allBytes(of: text) { $0 >= 0x20 && $0 != 0x7F }
}

private func isTypeName(_ text: String) -> Bool {
    1...128 ~= text.utf8.count
        && allBytes(of: text) { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
}

private func isHexID(_ text: String, digits: Int) -> Bool {
    text.utf8.count == digits && text.utf8.allSatisfy(isLowerHexDigit)
        && text.utf8.contains { $0 != UInt8(ascii: "0") }
}

/// The value that reading the canonical bytes of `value` gives; `nil` if it has no such bytes or is too deep to read.
private func canonicalValue(_ value: JSON, depth: Int = 0) -> JSON? {
    guard depth <= 256 else { return nil }
    switch value {
    case .number(let number): return canonicalNumber(number)
    case .array(let elements):
        var kept: [JSON] = []
        for element in elements {
            guard let element = canonicalValue(element, depth: depth + 1) else { return nil }
            kept.append(element)
        }
        return .array(kept)
    case .object(let members):
        var kept = members
        for (key, member) in members {
            guard let member = canonicalValue(member, depth: depth + 1) else { return nil }
            kept[key] = member
        }
        return .object(kept)
    default: return value
    }
}

/// Whether reading the canonical bytes of `value` gives the same value, as it does of nearly all; telling is cheaper than
/// building it anew.
private func isCanonical(_ value: JSON, depth: Int) -> Bool {
    guard depth <= 256 else { return false }
    switch value {
    case .number(let number): return number.isFinite && number.rounded(.towardZero) != number
    case .array(let elements): return elements.allSatisfy { isCanonical($0, depth: depth + 1) }
    case .object(let members): return members.values.allSatisfy { isCanonical($0, depth: depth + 1) }
    default: return true
    }
}

private func canonicalNumber(_ number: Double) -> JSON? {
    guard number.isFinite else { return nil }
    guard number.rounded(.towardZero) == number else { return .number(number) }
    // Above 2^53 the shortest digits are not those of the exact value, so only the text itself tells.
    return try? JSON(parsing: JSON.number(number).canonicalBytes)
}
