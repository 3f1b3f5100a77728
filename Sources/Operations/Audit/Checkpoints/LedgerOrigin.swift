package import Ledger

/// The name of a ledger in its checkpoints: unique, and bound to its first event.
///
/// A schema-less URL, as C2SP `tlog-checkpoint` wants origins to be. The log's signatures carry it as their key's name.
///
/// - Throws: ``AuditError/emptyLedger``: a ledger has no name before its first event.
package func origin(of log: any EventLog) async throws(AuditError) -> String {
    do {
        guard let first = try await log.readAll(after: 0, limit: 1).first else {
            throw AuditError.emptyLedger
        }
        return originPrefix + first.event.id
    } catch let error as LedgerError { throw .ledger(error) } catch let error as AuditError {
        throw error
    } catch {
        throw .emptyLedger
    }
}

let originPrefix = "uvmgr.dev/ledger/"
