package import Attestations
import Diagnostics

/// What a bundle says, line by line, told apart by who vouches for it.
package struct BundleSummary: Hashable, Sendable {
    /// One attestation.
    package struct Line: Hashable, Sendable {
        /// From 1.
        package let number: Int
        /// Why the line cannot be read; the rest is empty then.
        package let fault: String?
        /// The ids of the trusted keys that signed it; none: nobody vouches for what it says.
        package let verifiedBy: [String]
        /// The ids that its signatures name, which nothing vouches for.
        package let claimedKeys: [String]
        package let statement: Statement?
        /// `nil` for a type that is not known here.
        package let predicate: Predicate?

        package var isVerified: Bool { !verifiedBy.isEmpty }
    }

    package let lines: [Line]

    /// Reads a bundle.
    ///
    /// - Parameters:
    ///   - bundle: What to read.
    ///   - keys: Those that are trusted; may be none.
    package init(_ bundle: Bundle, keys: [PublicKey]) {
        lines = bundle.lines.map { line in
            switch line.envelope {
            case .failure(let error): Line(line.number, fault: error)
            case .success(let envelope): Line(line.number, envelope, keys)
            }
        }
    }
}

extension BundleSummary.Line {
    fileprivate init(_ number: Int, fault: AttestationsError) {
        (self.number, self.fault, verifiedBy) = (number, fault.diagnostic.message, [])
        (claimedKeys, statement, predicate) = ([], nil, nil)
    }

    fileprivate init(_ number: Int, _ envelope: Envelope, _ keys: [PublicKey]) {
        self.number = number
        verifiedBy =
            keys.isEmpty ? [] : ((try? envelope.verified(by: keys).keys.map(\.keyID)) ?? [])
        claimedKeys = envelope.signatures.compactMap(\.keyID)
        do throws(AttestationsError) {
            let statement = try Statement(parsing: envelope.payload)
            self.statement = statement
            predicate = try? Predicate(of: statement)
            fault = nil
        } catch { (statement, predicate, fault) = (nil, nil, error.diagnostic.message) }
    }
}
