import Files
import Capabilities
import Attestations
import Testing

@testable import SupplyChain

@Suite("Finding attestations") struct BundleSearchTests {
    static let rows: [(files: [String], source: String?)] = [
        ([], nil), (["a.whl.intoto.jsonl"], "a.whl.intoto.jsonl"),
        (["b.intoto.jsonl", "a.whl.intoto.jsonl"], "a.whl.intoto.jsonl"),
        (["c.intoto.jsonl", "b.intoto.jsonl"], "b.intoto.jsonl, c.intoto.jsonl"),
        (["a.whl.sig", "intoto.jsonl.txt"], nil),
    ]

    @Test(arguments: rows) func beside(_ row: (files: [String], source: String?)) async throws {
        let yard = try Yard()
        let bundle = try await yard.attest().bundle
        for name in row.files {
            // Without a line break at the end, as a cut file may be.
            try yard.files.write(Array(bundle.dropLast()), to: yard.folder + "/dist/" + name)
        }
        try yard.files.write(SampleRun.wheel, to: yard.folder + "/dist/a.whl")
        let found = try BundleSearch(files: yard.files).bundle(beside: yard.folder + "/dist/a.whl")
        #expect(found?.source == row.source)
        let count = row.source.map { $0.split(separator: ",").count } ?? 0
        #expect(found?.envelopes.envelopes.count ?? 0 == 4 * count)
    }

    @Test func aNamedFileMustBeThere() throws {
        let yard = try Yard()
        #expect(throws: SupplyChainError.file(.missing(path: yard.folder + "/x"))) {
            try BundleSearch(files: yard.files).bundle(at: yard.folder + "/x", named: "x")
        }
    }
}
