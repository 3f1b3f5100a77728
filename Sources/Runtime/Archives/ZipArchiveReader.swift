package import Capabilities

/// Reads ZIP archives (PKWARE's APPNOTE.TXT 6.3.10), ZIP64 ones too.
///
/// Only stored and deflated files are read; an encrypted file, or one packed in another way, is an error and is not
/// left out. Every file is checked: its local header, its size and its checksum. Nothing is written anywhere, so names
/// with `..` harm nobody here. What an archive may unpack to is limited, by file and in all.
package struct ZipArchiveReader: ArchiveReader {
    /// In bytes.
    private let entryLimit, totalLimit: Int

    /// - Parameters:
    ///   - entryLimit: The longest file in bytes, at most 2 GiB.
    ///   - totalLimit: The most bytes of all files together.
    package init(entryLimit: Int = 256 << 20, totalLimit: Int = 2 << 30) {
        (self.entryLimit, self.totalLimit) = (min(entryLimit, 2 << 30), totalLimit)
    }

    package func forEachEntry(inZip path: String, _ body: (ArchiveEntry) throws -> Void) throws {
        let file = try RandomAccessFile(path)
        guard let inflater = Inflater() else {
            throw ArchiveError.unreadable(path: path, reason: "out of memory")
        }
        var room = totalLimit
        for entry in try ZipDirectory(file).entries where entry.isRegularFile {
            guard entry.size <= min(entryLimit, room) else {
                let limit = entry.size > entryLimit ? "one file" : "all files"
                throw ArchiveError.unreadable(
                    path: path,
                    reason: "its entry `\(entry.name)` of \(entry.size) bytes exceeds the limit for \(limit)")
            }
            room -= entry.size
            try body(ArchiveEntry(name: entry.name, bytes: try contents(of: entry, in: file, inflater)))
        }
    }

    private func contents(
        of entry: ZipEntry, in file: borrowing RandomAccessFile, _ inflater: borrowing Inflater
    ) throws(ArchiveError) -> [UInt8] {
        let path = file.path
        func damaged(_ reason: String) -> ArchiveError {
            .damaged(path: path, entry: entry.name, reason: reason)
        }
        guard !entry.isEncrypted else {
            throw .unreadable(path: path, reason: "its entry `\(entry.name)` is encrypted")
        }
        guard let packed = try packedBytes(of: entry, in: file) else {
            throw damaged("its contents are not where the directory says")
        }
        let bytes: [UInt8]
        switch entry.method {
        case 0:
            guard entry.packedSize == entry.size else { throw damaged("its sizes contradict each other") }
            bytes = Array(packed)
        case 8:
            switch inflater.inflate(packed, size: entry.size) {
            case .done(let unpacked): bytes = unpacked
            case .damaged(let reason): throw damaged(reason)
            }
        case let method:
            throw .unreadable(
                path: path,
                reason: "its entry `\(entry.name)` is packed with method \(method), which is not supported")
        }
        guard checksum(bytes) == entry.checksum else { throw damaged("its checksum is wrong") }
        return bytes
    }

    /// The bytes behind the local header (section 4.3.7); `nil` if it is not there or is that of another file.
    private func packedBytes(
        of entry: ZipEntry, in file: borrowing RandomAccessFile
    ) throws(ArchiveError) -> ArraySlice<UInt8>? {
        guard let header = try file.bytes(at: entry.offset, count: 30), header.starts(with: signature(3, 4))
        else {
            return nil
        }
        var reader = LittleEndianReader(header[26...])
        guard let nameLength = reader.int16(), let extraLength = reader.int16(),
            nameLength == entry.nameBytes.count,
            entry.packedSize <= file.size,
            let rest = try file.bytes(
                at: entry.offset + 30, count: nameLength + extraLength + entry.packedSize),
            rest.starts(with: entry.nameBytes)
        else { return nil }
        return rest[(nameLength + extraLength)...]
    }
}
