import Archives
import Capabilities
import Testing

@Suite("ZIP archives") struct ZipArchiveReaderTests {
    private func entries(_ path: String, _ reader: ZipArchiveReader = ZipArchiveReader()) throws
        -> [ArchiveEntry]
    {
        var entries: [ArchiveEntry] = []
        try reader.forEachEntry(inZip: path) { entries.append($0) }
        return entries
    }

    /// How a Python script writes `a.zip` with `a.txt`, `b/ü.txt` (100,000 bytes `x`) and the empty `c`.
    static let writers = [
        "zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_STORED)",
        "zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED)",
        "zipfile.ZipFile(Unseekable(), 'w', zipfile.ZIP_DEFLATED)",  // Sizes follow in data descriptors.
    ]

    @Test(arguments: writers) func wholeArchive(_ writer: String) throws {
        try withWorkshop { workshop in
            try workshop.python(
                """
                class Unseekable(io.RawIOBase):
                    def __init__(self): self.file = open('a.zip', 'wb')
                    def writable(self): return True
                    def write(self, b): return self.file.write(b)
                    def flush(self): self.file.flush()
                with \(writer) as z:
                    z.writestr('a.txt', 'hello'); z.writestr('b/', ''); z.writestr('b/ü.txt', 'x' * 100000)
                    z.writestr('c', ''); z.comment = b'a comment, PK\\x05\\x06 in it'
                """)
            let found = try entries(workshop.path("a.zip"))
            #expect(found.map(\.name) == ["a.txt", "b/ü.txt", "c"])
            #expect(found.map(\.bytes) == [Array("hello".utf8), Array(repeating: 0x78, count: 100_000), []])
        }
    }

    @Test(arguments: [
        // Sizes and offsets in ZIP64 fields although they are small.
        """
        with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z:
            with z.open('a.txt', 'w', force_zip64=True) as f: f.write(b'hello')
        """,
        // A ZIP64 end record, which 65,536 entries need.
        """
        with zipfile.ZipFile('a.zip', 'w') as z:
            z.writestr('a.txt', 'hello')
            for i in range(65536): z.writestr(f'{i}/', '')
        """,
        // Something was put before it.
        """
        with zipfile.ZipFile('b.zip', 'w') as z: z.writestr('a.txt', 'hello')
        open('a.zip', 'wb').write(b'#!/bin/sh\\n' + open('b.zip', 'rb').read())
        """,
        // A symbolic link is no regular file.
        """
        with zipfile.ZipFile('a.zip', 'w') as z:
            link = zipfile.ZipInfo('link'); link.create_system = 3; link.external_attr = 0o120777 << 16
            z.writestr(link, '/etc/passwd'); z.writestr('a.txt', 'hello')
        """,
    ])
    func formOfArchive(_ script: String) throws {
        try withWorkshop { workshop in
            try workshop.python(script)
            #expect(
                try entries(workshop.path("a.zip")) == [
                    ArchiveEntry(name: "a.txt", bytes: Array("hello".utf8))
                ])
        }
    }

    @Test func emptyArchiveHasNoEntries() throws {
        try withWorkshop { workshop in
            try workshop.python("zipfile.ZipFile('a.zip', 'w').close()")
            #expect(try entries(workshop.path("a.zip")).isEmpty)
        }
    }

    private let small = """
        with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z:
            z.writestr('a.txt', 'hello hello hello hello'); z.writestr('b.txt', bytes(range(256)))
        """

    @Test func everyTruncationIsDamage() throws {
        try withWorkshop { workshop in
            try workshop.python(small)
            let whole = try workshop.bytes("a.zip")
            for length in 0..<whole.count {
                try workshop.write(Array(whole.prefix(length)), "b.zip")
                #expect(throws: ArchiveError.self, "the first \(length) bytes") {
                    try entries(workshop.path("b.zip"))
                }
            }
        }
    }

    /// A flipped bit is either noticed or in a field that does not matter, as a date.
    @Test func noFlippedBitChangesContents() throws {
        try withWorkshop { workshop in
            try workshop.python(small)
            let whole = try workshop.bytes("a.zip")
            let intact = try entries(workshop.path("a.zip")).map(\.bytes)
            var refused = 0
            for bit in 0..<(whole.count * 8) {
                var bytes = whole
                bytes[bit / 8] ^= 1 << (bit % 8)
                try workshop.write(bytes, "b.zip")
                do {
                    let found = try entries(workshop.path("b.zip"))
                    // A changed type of file or a name that ends with a slash hides an entry, but changes none.
                    #expect(found.allSatisfy { intact.contains($0.bytes) }, "bit \(bit)")
                } catch is ArchiveError { refused += 1 }
            }
            #expect(refused > whole.count * 4)
        }
    }

    @Test func bombsAreRefusedBeforeTheyUnpack() throws {
        try withWorkshop { workshop in
            try workshop.python(
                """
                with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z:
                    for i in range(4): z.writestr(f'{i}', b'0' * 1_000_000)
                """)
            let path = workshop.path("a.zip")
            #expect(throws: refusal(path, "its entry `0` of 1000000 bytes exceeds the limit for one file")) {
                try entries(path, ZipArchiveReader(entryLimit: 999_999))
            }
            #expect(throws: refusal(path, "its entry `2` of 1000000 bytes exceeds the limit for all files")) {
                try entries(path, ZipArchiveReader(totalLimit: 2_999_999))
            }
            #expect(
                try entries(path, ZipArchiveReader(entryLimit: 1_000_000, totalLimit: 4_000_000)).count == 4)
        }
    }

    /// The directory announces ten bytes, the stream unpacks to a million.
    @Test func bombsThatLieAreRefused() throws {
        try withWorkshop { workshop in
            try workshop.python(
                """
                with zipfile.ZipFile('b.zip', 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('a', b'0' * 1_000_000)
                data = bytearray(open('b.zip', 'rb').read())
                at = data.index(b'PK\\x01\\x02'); data[at + 24:at + 28] = struct.pack('<I', 10)
                open('a.zip', 'wb').write(data)
                """)
            let path = workshop.path("a.zip")
            #expect(
                throws: ArchiveError.damaged(path: path, entry: "a", reason: "it is longer than announced")
            ) {
                try entries(path)
            }
        }
    }

    @Test(arguments: [
        ("data[6] |= 1; data[at + 8] |= 1", "its entry `a` is encrypted"),
        (
            "data[8] = 12; data[at + 10] = 12",
            "its entry `a` is packed with method 12, which is not supported"
        ),
    ])
    func whatIsNotSupportedIsNamed(_ change: String, _ reason: String) throws {
        try withWorkshop { workshop in
            try workshop.python(
                """
                with zipfile.ZipFile('b.zip', 'w') as z: z.writestr('a', b'hello')
                data = bytearray(open('b.zip', 'rb').read()); at = data.index(b'PK\\x01\\x02')
                \(change)
                open('a.zip', 'wb').write(data)
                """)
            let path = workshop.path("a.zip")
            #expect(throws: refusal(path, reason)) { try entries(path) }
        }
    }

    private func refusal(_ path: String, _ reason: String) -> ArchiveError {
        .unreadable(path: path, reason: reason)
    }

    @Test func whatIsNoFileIsUnreadable() throws {
        #expect(throws: ArchiveError.unreadable(path: "/nowhere/a.zip", reason: "No such file or directory"))
        {
            try entries("/nowhere/a.zip")
        }
        #expect(throws: ArchiveError.unreadable(path: "/", reason: "it is not a regular file")) {
            try entries("/")
        }
        #expect(throws: ArchiveError.self) { try entries("/tmp\0/a.zip") }
    }

    @Test func theCallersErrorEndsTheWalk() throws {
        struct Enough: Error {}
        try withWorkshop { workshop in
            try workshop.python(small)
            var seen = 0
            #expect(throws: Enough.self) {
                try ZipArchiveReader().forEachEntry(inZip: workshop.path("a.zip")) { _ in
                    seen += 1
                    throw Enough()
                }
            }
            #expect(seen == 1)
        }
    }
}
