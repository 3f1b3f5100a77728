import Attestations
import Diagnostics
import TransparencyLog

extension TrustedKeys {
    /// Whose signature vouches for an export.
    ///
    /// - Parameters:
    ///   - header: Of the export.
    ///   - name: What messages call it.
    ///   - isRequired: Whether an export that nobody vouches for is refused.
    /// - Returns: The key's id; `nil` if none of these keys has signed.
    /// - Throws: ``AuditError/untrustedExport(path:reason:)``, also for a wrong signature by one of these keys.
    package func voucher(
        of header: ExportHeader, named name: String, isRequired: Bool
    ) throws(AuditError) -> String? {
        guard !isEmpty else { return nil }
        let policy = try policy(origin: header.origin)
        do {
            let verified = try policy.verify(header.note)
            guard let key = verified.logSignatures.first?.key else { return nil }
            return try PublicKey(raw: key.publicKey).keyID
        } catch let error as TransparencyLogError {
            if error == .noTrustedSignature, !isRequired { return nil }
            throw .untrustedExport(path: name, reason: error.diagnostic.message)
        } catch { throw .untrustedExport(path: name, reason: "\(error)") }
    }
}
