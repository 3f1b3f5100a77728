package import Attestations
import Diagnostics
package import Capabilities

/// The keys that a user signs checkpoints and attestations with.
///
/// One Ed25519 key a user and machine, made when it is first needed. The private half is in the system's keyring if there
/// is one, else in a file that only its owner can read. The public halves, former ones too, are in files.
package struct SigningKeys: Sendable {
    /// A key that can sign.
    package struct Current: Sendable {
        package let key: PrivateKey
        /// Whether it was made just now.
        package let isNew: Bool
        /// The file that holds the private half; `nil` if the keyring does.
        package let file: String?
    }

    /// `$XDG_STATE_HOME/uvmgr/keys`.
    package let folder: String
    /// A file with a private key that is used instead, as build machines have one.
    private let explicit: String?
    private let files: any FileSystem
    private let secrets: any SecretStore
    private let locks: any LockManager
    private let random: @Sendable () -> UInt64

    package init(
        folder: String, explicit: String? = nil, files: any FileSystem, secrets: any SecretStore,
        locks: any LockManager,
        random: @escaping @Sendable () -> UInt64
    ) {
        (self.folder, self.explicit, self.files, self.secrets) = (folder, explicit, files, secrets)
        (self.locks, self.random) = (locks, random)
    }

    package var publicFile: String { folder + "/signing.pub.pem" }
    package var privateFile: String { folder + "/signing.key.pem" }
    private var retiredFolder: String { folder + "/retired" }

    /// The public half of the key in use; `nil` if none was made yet.
    package func publicKey() throws(AuditError) -> PublicKey? {
        if let explicit { return try explicitKey(explicit).publicKey }
        guard files.isFile(publicFile) else { return nil }
        return try publicKey(at: publicFile)
    }

    /// The public halves of former keys, in the order of their files' names.
    package func retired() throws(AuditError) -> [PublicKey] {
        guard files.isDirectory(retiredFolder) else { return [] }
        let names = try reading { () throws(FileError) in try files.list(retiredFolder) }
        return try names.filter { $0.hasSuffix(".pem") }.map { name throws(AuditError) in
            try publicKey(at: retiredFolder + "/" + name)
        }
    }

    /// The key to sign with, made now if there is none.
    ///
    /// - Throws: ``AuditError`` if there is one that cannot be had: it is never replaced unasked.
    package func current() async throws(AuditError) -> Current {
        if let explicit { return Current(key: try explicitKey(explicit), isNew: false, file: explicit) }
        if let key = try publicKey() { return try await load(key) }
        return try await locked { () throws(AuditError) in
            // Another process may have made it meanwhile.
            if let key = try publicKey() { return try await load(key) }
            return try await make()
        }
    }

    /// Makes a new key and puts the old one among the retired.
    ///
    /// - Returns: The key that was in use, if it could still be had, and the new one.
    package func rotate() async throws(AuditError) -> (old: PublicKey?, new: Current) {
        if let explicit { throw .foreignKey(path: explicit) }
        return try await locked { () throws(AuditError) in
            let old = try publicKey()
            if let old {
                try writing { () throws(FileError) in
                    try files.write(
                        Array(old.pem.utf8), to: retiredFolder + "/\(old.keyID.prefix(16)).pub.pem")
                }
            }
            return (old, try await make())
        }
    }

    private func explicitKey(_ path: String) throws(AuditError) -> PrivateKey {
        if let status = try reading({ () throws(FileError) in try files.status(path) }), status.isShared {
            throw .exposedKey(path: path)
        }
        let text = try reading { () throws(FileError) in try files.readText(path) }
        do { return try PrivateKey(pem: text) } catch {
            throw .malformedKey(path: path, reason: error.diagnostic.message)
        }
    }

    private func load(_ key: PublicKey) async throws(AuditError) -> Current {
        if let status = try reading({ () throws(FileError) in try files.status(privateFile) }) {
            guard !status.isShared else { throw .exposedKey(path: privateFile) }
            let text = try reading { () throws(FileError) in try files.readText(privateFile) }
            return Current(
                key: try privateKey(text, of: key, at: privateFile), isNew: false, file: privateFile)
        }
        let text: String?
        do { text = try await secrets.secret(account(key)) } catch {
            // Without a keyring the secret cannot be there; with one, it may only be locked.
            guard await secrets.isAvailable() else {
                throw .missingPrivateKey(keyID: key.keyID, place: "`\(privateFile)`, and there is no keyring")
            }
            throw .secret(error)
        }
        guard let text else {
            throw .missingPrivateKey(keyID: key.keyID, place: "the keyring, nor in `\(privateFile)`")
        }
        return Current(key: try privateKey(text, of: key, at: "the keyring"), isNew: false, file: nil)
    }

    /// Makes a key; the private half is safe before the public one says that there is a key.
    private func make() async throws(AuditError) -> Current {
        let words = (0..<4).map { _ in random() }
        let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
        }
        let key: PrivateKey
        do { key = try PrivateKey(raw: bytes) } catch {
            throw .malformedKey(path: privateFile, reason: error.diagnostic.message)
        }
        var file: String? = privateFile
        if await secrets.isAvailable() {
            do {
                try await secrets.keep(key.pem, for: account(key.publicKey))
                try writing { () throws(FileError) in try files.remove(privateFile) }
                file = nil
            } catch let error as AuditError { throw error } catch {
                // A keyring that takes nothing is as good as none.
                file = privateFile
            }
        }
        if let file {
            try writing { () throws(FileError) in
                try files.remove(file)
                try files.write(Array(key.pem.utf8), to: file, mode: 0o600)
            }
        }
        try writing { () throws(FileError) in
            try files.write(Array(key.publicKey.pem.utf8), to: publicFile)
        }
        return Current(key: key, isNew: true, file: file)
    }

    /// One line, as keyrings want it.
    private func account(_ key: PublicKey) -> String { "signing-key-\(key.keyID.prefix(16))" }

    private func privateKey(
        _ text: String, of key: PublicKey, at path: String
    ) throws(AuditError) -> PrivateKey {
        let found: PrivateKey
        do { found = try PrivateKey(pem: text) } catch {
            throw .malformedKey(path: path, reason: error.diagnostic.message)
        }
        guard found.publicKey == key else {
            throw .malformedKey(path: path, reason: "it is not the private half of `\(publicFile)`")
        }
        return found
    }

    private func publicKey(at path: String) throws(AuditError) -> PublicKey {
        let text = try reading { () throws(FileError) in try files.readText(path) }
        do { return try PublicKey(pem: text) } catch {
            throw .malformedKey(path: path, reason: error.diagnostic.message)
        }
    }

    private func locked<Value: Sendable>(
        _ body: () async throws(AuditError) -> Value
    ) async throws(AuditError) -> Value {
        try writing { () throws(FileError) in try files.makeDirectory(folder) }
        do {
            return try await locks.withLock(folder + "/lock", patience: .seconds(10), body)
        } catch let error as AuditError { throw error } catch let error as LockError {
            throw .lock(error)
        } catch { throw .lock(.cancelled) }
    }

    private func reading<Value>(_ body: () throws(FileError) -> Value) throws(AuditError) -> Value {
        do { return try body() } catch { throw .file(error) }
    }

    private func writing(_ body: () throws(FileError) -> Void) throws(AuditError) { try reading(body) }
}
