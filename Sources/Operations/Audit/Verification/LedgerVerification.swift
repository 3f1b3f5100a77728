import Attestations
import Diagnostics
package import Ledger
import StructuredData
package import TransparencyLog

/// Verifies a whole ledger, or what came after a checkpoint that is trusted.
package struct LedgerVerification: Sendable {
    private let log: any EventLog
    private let path: String
    private let keys: TrustedKeys
    private let threshold: Int
    private let known: [Checkpoint]
    private let databaseFaults: @Sendable () async throws(LedgerError) -> [String]

    /// How many events are looked at at once.
    private static let chunk = 8192

    /// - Parameters:
    ///   - log: The ledger.
    ///   - path: Of its file, for the report.
    ///   - keys: Whose checkpoints are believed; without any, signatures are not judged.
    ///   - threshold: How many witnesses must have cosigned the last checkpoint.
    ///   - known: Checkpoints of the ledger that are known from elsewhere.
    ///   - databaseFaults: What the database itself finds wrong, looked for at the same time.
    package init(
        log: any EventLog, path: String, keys: TrustedKeys, threshold: Int = 0, known: [Checkpoint] = [],
        databaseFaults: @escaping @Sendable () async throws(LedgerError) -> [String] = { [] }
    ) {
        (self.log, self.path, self.keys, self.threshold) = (log, path, keys, threshold)
        (self.known, self.databaseFaults) = (known, databaseFaults)
    }

    /// Verifies.
    ///
    /// - Parameters:
    ///   - trusted: A checkpoint whose events are taken for good; `nil`: all are looked at.
    ///   - progress: Is told how many events of how many were looked at.
    /// - Returns: What was found.
    /// - Throws: ``AuditError`` if the ledger cannot be read at all; what is wrong with it is in the report.
    package func run(
        from trusted: Checkpoint? = nil, progress: @Sendable (Int64, Int64) -> Void = { _, _ in }
    ) async throws(AuditError) -> LedgerReport {
        let origin = try await origin(of: log)
        async let database = faultsOfDatabase()
        var faults: [LedgerFault] = []
        let start = try await frontier(trusted, origin, &faults)
        var check = LedgerCheck(after: start, rootsAt: Set(known.map(\.size)))
        let size: Int64
        do {
            size = try await log.size()
            faults += try await strays()
            try await scan(&check, upTo: size, progress)
        } catch {
            faults.append(.database(error.diagnostic.message))
            return report(origin, check, check.frontier.size, start, faults + check.faults, await database)
        }
        faults += check.faults
        faults += knownFaults(check, size, origin)
        var checkpoints = LedgerReport.Checkpoints()
        faults += try await claimFaults(check, origin, &checkpoints)
        let hidden = check.faultCount - check.faults.count
        return report(
            origin, check, size, start, faults, await database, checkpoints: checkpoints, hidden: hidden)
    }

    private func report(
        _ origin: String, _ check: LedgerCheck, _ size: Int64, _ start: MerkleFrontier,
        _ faults: [LedgerFault], _ database: [LedgerFault],
        checkpoints: LedgerReport.Checkpoints = LedgerReport.Checkpoints(), hidden: Int = 0
    ) -> LedgerReport {
        let all = faults + database
        return LedgerReport(
            origin: origin, size: size, root: check.frontier.root, from: start.size, faults: all,
            faultCount: all.count + hidden, checkpoints: checkpoints, rewinds: check.rewinds.count,
            firstRewind: check.rewinds.first, path: path)
    }

    private func faultsOfDatabase() async -> [LedgerFault] {
        do { return try await databaseFaults().map(LedgerFault.database) } catch {
            return [.database(error.diagnostic.message)]
        }
    }

    /// The edge of the tree that a trusted checkpoint vouches for.
    private func frontier(
        _ trusted: Checkpoint?, _ origin: String, _ faults: inout [LedgerFault]
    ) async throws(AuditError) -> MerkleFrontier {
        guard let trusted else { return MerkleFrontier() }
        guard trusted.hasOrigin(origin) else {
            throw .proof("the checkpoint is of `\(trusted.origin)`, and the ledger is `\(origin)`")
        }
        do {
            let size = try await log.size()
            guard trusted.size <= size else {
                faults.append(.rolledBack(known: trusted.size, size: size))
                return MerkleFrontier()
            }
            let frontier = try await log.frontier(at: trusted.size)
            if frontier.root == trusted.root { return frontier }
            // What it vouched for is gone, so that everything has to be looked at.
            faults.append(.forked(known: trusted.size))
            return MerkleFrontier()
        } catch { throw .ledger(error) }
    }

    /// Rows before the first event: nothing was ever appended there, but who reads a stream would find them.
    private func strays() async throws(LedgerError) -> [LedgerFault] {
        try await log.reduce(after: .min, limit: LedgerCheck.limit, into: [LedgerFault]()) { found, event in
            guard event.position <= 0 else { return }
            found.append(
                .inserted(position: event.position, event: String(decoding: event.id, as: UTF8.self)))
        }
    }

    private func scan(
        _ check: inout LedgerCheck, upTo size: Int64, _ progress: @Sendable (Int64, Int64) -> Void
    ) async throws(LedgerError) {
        var ahead = try await read(after: check.frontier.size)
        while ahead.chunk.count > 0 {
            let piece = ahead
            // While one chunk is hashed, the next one is read.
            async let next = read(after: piece.chunk.lastPosition)
            check.add(piece.chunk, kept: piece.kept)
            progress(min(piece.chunk.lastPosition, size), size)
            do { ahead = try await next } catch let error as LedgerError { throw error } catch {
                throw .failed(path: path, operation: "read", reason: "\(error)")
            }
        }
        try await finish(&check, check.frontier.size)
    }

    /// Some events with the hashes that were kept of them.
    private struct Piece: Sendable {
        let chunk: LeafChunk
        let kept: [MerkleHash?]
    }

    private func read(after position: Int64) async throws(LedgerError) -> Piece {
        let chunk = try await log.reduce(after: position, limit: Self.chunk, into: LeafChunk()) {
            $0.take($1)
        }
        let range = LedgerCheck.range(of: chunk, after: position)
        return Piece(
            chunk: chunk, kept: try await log.keptHashes(level: 0, from: position, count: range.count))
    }

    private func finish(_ check: inout LedgerCheck, _ last: Int64) async throws(LedgerError) {
        var extra: [Int64: MerkleHash?] = [:]
        let leaves = try await log.keptHashCount(level: 0)
        if leaves > last {
            let hashes = try await log.keptHashes(
                level: 0, from: last, count: Int(min(leaves - last, Int64(LedgerCheck.limit))))
            for (index, hash) in hashes.enumerated() where hash != nil {
                extra[last + Int64(index) + 1] = hash
            }
        }
        var kept: [Int: [MerkleHash?]] = [:]
        for level in stride(from: keptLevelStep, through: 56, by: keptLevelStep) {
            let first = check.firstGroup(level)
            let count = max(try await log.keptHashCount(level: level), last >> Int64(level)) - first
            guard count > 0 else { break }
            kept[level] = try await log.keptHashes(level: level, from: first, count: Int(count))
        }
        check.finish(extra: extra, kept: kept)
    }

    /// What does not fit the checkpoints that are known from elsewhere.
    private func knownFaults(_ check: LedgerCheck, _ size: Int64, _ origin: String) -> [LedgerFault] {
        known.compactMap { known in
            guard known.hasOrigin(origin) else { return .forked(known: known.size) }
            if known.size > size { return .rolledBack(known: known.size, size: size) }
            guard let root = check.roots[known.size] else { return nil }
            return root == known.root ? nil : .forked(known: known.size)
        }
    }

    /// What is wrong with the checkpoints in the ledger.
    private func claimFaults(
        _ check: LedgerCheck, _ origin: String, _ summary: inout LedgerReport.Checkpoints
    ) async throws(AuditError) -> [LedgerFault] {
        summary.count = check.claims.count
        let policy = keys.isEmpty ? nil : try keys.policy(origin: origin)
        var faults: [LedgerFault] = []
        for claim in check.claims {
            do {
                let verified = try await verify(claim, origin, policy)
                guard let verified, verified.checkpoint.size >= summary.signedSize ?? 0 else { continue }
                summary.signedSize = verified.checkpoint.size
                summary.keyID =
                    (try? verified.logSignatures.first.map { try PublicKey(raw: $0.key.publicKey) })??.keyID
                summary.witnesses = verified.cosignatures.map { $0.key.name.description }
            } catch {
                // A change before it explains that its root does not come out.
                let isExplained =
                    error.isRootMismatch && check.faults.contains { $0.position ?? .max < claim.position }
                if !isExplained, faults.count < LedgerCheck.limit {
                    faults.append(.checkpoint(position: claim.position, reason: error.reason))
                }
            }
        }
        if threshold > summary.witnesses.count, let last = check.claims.last {
            let reason = "\(summary.witnesses.count) of the \(threshold) witnesses asked for have cosigned it"
            faults.append(.checkpoint(position: last.position, reason: reason))
        }
        return faults
    }

    private struct BadClaim: Error {
        let reason: String
        let isRootMismatch: Bool
        init(_ reason: String, isRootMismatch: Bool = false) {
            (self.reason, self.isRootMismatch) = (reason, isRootMismatch)
        }
    }

    /// - Returns: Who signed; `nil` where no key is trusted, so that signatures are not judged.
    private func verify(
        _ claim: LedgerCheck.Claim, _ origin: String, _ policy: CheckpointPolicy?
    ) async throws(BadClaim) -> VerifiedCheckpoint? {
        guard let signed = (try? JSON(parsing: claim.payload)).flatMap(SignedCheckpoint.init(payload:)) else {
            throw BadClaim("its event does not hold one")
        }
        let root: MerkleHash
        if signed.size == claim.position - 1 {
            root = claim.rootBefore
        } else {
            do { root = try await log.root(at: signed.size) } catch {
                throw BadClaim(error.diagnostic.message)
            }
        }
        guard signed.root == root, signed.size < claim.position else {
            throw BadClaim("the events before it do not give its root", isRootMismatch: true)
        }
        do {
            let note = try SignedNote(parsing: signed.note)
            let checkpoint = try Checkpoint(parsing: note.text)
            guard checkpoint.hasOrigin(origin) else {
                throw BadClaim("it is of another log, `\(checkpoint.origin)`")
            }
            guard checkpoint.size == signed.size, checkpoint.root == signed.root else {
                throw BadClaim("its note has another size or root than its event")
            }
            return try policy?.verify(note)
        } catch let error as BadClaim { throw error } catch {
            let reason = (error as? TransparencyLogError)?.diagnostic.message ?? "\(error)"
            throw BadClaim(reason)
        }
    }
}
