package import Ledger
package import TransparencyLog

/// What verifying a ledger found.
package struct LedgerReport: Hashable, Sendable {
    /// What became of the signed checkpoints.
    package struct Checkpoints: Hashable, Sendable {
        /// How many there are in the ledger.
        package var count = 0
        /// How many events the largest one covers that a trusted key has signed; `nil`: there is none.
        package var signedSize: Int64?
        /// When that one was recorded, in nanoseconds since 1970.
        package var keyID: String?
        /// The witnesses that have signed it too, by name.
        package var witnesses: [String] = []
    }

    /// The name of the log, as its checkpoints have it.
    package let origin: String
    /// How many events there are.
    package let size: Int64
    /// The root over all of them as they are.
    package let root: MerkleHash
    /// Events up to here were not looked at, because a checkpoint that was named vouches for them.
    package let from: Int64
    package let faults: [LedgerFault]
    /// With those that are not told one by one.
    package let faultCount: Int
    package let checkpoints: Checkpoints
    /// How often the clock was set back between two events, and before which event first.
    package let rewinds: Int
    package let firstRewind: Int64
    /// Where the ledger can be damaged: the path of its file.
    package let path: String

    package var isSound: Bool { faultCount == 0 }

    /// How many of the last events no trusted checkpoint covers.
    package var unsigned: Int64 { size - (checkpoints.signedSize ?? 0) }
}
