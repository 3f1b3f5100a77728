import Advisories
import Capabilities
import Diagnostics
import Digests
import PythonPackaging
import StructuredData

/// Vulnerabilities by a database on this machine.
///
/// The first run reads every entry and writes an index by package; later runs read the index as long as the database
/// is the same by path, size and time of change.
struct LocalDatabase: Sendable {
    let path: String
    let isArchive: Bool
    let files: any FileSystem
    let archives: any ArchiveReader
    let cacheDirectory: String

    private var indexPath: String {
        "\(cacheDirectory)/database-\(SHA256Digest(of: path).hex.prefix(16)).index"
    }

    func findings(for packages: [InstalledPackage]) throws(AdvisoryError) -> Findings {
        let names = Set(packages.map(\.name.normalized))
        let content: Content = try translated { () throws(FileError) in try self.content() }
        if let bytes = try? files.read(indexPath),
            let index = AdvisoryIndex(bytes, identity: content.identity),
            let advisories = index.advisories(about: names)
        {
            return findings(packages, advisories, index.newest, content, isCached: true)
        }
        let all = try allAdvisories(content.files)
        var problem: Diagnostic?
        do throws(FileError) {
            try files.write(AdvisoryIndex.bytes(all, identity: content.identity), to: indexPath)
        } catch { problem = error.diagnostic }
        return findings(packages, all, all.compactMap(\.modified).max(), content, isCached: false, problem)
    }

    private func findings(
        _ packages: [InstalledPackage], _ advisories: [Advisory], _ newest: AdvisoryTime?, _ content: Content,
        isCached: Bool, _ problem: Diagnostic? = nil
    ) -> Findings {
        Findings(
            matches: vulnerabilities(of: packages, in: advisories), newestEntry: newest,
            fetched: Instant(nanoseconds: content.modified), isCached: isCached, cacheProblem: problem)
    }
}

extension LocalDatabase {
    /// What the database consists of.
    private struct Content {
        var files: [String] = []
        var identity = ""
        /// The time of the last change.
        var modified: Int64 = 0

        mutating func add(_ path: String, _ status: FileStatus) {
            files.append(path)
            identity += "\(path)\n\(status.size) \(status.modified)\n"
            modified = max(modified, status.modified)
        }
    }

    private func content() throws(FileError) -> Content {
        var content = Content()
        if isArchive {
            guard let status = try files.status(path) else { throw .missing(path: path) }
            content.add(path, status)
        } else {
            try collect(path, depth: 0, &content)
        }
        content.identity = SHA256Digest(of: content.identity).hex
        return content
    }

    /// Links that lead in a circle end at the depth limit.
    private func collect(_ folder: String, depth: Int, _ content: inout Content) throws(FileError) {
        guard depth < 16 else { return }
        for name in try files.list(folder) where !name.hasPrefix(".") {
            let path = "\(folder)/\(name)"
            guard let status = try files.status(path) else { continue }
            if status.kind == .directory {
                try collect(path, depth: depth + 1, &content)
            } else if status.kind == .file, name.hasSuffix(".json") {
                content.add(path, status)
            }
        }
    }

    /// Every entry about a Python package.
    private func allAdvisories(_ paths: [String]) throws(AdvisoryError) -> [Advisory] {
        var advisories: [Advisory] = []
        if isArchive {
            do {
                try archives.forEachEntry(inZip: path) { entry in
                    guard entry.name.hasSuffix(".json") else { return }
                    advisories.append(try advisory(entry.bytes, entry.name))
                }
            } catch let error as AdvisoryError {
                throw error
            } catch {
                let reason = (error as? any DiagnosableError)?.diagnostic.message ?? "\(error)"
                throw .database(path: path, entry: nil, reason: reason)
            }
        } else {
            for file in paths {
                let bytes: [UInt8] = try translated { () throws(FileError) in try files.read(file) }
                advisories.append(try advisory(bytes, String(file.dropFirst(path.count + 1))))
            }
        }
        advisories.removeAll { $0.affected.isEmpty }
        guard !advisories.isEmpty else {
            throw .database(path: path, entry: nil, reason: "it has no entry about a Python package")
        }
        return advisories
    }

    private func advisory(_ bytes: [UInt8], _ entry: String) throws(AdvisoryError) -> Advisory {
        do { return try Advisory(JSON(parsing: bytes)) } catch {
            let reason = (error as? any DiagnosableError)?.diagnostic.message ?? "\(error)"
            throw .database(path: path, entry: entry, reason: reason)
        }
    }

    private func translated<Value>(_ work: () throws(FileError) -> Value) throws(AdvisoryError) -> Value {
        do { return try work() } catch {
            throw .database(path: path, entry: nil, reason: error.diagnostic.message)
        }
    }
}
