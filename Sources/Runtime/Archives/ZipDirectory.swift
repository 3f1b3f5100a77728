import Capabilities

/// What the central directory says of a file.
struct ZipEntry {
    let name: String
    let nameBytes: ArraySlice<UInt8>
    let isEncrypted: Bool
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    /// Of its local header, from the start of the archive.
    let offset: Int
    let isRegularFile: Bool
}

/// The central directory of an archive (APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16).
struct ZipDirectory {
    let entries: [ZipEntry]

    init(_ file: borrowing RandomAccessFile) throws(ArchiveError) {
        let end = try DirectoryEnd(file)
        func damaged(_ reason: String) -> ArchiveError {
            .damaged(path: file.path, entry: nil, reason: reason)
        }
        guard end.base >= 0, let bytes = try file.bytes(at: end.base + end.offset, count: end.size) else {
            throw damaged("its directory is not where its end says")
        }
        var reader = LittleEndianReader(bytes[...])
        var entries: [ZipEntry] = []
        for _ in 0..<end.count {
            guard let entry = ZipEntry(&reader, base: end.base) else {
                throw damaged("its directory breaks off after \(entries.count) of \(end.count) entries")
            }
            entries.append(entry)
        }
        guard reader.isAtEnd else { throw damaged("its directory holds more than \(end.count) entries") }
        self.entries = entries
    }
}

/// Where the directory lies.
private struct DirectoryEnd {
    let count, size, offset: Int
    /// Where the archive starts in the file: something may have been put before it.
    let base: Int

    init(_ file: borrowing RandomAccessFile) throws(ArchiveError) {
        let path = file.path
        func damaged(_ reason: String) -> ArchiveError { .damaged(path: path, entry: nil, reason: reason) }
        // The end record has 22 bytes and a comment of at most 65,535.
        let tailStart = max(0, file.size - 22 - 0xFFFF)
        guard let tail = try file.bytes(at: tailStart, count: file.size - tailStart),
            let found = endRecord(tail)
        else { throw damaged("it has no end of directory") }
        let position = tailStart + found
        var reader = LittleEndianReader(tail[(found + 4)...])
        guard let disk = reader.int16(), let directoryDisk = reader.int16(), let onDisk = reader.int16(),
            let count = reader.int16(), let size = reader.int32(), let offset = reader.int32()
        else { throw damaged("its end of directory breaks off") }
        if let large = try Self.large(file, before: position) {
            self = large
            return
        }
        guard disk == 0, directoryDisk == 0, onDisk == count else { throw damaged("it is a part of several") }
        (self.count, self.size, self.offset) = (count, size, offset)
        base = position - size - offset
    }

    /// The ZIP64 end record, if there is a locator for one (sections 4.3.14 and 4.3.15).
    private static func large(
        _ file: borrowing RandomAccessFile, before position: Int
    ) throws(ArchiveError) -> DirectoryEnd? {
        guard let locator = try file.bytes(at: position - 20, count: 20),
            locator.starts(with: signature(6, 7))
        else { return nil }
        var reader = LittleEndianReader(locator[4...])
        let damage = ArchiveError.damaged(
            path: file.path, entry: nil, reason: "its ZIP64 end record is not valid")
        guard reader.skip(4), let start = reader.int64() else { throw damage }
        // The record stands right before the locator; where it says it is moves with what was put before the archive.
        guard let record = try file.bytes(at: position - 76, count: 56), record.starts(with: signature(6, 6))
        else {
            throw damage
        }
        var fields = LittleEndianReader(record[4...])
        guard fields.int64() == 44, fields.skip(4), fields.int32() == 0, fields.int32() == 0,
            let onDisk = fields.int64(), let count = fields.int64(), onDisk == count,
            let size = fields.int64(),
            let offset = fields.int64(), start <= position - 76, size <= start, offset == start - size
        else { throw damage }
        return DirectoryEnd(count: count, size: size, offset: offset, base: position - 76 - start)
    }

    private init(count: Int, size: Int, offset: Int, base: Int) {
        (self.count, self.size, self.offset, self.base) = (count, size, offset, base)
    }
}

/// The offset of the last end record whose comment reaches the end of the file.
private func endRecord(_ tail: [UInt8]) -> Int? {
    guard tail.count >= 22 else { return nil }
    return (0...(tail.count - 22)).last { start in
        tail[start] == 0x50 && tail[start...].starts(with: signature(5, 6))
            && start + 22 + Int(tail[start + 20]) + Int(tail[start + 21]) << 8 == tail.count
    }
}

/// The four bytes that a record of the format starts with.
func signature(_ a: UInt8, _ b: UInt8) -> [UInt8] { [0x50, 0x4B, a, b] }

extension ZipEntry {
    /// Reads a file header of the directory (section 4.3.12); `nil` if it is none.
    fileprivate init?(_ reader: inout LittleEndianReader, base: Int) {
        guard reader.take(4).map({ $0.elementsEqual(signature(1, 2)) }) == true,
            let madeBy = reader.int16(), reader.skip(2), let flags = reader.int16(),
            let method = reader.int16(),
            reader.skip(4), let checksum = reader.number(UInt32.self), let packedSize = reader.int32(),
            let size = reader.int32(), let nameLength = reader.int16(), let extraLength = reader.int16(),
            let commentLength = reader.int16(), reader.skip(4), let attributes = reader.int32(),
            let offset = reader.int32(), let name = reader.take(nameLength),
            let extra = reader.take(extraLength),
            reader.skip(commentLength),
            let large = LargeSizes(size: size, packedSize: packedSize, offset: offset, extra: extra)
        else { return nil }
        let (start, overflow) = large.offset.addingReportingOverflow(base)
        guard !overflow else { return nil }
        // On UNIX the upper half of the attributes is the mode, with the type of file in its upper four bits.
        let type = madeBy >> 8 == 3 ? attributes >> 28 : 0
        self.init(
            name: String(decoding: name, as: UTF8.self), nameBytes: name,
            isEncrypted: flags & 0x2041 != 0, method: method, checksum: checksum,
            packedSize: large.packedSize,
            size: large.size, offset: start,
            isRegularFile: name.last != UInt8(ascii: "/") && (type == 0 || type == 8))
    }
}

/// Sizes and offset, taken from the ZIP64 field where the header has no room for them (section 4.5.3).
private struct LargeSizes {
    var size, packedSize, offset: Int

    init?(size: Int, packedSize: Int, offset: Int, extra: ArraySlice<UInt8>) {
        (self.size, self.packedSize, self.offset) = (size, packedSize, offset)
        let none = Int(UInt32.max)
        guard [size, packedSize, offset].contains(none) else { return }
        var fields = LittleEndianReader(extra)
        while let id = fields.int16(), let length = fields.int16(), let field = fields.take(length) {
            guard id == 1 else { continue }
            var numbers = LittleEndianReader(field)
            for key in [\Self.size, \.packedSize, \.offset] where self[keyPath: key] == none {
                guard let value = numbers.int64() else { return nil }
                self[keyPath: key] = value
            }
            return
        }
    }
}
