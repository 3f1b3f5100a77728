public import Diagnostics

/// Keeps secrets where only their owner gets at them: the keyring of the system.
public protocol SecretStore: Sendable {
    /// Whether there is one that answers without asking anybody.
    func isAvailable() async -> Bool
    /// The secret of an account; `nil` if the keyring has none.
    func secret(_ account: String) async throws(SecretError) -> String?
    /// Keeps a secret, in place of the account's former one.
    func keep(_ secret: String, for account: String) async throws(SecretError)
    /// Removes the secret of an account; no error if there is none.
    func remove(_ account: String) async throws(SecretError)
}

/// Why the keyring did not do what it was asked for; never holds a secret.
public struct SecretError: DiagnosableError, Hashable {
    /// A verb: `read`, `keep`, `remove`.
    public let operation: String
    public let reason: String

    public init(operation: String, reason: String) { (self.operation, self.reason) = (operation, reason) }

    public var diagnostic: Diagnostic {
        Diagnostic(
            code: "keyring.failed", message: "could not \(operation) a secret in the keyring: \(reason)",
            hint: "unlock the keyring, or set UVMGR_KEYRING=off to keep keys in files", exit: .unavailable)
    }
}
