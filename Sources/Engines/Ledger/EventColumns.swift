import StructuredData

/// An event as a store holds it: the bytes of its members, not yet read.
///
/// What a whole ledger is verified and projected from: nothing is decoded that nobody asks for. The buffers are only
/// valid during the call that hands this value over.
public struct EventColumns {
    public var position: Int64
    public var stream: UnsafeRawBufferPointer
    public var version: Int64
    public var id: UnsafeRawBufferPointer
    public var type: UnsafeRawBufferPointer
    public var schema: Int64
    /// Nanoseconds since 1970-01-01 UTC.
    public var time: Int64
    public var actor: UnsafeRawBufferPointer
    public var traceID: UnsafeRawBufferPointer?
    public var spanID: UnsafeRawBufferPointer?
    /// Canonical JSON.
    public var payload: UnsafeRawBufferPointer

    public init(
        position: Int64, stream: UnsafeRawBufferPointer, version: Int64, id: UnsafeRawBufferPointer,
        type: UnsafeRawBufferPointer, schema: Int64, time: Int64, actor: UnsafeRawBufferPointer,
        traceID: UnsafeRawBufferPointer?, spanID: UnsafeRawBufferPointer?, payload: UnsafeRawBufferPointer
    ) {
        (self.position, self.stream, self.version, self.id) = (position, stream, version, id)
        (self.type, self.schema, self.time, self.actor) = (type, schema, time, actor)
        (self.traceID, self.spanID, self.payload) = (traceID, spanID, payload)
    }

    /// Replaces `bytes` by the leaf of the event in the Merkle log: ``Event/canonicalBytes``.
    ///
    /// The members stand in the order of RFC 8785, section 3.2.3, and the payload is canonical as it is stored, so
    /// assembling gives what canonicalising would. Columns that hold no well-formed event give some other bytes, whose
    /// digest fits no leaf.
    ///
    /// - Complexity: O(*n*) in the bytes; nothing is allocated once `bytes` is large enough.
    public func writeLeaf(to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        appendLeaf(to: &bytes)
    }

    /// Adds the leaf of the event in the Merkle log to the end of `bytes`.
    public func appendLeaf(to bytes: inout [UInt8]) {
        bytes.put(#"{"actor":"#)
        bytes.put(quoted: actor)
        bytes.put(#","id":"#)
        bytes.put(quoted: id)
        bytes.put(#","payload":"#)
        bytes.append(contentsOf: payload)
        bytes.put(#","schema":"#)
        bytes.put(decimal: schema)
        if let spanID {
            bytes.put(#","span_id":"#)
            bytes.put(quoted: spanID)
        }
        bytes.put(#","stream":"#)
        bytes.put(quoted: stream)
        bytes.put(#","time":""#)
        bytes.put(decimal: time)
        bytes.put(#"""#)
        if let traceID {
            bytes.put(#","trace_id":"#)
            bytes.put(quoted: traceID)
        }
        bytes.put(#","type":"#)
        bytes.put(quoted: type)
        bytes.put(#","version":"#)
        bytes.put(decimal: version)
        bytes.put("}")
    }
}

extension Event {
    /// Hands the members over as ``EventColumns``.
    ///
    /// - Parameters:
    ///   - position: Where it stands in the ledger; not part of the leaf.
    ///   - body: Uses the columns, which are valid until it returns.
    /// - Returns: What `body` returns.
    public func withColumns<Value>(position: Int64 = 0, _ body: (EventColumns) -> Value) -> Value {
        // All members end to end in one buffer.
        var buffer: [UInt8] = []
        buffer.reserveCapacity(512)
        buffer += payload.canonicalBytes
        let payloadEnd = buffer.count
        var ends: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
        func put(_ text: String) -> Int {
            buffer.append(contentsOf: text.utf8)
            return buffer.count
        }
        ends.0 = put(stream)
        ends.1 = put(id)
        ends.2 = put(type)
        ends.3 = put(actor)
        ends.4 = put(traceID ?? "")
        ends.5 = put(spanID ?? "")
        return buffer.withUnsafeBytes { all in
            func piece(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: all[start..<end])
            }
            return body(
                EventColumns(
                    position: position, stream: piece(payloadEnd, ends.0), version: Int64(version),
                    id: piece(ends.0, ends.1), type: piece(ends.1, ends.2), schema: Int64(schema), time: time,
                    actor: piece(ends.2, ends.3), traceID: traceID == nil ? nil : piece(ends.3, ends.4),
                    spanID: spanID == nil ? nil : piece(ends.4, ends.5), payload: piece(0, payloadEnd)))
        }
    }
}

extension [UInt8] {
    fileprivate mutating func put(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    fileprivate mutating func put(decimal value: Int64) {
        var rest = value.magnitude
        let start = count
        repeat {
            append(UInt8(truncatingIfNeeded: 48 + rest % 10))
            rest /= 10
        } while rest > 0
        if value < 0 { append(UInt8(ascii: "-")) }
        self[start...].reverse()
    }

    /// A string in RFC 8785's form (section 3.2.2.2).
    fileprivate mutating func put(quoted text: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        var clean = true
        for byte in text where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            clean = false
        }
        if clean { append(contentsOf: text) } else { for byte in text { put(escaping: byte) } }
        append(UInt8(ascii: "\""))
    }

    private mutating func put(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): put(#"\""#)
        case UInt8(ascii: "\\"): put(#"\\"#)
        case 0x08: put(#"\b"#)
        case 0x09: put(#"\t"#)
        case 0x0A: put(#"\n"#)
        case 0x0C: put(#"\f"#)
        case 0x0D: put(#"\r"#)
        case 0..<0x20:
            put(#"\u00"#)
            for digit in [byte >> 4, byte & 15] { append(digit < 10 ? 48 + digit : 87 + digit) }
        default: append(byte)
        }
    }
}
