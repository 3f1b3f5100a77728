package import Attestations
package import Capabilities

/// Finds the attestations of a file.
package struct BundleSearch: Sendable {
    private let files: any FileSystem

    package init(files: any FileSystem) { self.files = files }

    /// Attestations with where they were found.
    package typealias Found = (envelopes: Bundle, source: String)

    /// The bundle in a file.
    package func bundle(at path: String, named name: String) throws(SupplyChainError) -> Found {
        do { return (Bundle(parsing: try files.read(path)), name) } catch { throw .file(error) }
    }

    /// The bundle beside a file: `<file>.intoto.jsonl`, else all bundles in its folder, taken together.
    ///
    /// - Returns: `nil` if there is none.
    package func bundle(beside path: String) throws(SupplyChainError) -> Found? {
        let own = path + bundleEnding
        if files.isFile(own) { return try bundle(at: own, named: own.lastName) }
        let folder = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
        do {
            let names = try files.list(folder.isEmpty ? "/" : folder).filter { $0.hasSuffix(bundleEnding) }
            guard !names.isEmpty else { return nil }
            var bytes: [UInt8] = []
            for name in names { bytes += try files.read(folder + "/" + name) + [0x0A] }
            return (Bundle(parsing: bytes), names.joined(separator: ", "))
        } catch { throw .file(error) }
    }
}

extension String {
    fileprivate var lastName: String { split(separator: "/").last.map(String.init) ?? self }
}
