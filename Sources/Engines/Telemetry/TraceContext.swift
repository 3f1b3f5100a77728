/// The identity of a trace: 16 bytes, not all zero.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// Of random bits; should all be zero, the last one is set.
    public init(random: () -> UInt64) {
        let (high, low) = (random(), random())
        self.init(high: high, low: high == 0 ? max(1, low) : low)
    }

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    /// Reads 32 lower-case hexadecimal digits, not all zero.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == 32, let high = number(hex.utf8.prefix(16)),
            let low = number(hex.utf8.suffix(16)),
            high != 0 || low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { padded(high, 16) + padded(low, 16) }
}

/// The identity of a span: 8 bytes, not all zero.
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
    let value: UInt64

    /// Of random bits; should all be zero, the last one is set.
    public init(random: () -> UInt64) { value = max(1, random()) }

    /// Reads 16 lower-case hexadecimal digits, not all zero.
    public init?(hex: some StringProtocol) {
        guard hex.utf8.count == 16, let value = number(hex.utf8), value != 0 else { return nil }
        self.value = value
    }

    /// 16 lower-case hexadecimal digits.
    public var description: String { padded(value, 16) }
}

/// What of a span travels to others: W3C Trace Context.
public struct SpanContext: Hashable, Sendable {
    public let traceID: TraceID
    public let spanID: SpanID
    /// Bit 0: sampled; bit 1: the trace id is random.
    public let flags: UInt8
    /// What other systems put along, as a valid `tracestate`; empty if there is nothing.
    public let state: String
    /// Whether it came from outside of this process.
    public let isRemote: Bool

    public init(
        traceID: TraceID, spanID: SpanID, flags: UInt8 = 1, state: String = "", isRemote: Bool = false
    ) {
        (self.traceID, self.spanID, self.flags) = (traceID, spanID, flags)
        (self.state, self.isRemote) = (state, isRemote)
    }

    /// Reads the two headers.
    ///
    /// Nothing that comes from outside is trusted: a malformed `traceparent` is as none, a malformed `tracestate` is
    /// dropped.
    ///
    /// - Parameters:
    ///   - traceparent: Of version 00, or of a later one by the rules for those.
    ///   - tracestate: At most 512 bytes.
    /// - SeeAlso: W3C Trace Context, sections 3.2 and 3.3.
    public init?(traceparent: String, tracestate: String? = nil) {
        let parts = traceparent.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].utf8.count == 2, let version = number(parts[0].utf8),
            version != 0xFF,
            version != 0 || parts.count == 4, let traceID = TraceID(hex: parts[1]),
            let spanID = SpanID(hex: parts[2]), parts[3].utf8.count == 2, let flags = number(parts[3].utf8)
        else { return nil }
        self.init(
            traceID: traceID, spanID: spanID, flags: UInt8(flags & 3),
            state: tracestate.flatMap(validTraceState) ?? "", isRemote: true)
    }

    /// The header that carries this span as the parent; version 00.
    public var traceparent: String { "00-\(traceID)-\(spanID)-\(padded(UInt64(flags), 2))" }
}

/// The header without empty members; `nil` if a member or their number breaks the rules of section 3.3.1.
private func validTraceState(_ text: String) -> String? {
    guard text.utf8.count <= 512 else { return nil }
    let members = text.split(separator: ",").map { $0.trimming { $0 == " " || $0 == "\t" } }.filter {
        !$0.isEmpty
    }
    var keys: Set<Substring> = []
    for member in members {
        guard let sign = member.firstIndex(of: "="), isStateKey(member[..<sign].utf8),
            isStateValue(member[member.index(after: sign)...].utf8), keys.insert(member[..<sign]).inserted
        else { return nil }
    }
    return members.count <= 32 ? members.joined(separator: ",") : nil
}

private func isStateKey(_ key: Substring.UTF8View) -> Bool {
    guard 1...256 ~= key.count, let first = key.first, isLower(first) || isDigit(first) else { return false }
    let others = Array("_-*/@".utf8)
    return key.allSatisfy { isLower($0) || isDigit($0) || others.contains($0) }
        && key.count { $0 == UInt8(ascii: "@") } <= 1
}

private func isStateValue(_ value: Substring.UTF8View) -> Bool {
    1...256 ~= value.count && value.last != 0x20
        && value.allSatisfy { 0x20...0x7E ~= $0 && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> Substring {
        var rest = drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }
}

private func number(_ digits: some Collection<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - 0x30)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - 0x57)
        default: return nil
        }
    }
    return value
}

private func padded(_ value: UInt64, _ width: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
