package import Capabilities
package import Ledger
import StructuredData

/// Makes room in a project's state folder, and never touches an event.
package struct Compaction: Sendable {
    private let folder: RunFolder
    private let log: any EventLog
    private let tables: any ProjectionStore
    private let files: any FileSystem
    private let now: Instant
    private let keepEvidence: Duration?
    private let thinning: [ThinningRule]

    /// What nobody speaks of is left alone for so long: a run under way keeps a file before it puts it on record.
    private static let grace = Duration.seconds(86_400)

    /// - Parameters:
    ///   - folder: The project's.
    ///   - log: Its ledger.
    ///   - tables: Its projections.
    ///   - files: Where the folder is.
    ///   - now: What ages are counted to.
    ///   - keepEvidence: How long the evidence of a run stays; `nil`: for good.
    ///   - thinning: How old measurements are thinned out.
    package init(
        of folder: RunFolder, log: any EventLog, tables: any ProjectionStore, files: any FileSystem,
        now: Instant, keepEvidence: Duration?, thinning: [ThinningRule]
    ) {
        (self.folder, self.log, self.tables, self.files) = (folder, log, tables, files)
        (self.now, self.keepEvidence, self.thinning) = (now, keepEvidence, thinning)
    }

    /// Removes, thins and moves together what can be.
    ///
    /// - Parameter isTrial: Whether only to say what would go.
    /// - Returns: What went, or would.
    /// - Throws: ``DoDError``; what was freed until then stays freed.
    package func run(isTrial: Bool) async throws(DoDError) -> CompactionReport {
        let records = try await records()
        var report = CompactionReport()
        do {
            for path in try evidence(records, &report) where !isTrial { try files.remove(path) }
            for path in try scratch(records, &report) where !isTrial { try files.remove(path) }
        } catch { throw .state(error) }
        report.measurements = try await RunQueries(log: log, tables: tables)
            .thin(by: thinning, now: now.nanoseconds, isTrial: isTrial)
        if isTrial { return report }
        let before = databaseBytes
        do {
            try await tables.compact()
            try await log.shortenLog()
        } catch { throw .ledger(error) }
        report.databaseBytes = max(0, before - databaseBytes)
        return report
    }

    /// Evidence that no event names, or only runs that are old enough; each with its bytes in the report.
    private func evidence(_ records: Records, _ report: inout CompactionReport) throws(FileError) -> [String]
    {
        var paths: [String] = []
        for group in try names(folder.evidence) where group.utf8.count == 2 {
            for name in try names(folder.evidence + "/" + group) where (group + name).utf8.count == 64 {
                let path = "\(folder.evidence)/\(group)/\(name)"
                guard let status = try files.status(path), status.kind == .file else { continue }
                guard isPast(records.evidence[group + name], status) else {
                    report.keptEvidence += 1
                    continue
                }
                report.evidence += 1
                report.evidenceBytes += status.size
                paths.append(path)
            }
        }
        return paths
    }

    /// Whether a file of evidence may go; `named` is when an event named it last.
    private func isPast(_ named: Int64?, _ status: FileStatus) -> Bool {
        guard let named else { return age(status.modified) > Self.grace }
        guard let keepEvidence else { return false }
        return age(named) > keepEvidence && age(status.modified) > Self.grace
    }

    private func age(_ time: Int64) -> Duration { now.since(Instant(nanoseconds: time)) }

    /// Scratch folders of runs that have ended, or that nothing was heard of for a day.
    private func scratch(_ records: Records, _ report: inout CompactionReport) throws(FileError) -> [String] {
        var paths: [String] = []
        for name in try names(folder.scratchFolder) {
            let path = folder.scratch(name)
            let heard = max(try files.status(path)?.modified ?? 0, records.heard[name] ?? 0)
            guard records.ended.contains(name) || age(heard) > Self.grace else { continue }
            report.scratch += 1
            report.scratchBytes += try bytes(path)
            paths.append(path)
        }
        return paths
    }

    private func names(_ folder: String) throws(FileError) -> [String] {
        files.isDirectory(folder) ? try files.list(folder) : []
    }

    private func bytes(_ path: String) throws(FileError) -> Int64 {
        guard let status = try files.status(path) else { return 0 }
        guard status.kind == .directory else { return status.size }
        var sum: Int64 = 0
        for name in try files.list(path) { sum += try bytes(path + "/" + name) }
        return sum
    }

    private var databaseBytes: Int64 {
        [folder.ledger, folder.projections].flatMap { [$0, $0 + "-wal"] }
            .reduce(0) { $0 + ((try? files.status($1))?.size ?? 0) }
    }
}

extension Compaction {
    /// What the events say of evidence and of runs.
    private struct Records: Sendable {
        /// By digest, when it was named last.
        var evidence: [String: Int64] = [:]
        /// Runs that have ended.
        var ended: Set<String> = []
        /// When something of a run was recorded last.
        var heard: [String: Int64] = [:]
    }

    private static let chunk = 8192
    private static let evidenceType = Array("EvidenceStored".utf8)
    private static let startType = Array("RunStarted".utf8)
    private static let resumeType = Array("RunResumed".utf8)
    private static let endType = Array("RunFinished".utf8)

    private func records() async throws(DoDError) -> Records {
        do {
            let size = try await log.size()
            var records = Records()
            for position in stride(from: 0, to: size, by: Self.chunk) {
                records = try await log.reduce(after: position, limit: Self.chunk, into: records) {
                    records, event in
                    Self.take(event, &records)
                }
            }
            return records
        } catch { throw .ledger(error) }
    }

    private static func take(_ event: EventColumns, _ records: inout Records) {
        if event.type.elementsEqual(evidenceType) {
            // An event without its shape names no file that could be kept for it.
            guard let digest = (try? JSON(parsing: event.payload))?["evidence"]?["digest"]?.string else {
                return
            }
            records.evidence[digest] = max(records.evidence[digest] ?? .min, event.time)
            return
        }
        let isEnd = event.type.elementsEqual(endType)
        let isStart = event.type.elementsEqual(startType) || event.type.elementsEqual(resumeType)
        guard isEnd || isStart else { return }
        let run = String(decoding: event.stream, as: UTF8.self)
        records.heard[run] = event.time
        if isEnd { records.ended.insert(run) } else { records.ended.remove(run) }
    }
}

/// What compacting freed.
package struct CompactionReport: Hashable, Sendable {
    /// Files of evidence that went, and their bytes.
    package var evidence = 0
    package var evidenceBytes: Int64 = 0
    /// Files of evidence that stayed.
    package var keptEvidence = 0
    /// Rows of the time series that went; those that stayed stand for them.
    package var measurements = 0
    /// Folders that runs left behind, and their bytes.
    package var scratch = 0
    package var scratchBytes: Int64 = 0
    /// What the ledger's log and the projections shrank by.
    package var databaseBytes: Int64 = 0
}
