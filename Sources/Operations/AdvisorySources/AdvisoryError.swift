package import Diagnostics

package enum AdvisoryError: DiagnosableError, Hashable {
    /// No source answered for all packages; in the order in which they were asked.
    case unreachable([AdvisoryFailure])
    /// What `--advisories` names is not there.
    case noSource(String)
    /// A local database is damaged or not one of advisories; `entry` is the file in it at fault.
    case database(path: String, entry: String?, reason: String)
    case cancelled

    package var diagnostic: Diagnostic {
        switch self {
        case .unreachable(let failures):
            Diagnostic(
                code: "advisories.unreachable",
                message: "no source of advisories can be used: "
                    + failures.map(\.wording).joined(separator: "; "),
                hint: "check the network, or name a local database with `--advisories`", exit: .unavailable)
        case .noSource(let argument):
            Diagnostic(
                code: "advisories.no-source",
                message: "`\(argument)` is neither a URL nor a file or folder",
                hint: "give `--advisories` an OSV service, a ZIP archive or a folder of OSV entries")
        case .database(let path, let entry, let reason):
            Diagnostic(
                code: "advisories.bad-database",
                message: "`\(path)` is not a database of advisories"
                    + (entry.map { ", see its `\($0)`" } ?? "") + ": \(reason)",
                hint: "download it again, or name another one with `--advisories`", exit: .unavailable)
        case .cancelled: Diagnostic(code: "cancelled", message: "interrupted", exit: .interrupted)
        }
    }
}

/// Why a source did not answer.
package struct AdvisoryFailure: Hashable, Sendable {
    package let source: AdvisoryReport.Origin
    /// In words.
    package let reason: String

    package init(source: AdvisoryReport.Origin, reason: String) {
        (self.source, self.reason) = (source, reason)
    }

    /// One clause that names the source.
    package var wording: String { "\(source.name) at `\(source.location)`: \(reason)" }
}

/// What ends the work with one source, until it is known what that means for the whole.
enum SourceFault: Error, Hashable {
    case cancelled
    case failed(String)
}
