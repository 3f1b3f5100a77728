package import DefinitionOfDone
import Capabilities
import Digests

extension EvidenceStore {
    /// The contents with this digest; `nil` if they are not there, or are no longer what they were.
    package func contents(of digest: String) -> [UInt8]? {
        let wanted = Evidence(name: "", digest: digest, mediaType: "", size: 0)
        guard let bytes = try? read(wanted), SHA256Digest(of: bytes).hex == digest else { return nil }
        return bytes
    }
}

/// The ending of files that hold attestations, a line each (in-toto bundle layer).
package let bundleEnding = ".intoto.jsonl"

/// The media type of such files.
package let bundleMediaType = "application/jsonl"

extension RunState {
    /// The name of the file with the attestations of this run: `orders-1.4.0.intoto.jsonl`.
    package var bundleName: String {
        let subject = header?.subject
        let parts = [subject?.project ?? "project"] + (subject?.version.map { [$0] } ?? [])
        let name = parts.joined(separator: "-").map { character in
            character.isLetter || character.isNumber || "._-+".contains(character) ? character : "_"
        }
        return String(name) + bundleEnding
    }
}
