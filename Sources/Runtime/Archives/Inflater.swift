import CZlib

/// Unpacks raw deflate streams (RFC 1951), one after another.
struct Inflater: ~Copyable {
    enum Outcome: Equatable {
        case done([UInt8])
        case damaged(String)
    }

    private let stream: UnsafeMutablePointer<z_stream>

    /// Fails only for want of memory.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Negative window bits: no zlib header and trailer, as ZIP stores it.
        guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Unpacks a whole stream.
    ///
    /// Never writes more than `size` bytes, whatever the stream holds.
    func inflate(_ packed: ArraySlice<UInt8>, size: Int) -> Outcome {
        guard let input = UInt32(exactly: packed.count), let room = UInt32(exactly: size) else {
            return .damaged("it is too large")
        }
        inflateReset(stream)
        var status = Z_STREAM_ERROR
        // One byte more than announced, so that there is room to see that a stream goes on.
        let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
            packed.withUnsafeBufferPointer { source in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.pointee.avail_in = input
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = room + 1
                status = CZlib.inflate(stream, Z_FINISH)
            }
            count = size + 1 - Int(stream.pointee.avail_out)
        }
        if bytes.count > size { return .damaged("it is longer than announced") }
        guard status == Z_STREAM_END else { return .damaged("it does not unpack") }
        guard stream.pointee.avail_in == 0 else { return .damaged("there is more after its end") }
        return bytes.count == size ? .done(bytes) : .damaged("it is shorter than announced")
    }
}

/// The CRC-32 of some bytes, as ZIP has it.
func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
}
