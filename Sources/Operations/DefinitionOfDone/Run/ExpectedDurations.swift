import Capabilities
import StructuredData

/// How long gates took last time in this project: what the schedule goes by.
struct ExpectedDurations: Sendable {
    let seconds: [String: Double]
    private let path: String
    private let files: any FileSystem

    init(_ validation: Validation) {
        (path, files) = (validation.folder.state + "/durations.json", validation.services.files)
        let known = (try? files.read(path)).flatMap { try? JSON(parsing: $0) }?.object ?? [:]
        seconds = known.compactMapValues(\.number)
    }

    /// Keeps what was seen; only a hint, so that a failure to write it costs nothing but time.
    func keep(_ durations: [String: Duration]) {
        guard !durations.isEmpty else { return }
        let merged = seconds.merging(durations.mapValues { ($0.seconds * 1000).rounded() / 1000 }) { $1 }
        try? files.write(JSON.object(merged.mapValues(JSON.number)).canonicalBytes, to: path)
    }
}
