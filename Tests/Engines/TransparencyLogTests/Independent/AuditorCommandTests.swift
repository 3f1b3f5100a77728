import Foundation
import Testing

@testable import TransparencyLog

/// The verifier's command line, as auditors use it.
@Suite("verify_tlog.py", .auditor) struct AuditorCommandTests {
    /// A log of 600 entries in a folder, and its checkpoint over the first 300.
    struct Log {
        let folder: URL
        let files = TileFolder(600)
        let keys: [String]

        init(_ auditor: Auditor) throws {
            folder = try auditor.newFolder()
            keys = try [
                "--key", TestKeys.log().verifier.description, "--witness",
                TestKeys.witness(1).verifier.description,
                "--threshold", "1",
            ]
            for (path, bytes) in files.files { try write(path, bytes) }
            try write("checkpoint", Array(note(600).description.utf8))
        }

        func note(_ size: Int64) throws -> SignedNote {
            var reader = try files.reader()
            let checkpoint = try Checkpoint(
                origin: "example.com/log", size: size, root: reader.root(size: size))
            return try checkpoint.signed(by: [TestKeys.log()])
                .adding([TestKeys.witness(1).cosign(checkpoint, at: 1_700_000_000)])
        }

        func write(_ path: String, _ bytes: [UInt8]) throws {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }

        func path(_ name: String) -> String { folder.appending(path: name).path() }
    }

    private func expect(
        _ start: String, _ auditor: Auditor, _ arguments: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try auditor.run("verify_tlog.py", arguments)
        #expect(outcome.output.hasPrefix(start), "\(outcome.output)", sourceLocation: sourceLocation)
        #expect(outcome.code == (start.hasPrefix("ok") ? 0 : 1), sourceLocation: sourceLocation)
    }

    @Test func tiles() throws {
        let auditor = try Auditor.shared.get()
        let log = try Log(auditor)
        try log.write("old", Array(log.note(300).description.utf8))
        let command = ["tiles", log.folder.path()] + log.keys
        try expect("ok: example.com/log with 600 leaves", auditor, command + ["--old", log.path("old")])
        for path in ["tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000"] {
            let right = try log.files.file(path)
            var wrong = right
            wrong[20] ^= 4
            try log.write(path, wrong)
            try expect("refused: ", auditor, command)
            try log.write(path, right)
        }
        let other = try Checkpoint(origin: "example.com/log", size: 300, root: .leaf([]))
        let signed = try other.signed(by: [TestKeys.log()]).adding([TestKeys.witness(1).cosign(other, at: 5)])
        try log.write("old", Array(signed.description.utf8))
        try expect("refused: the log does not continue", auditor, command + ["--old", log.path("old")])
        try FileManager.default.removeItem(atPath: log.path("tile/1/000.p/2"))
        try expect("refused: tile/1/000.p/2: No such file", auditor, command)
    }

    @Test func proofsAndGrowth() throws {
        let auditor = try Auditor.shared.get()
        let log = try Log(auditor)
        var reader = try log.files.reader()
        let proof = try LogProof(
            index: 299, hashes: reader.inclusionProof(index: 299), checkpoint: log.note(600))
        try log.write("leaf.tlog-proof", Array(proof.description.utf8))
        try log.write("leaf", TileFolder.entry(299))
        try log.write("other", TileFolder.entry(298))
        let command = ["proof", log.path("leaf.tlog-proof")]
        try expect(
            "ok: leaf 299 of example.com/log with 600", auditor, command + [log.path("leaf")] + log.keys)
        try expect("refused: ", auditor, command + [log.path("other")] + log.keys)

        try log.write("old", Array(log.note(300).description.utf8))
        let growth = try reader.consistencyProof(from: 300).map { $0.base64 + "\n" }
        try log.write("hashes", Array(growth.joined().utf8))
        try log.write("fewer", Array(growth.dropLast().joined().utf8))
        let files = ["growth", log.path("old"), log.path("checkpoint")]
        try expect("ok: example.com/log with 600", auditor, files + [log.path("hashes")] + log.keys)
        try expect("refused: ", auditor, files + [log.path("fewer")] + log.keys)
        try expect(
            "refused: the log went back", auditor,
            ["growth", log.path("checkpoint"), log.path("old"), log.path("hashes")] + log.keys)
    }

    @Test func notesAndCheckpoints() throws {
        let auditor = try Auditor.shared.get()
        let log = try Log(auditor)
        let checkpoint = ["checkpoint", log.path("checkpoint")]
        try expect("ok: example.com/log with 600 leaves", auditor, checkpoint + log.keys)
        try expect(
            "refused: a checkpoint of", auditor, checkpoint + log.keys + ["--origin", "example.com/other"])
        try expect("refused: 1 of the witnesses", auditor, checkpoint + log.keys + ["--threshold", "2"])
        try log.write("note", Array(NoteVerificationTests.goNote.utf8))
        let key = NoteKeyTests.pairs[0].verifier
        try expect("ok: 99 bytes signed by PeterNeumann", auditor, ["note", log.path("note"), "--key", key])
        try expect("refused: no trusted key", auditor, ["note", log.path("note"), "--key", log.keys[1]])
    }
}
