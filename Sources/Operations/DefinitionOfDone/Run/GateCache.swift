package import Capabilities
import StructuredData

/// Results of gates by content key.
///
/// Everything in it can be measured again: an entry that cannot be read, or whose evidence is gone, is as good as none.
package struct GateCache: Sendable {
    private let folder: String
    private let files: any FileSystem
    private let evidence: EvidenceStore

    package init(folder: String, files: any FileSystem, evidence: EvidenceStore) {
        (self.folder, self.files, self.evidence) = (folder, files, evidence)
    }

    /// The result for `key`, if one was measured and is not older than `age`.
    package func result(_ key: String, notOlderThan age: Duration?, now: Instant) -> GateRun? {
        guard let bytes = try? files.read(path(key)), let entry = try? JSON(parsing: bytes),
            let measured = entry["measured"]?.integer, measured >= 0, let result = entry["result"],
            let run = try? GateRun(json: result), run.key == key, run.reusedFrom != nil
        else { return nil }
        if let age, now.since(Instant(nanoseconds: measured)) > age { return nil }
        guard run.evidence.allSatisfy(evidence.contains) else { return nil }
        return run
    }

    /// Keeps a measured result; `run` is the run that measured it.
    package func keep(_ result: GateRun, of run: String, now: Instant) throws(FileError) {
        guard let key = result.key, result.outcome.isMeasured else { return }
        var result = result
        result.reusedFrom = run
        let entry: JSON = ["measured": .integer(now.nanoseconds), "result": result.json]
        try files.write(entry.canonicalBytes, to: path(key))
    }

    private func path(_ key: String) -> String { "\(folder)/\(key.prefix(2))/\(key.dropFirst(2)).json" }
}
