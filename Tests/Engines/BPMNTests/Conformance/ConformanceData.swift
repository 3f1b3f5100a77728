import Foundation
import StructuredData

/// The public cases, when they lie beside the checkout: `$UVMGR_CONFORMANCE`, or `../shared/conformance`.
struct ConformanceData {
    let folder: URL

    /// `nil` when the folder of that suite is absent.
    init?(suite: String) {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["UVMGR_CONFORMANCE"].map { URL(filePath: $0) }
        let data = named ?? root.appending(path: "../shared/conformance").standardizedFileURL
        folder = data.appending(path: suite)
        guard FileManager.default.fileExists(atPath: folder.path) else { return nil }
    }

    func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }

    func cases() throws -> [JSON] {
        try JSON(parsing: bytes("cases.json")).array ?? []
    }

    /// The BPMN files below the folder, sorted.
    func models() -> [String] {
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".bpmn") }.sorted()
    }
}

/// How a suite went.
struct SuiteReport {
    let suite: String
    var passed = 0
    var failures: [(id: String, why: String)] = []
    var total: Int { passed + failures.count }

    mutating func record(_ id: String, _ why: String?) {
        if let why { failures.append((id, why)) } else { passed += 1 }
    }

    var summary: String {
        (["\(suite): \(passed)/\(total)"] + failures.map { "  \($0.id): \($0.why)" }).joined(separator: "\n")
    }
}
