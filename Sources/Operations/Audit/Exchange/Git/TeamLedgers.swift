package import Ledger
import TransparencyLog

/// The ledgers of a team in one git reference: a pair of files for each clone, the export and its checkpoint.
///
/// Each clone writes its own pair alone, and only so that it continues what it was; so whoever fetches the reference can
/// hold every pair against its former state.
package struct TeamLedgers: Sendable {
    package static let reference = "refs/uvmgr/ledger"

    private let git: GitObjects
    private let reference: String
    private static let folder = "ledgers"

    package init(_ git: GitObjects, reference: String = Self.reference) {
        (self.git, self.reference) = (git, reference)
    }

    /// What publishing came to.
    package struct Published: Hashable, Sendable {
        /// The commit that the reference names now.
        package let commit: String
        /// Whether there was anything new.
        package let isNew: Bool
    }

    /// Puts the pair of a ledger into the reference, in place of its former one.
    ///
    /// - Throws: ``AuditError/forkedLedger(_:size:)`` if it does not continue the former one,
    ///   ``AuditError/movedReference(_:)``; the reference is as it was then.
    package func publish(_ export: LedgerExport, of log: any EventLog) async throws(AuditError) -> Published {
        let header = export.header
        let name = String(header.origin.dropFirst(originPrefix.count))
        let old = try await git.commit(reference)
        let root = try await entries(of: old)
        let pairs = try await pairs(of: old)
        if let former = pairs.first(where: { $0.name == name + Self.eventsSuffix }) {
            let ledger = try ExportedLedger(
                parsing: try await git.blob(former.object), named: path(former.name))
            try await checkContinued(ledger, by: log)
            if ledger.header.events == header.events, let old { return Published(commit: old, isNew: false) }
        }
        var bytes: [UInt8] = []
        try await export.forEachPiece { piece in bytes += piece }
        let own = [
            GitObjects.Entry(object: try await git.writeBlob(bytes), name: name + Self.eventsSuffix),
            GitObjects.Entry(
                object: try await git.writeBlob(Array(header.note.description.utf8)),
                name: name + Self.checkpointSuffix),
        ]
        let names = Set(own.map(\.name))
        let tree = try await git.writeTree(pairs.filter { !names.contains($0.name) } + own)
        let whole = try await git.writeTree(
            root.filter { $0.name != Self.folder }
                + [GitObjects.Entry(mode: "040000", kind: "tree", object: tree, name: Self.folder)])
        let message = "Ledger \(name): \(header.events) events"
        let commit = try await git.writeCommit(whole, parent: old, message: message)
        try await git.move(reference, to: commit, from: old, message: "uvmgr audit export")
        return Published(commit: commit, isNew: true)
    }

    /// The ledgers of the others.
    ///
    /// - Parameter own: The origin of the ledger at hand, if it has one: its pair is passed over.
    /// - Returns: Each as it was read and found to be what its checkpoint says, with what messages call it.
    /// - Throws: ``AuditError/noReference(_:)``, ``AuditError/malformedExport(path:line:reason:)``.
    package func others(than own: String?) async throws(AuditError) -> [(
        name: String, ledger: ExportedLedger
    )] {
        guard let commit = try await git.commit(reference) else { throw .noReference(reference) }
        let pairs = try await pairs(of: commit)
        var found: [(String, ExportedLedger)] = []
        for entry in pairs where entry.name.hasSuffix(Self.eventsSuffix) {
            let name = String(entry.name.dropLast(Self.eventsSuffix.count))
            if originPrefix + name == own { continue }
            let ledger = try ExportedLedger(
                parsing: try await git.blob(entry.object), named: path(entry.name))
            try await check(ledger, name, pairs)
            found.append((path(entry.name), ledger))
        }
        return found
    }

    /// The pair must be of the ledger that it is named after, and its two files of one state.
    private func check(
        _ ledger: ExportedLedger, _ name: String, _ pairs: [GitObjects.Entry]
    ) async throws(AuditError) {
        guard ledger.header.checkpoint.hasOrigin(originPrefix + name) else {
            throw .malformedExport(
                path: path(name + Self.eventsSuffix), line: 1, reason: "it is of `\(ledger.header.origin)`")
        }
        let file = name + Self.checkpointSuffix
        guard let entry = pairs.first(where: { $0.name == file }) else {
            throw .malformedCheckpoint(path: path(file), reason: "it is missing")
        }
        guard try await git.blob(entry.object) == Array(ledger.header.note.description.utf8) else {
            throw .malformedCheckpoint(path: path(file), reason: "it is not the one of the events beside it")
        }
    }

    private func checkContinued(_ former: ExportedLedger, by log: any EventLog) async throws(AuditError) {
        let known = former.header.events
        do {
            guard try await log.size() >= known, try await log.root(at: known) == former.root(at: Int(known))
            else { throw AuditError.forkedLedger(former.header.origin, size: known) }
        } catch let error as LedgerError { throw .ledger(error) } catch let error as AuditError {
            throw error
        } catch { throw .proof("\(error)") }
    }

    private static let eventsSuffix = ".jsonl"
    private static let checkpointSuffix = ".checkpoint"

    private func path(_ name: String) -> String { "\(reference):\(Self.folder)/\(name)" }

    private func entries(of commit: String?) async throws(AuditError) -> [GitObjects.Entry] {
        guard let commit else { return [] }
        return try await git.entries(commit)
    }

    private func pairs(of commit: String?) async throws(AuditError) -> [GitObjects.Entry] {
        let root = try await entries(of: commit)
        guard let folder = root.first(where: { $0.name == Self.folder && $0.kind == "tree" }) else {
            return []
        }
        return try await git.entries(folder.object)
    }
}
