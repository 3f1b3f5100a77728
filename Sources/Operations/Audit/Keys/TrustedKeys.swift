package import Attestations
import Diagnostics
package import Capabilities
package import TransparencyLog

/// The public keys whose signatures somebody believes.
package struct TrustedKeys: Hashable, Sendable {
    /// Without doubles, in the order they were named.
    package private(set) var keys: [PublicKey] = []
    /// Of witnesses, which cosign checkpoints.
    package private(set) var witnesses: [VerifierKey] = []

    package init(_ keys: [PublicKey] = []) { for key in keys { add(key) } }

    package var isEmpty: Bool { keys.isEmpty }

    package mutating func add(_ key: PublicKey) { if !keys.contains(key) { keys.append(key) } }

    /// Adds a key that a person named: a PEM file, a file with a key in one of the other forms, a verifier key of
    /// signed notes (`name+id+base64`), or 32 bytes in base64.
    ///
    /// - Throws: ``AuditError/unknownKeyForm(_:reason:)`` or ``AuditError/file(_:)``.
    package mutating func add(_ text: String, path: String, from files: some FileSystem) throws(AuditError) {
        guard files.isFile(path) else { return try add(text.trimmed, named: text) }
        let content: String
        do { content = try files.readText(path) } catch { throw .file(error) }
        if content.contains("-----BEGIN") {
            do { add(try PublicKey(pem: content)) } catch {
                throw .unknownKeyForm(text, reason: error.diagnostic.message)
            }
            return
        }
        let lines = content.split(whereSeparator: \.isNewline).map { String($0).trimmed }
        guard !lines.allSatisfy(\.isEmpty) else { throw .unknownKeyForm(text, reason: "the file is empty") }
        for line in lines where !line.isEmpty && !line.hasPrefix("#") { try add(line, named: text) }
    }

    private mutating func add(_ text: String, named name: String) throws(AuditError) {
        if text.contains("+"), let key = try? VerifierKey(parsing: text) {
            switch key.algorithm {
            case .ed25519:
                guard let key = try? PublicKey(raw: key.publicKey) else { break }
                add(key)
            case .cosignatureV1: if !witnesses.contains(key) { witnesses.append(key) }
            }
            return
        }
        do { add(try PublicKey(base64: text)) } catch {
            throw .unknownKeyForm(name, reason: "it is no file, no verifier key, and no base64 of 32 bytes")
        }
    }

    /// Whose signatures of a log's checkpoints count.
    ///
    /// - Throws: ``AuditError/proof(_:)`` if the keys cannot be used together.
    package func policy(origin: String, threshold: Int = 0) throws(AuditError) -> CheckpointPolicy {
        do {
            let name = try KeyName(origin)
            let logKeys = try keys.map { key in
                try VerifierKey(name: name, algorithm: .ed25519, publicKey: key.raw)
            }
            return try CheckpointPolicy(
                origin: origin, logKeys: logKeys, witnesses: witnesses, threshold: threshold)
        } catch let error as TransparencyLogError { throw .proof(error.diagnostic.message) } catch {
            throw .proof("\(error)")
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
