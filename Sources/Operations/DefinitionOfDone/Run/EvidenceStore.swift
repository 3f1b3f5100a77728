package import Capabilities
import Digests
package import Telemetry

/// Keeps what gates produce, by content: `evidence/sha256/ab/cdef…`.
package struct EvidenceStore: Sendable {
    private let folder: String
    private let files: any FileSystem
    private let redactor: Redactor

    package init(folder: String, files: any FileSystem, redactor: Redactor) {
        (self.folder, self.files, self.redactor) = (folder, files, redactor)
    }

    /// Where the contents with this digest are.
    package func path(_ digest: String) -> String {
        folder + "/" + digest.prefix(2) + "/" + digest.dropFirst(2)
    }

    package func contains(_ evidence: Evidence) -> Bool {
        (try? files.status(path(evidence.digest)))?.size == Int64(evidence.size)
    }

    /// Keeps a file as it is.
    package func keep(_ bytes: [UInt8], as name: String, mediaType: String) throws(FileError) -> Evidence {
        let digest = SHA256Digest(of: bytes).hex
        let evidence = Evidence(name: name, digest: digest, mediaType: mediaType, size: bytes.count)
        if !contains(evidence) { try files.write(bytes, to: path(digest)) }
        return evidence
    }

    /// Keeps what a person may read, without the secrets in it.
    package func keep(text: String, as name: String) throws(FileError) -> Evidence {
        try keep(Array(redactor.redact(text).utf8), as: name, mediaType: "text/plain")
    }

    package func read(_ evidence: Evidence) throws(FileError) -> [UInt8] {
        try files.read(path(evidence.digest))
    }
}
