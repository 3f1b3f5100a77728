import ArgumentParser
import Diagnostics

/// A verb of uvmgr.
///
/// It is parsed by the argument parser and run by ``runCommand(_:in:)``, never by the parser's own `main`.
protocol Command: ParsableCommand {
    var global: GlobalOptions { get }
    /// Whether errors are to be JSON.
    var answersInJSON: Bool { get }
    /// Whether it is traced and logged even when nobody asked for either.
    static var isAlwaysTraced: Bool { get }

    func run(in session: Session) async throws -> ExitStatus
}

extension Command {
    static var isAlwaysTraced: Bool { false }
}

/// The words of help that several commands share.
enum Help {
    /// The end of every discussion.
    static func exitCodes(_ lines: KeyValuePairs<String, String>) -> String {
        (["EXIT CODES:"] + lines.map { "  \($0.key)  \($0.value)" }).joined(separator: "\n")
    }

    static let commonExitCodes = exitCodes([
        " 0": "success",
        " 2": "usage or configuration error",
        "69": "something outside is missing or unavailable",
    ])
}
