import Synchronization

/// What a gate ran and kept so far.
///
/// A reference, because it must outlive a measurement that fails half-way: the output of a tool that crashed is the
/// evidence of why.
package final class GateRecord: Sendable {
    private let state = Mutex((command: [String](), evidence: [Evidence]()))

    package init() {}

    /// The last command line, redacted.
    package var command: [String] { state.withLock { $0.command } }
    /// In the order in which it was kept, names unique.
    package var evidence: [Evidence] { state.withLock { $0.evidence } }

    func note(command: [String]) { state.withLock { $0.command = command } }

    /// A second piece of one name gets a number before its ending.
    func note(_ evidence: Evidence) {
        state.withLock { state in
            var (name, number) = (evidence.name, 1)
            while state.evidence.contains(where: { $0.name == name }) {
                number += 1
                name = evidence.name.numbered(number)
            }
            state.evidence.append(
                Evidence(
                    name: name, digest: evidence.digest, mediaType: evidence.mediaType, size: evidence.size))
        }
    }
}

extension String {
    /// `stdout.txt` becomes `stdout-2.txt`.
    fileprivate func numbered(_ number: Int) -> String {
        guard let dot = lastIndex(of: ".") else { return "\(self)-\(number)" }
        return "\(self[..<dot])-\(number)\(self[dot...])"
    }
}
