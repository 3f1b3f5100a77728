import ArgumentParser
import DefinitionOfDone
import Diagnostics
import StructuredData

/// `uvmgr doctor`.
struct Doctor: Command {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Is all there that uvmgr needs, here and now?",
        usage: "uvmgr doctor [<options>]",
        discussion: """
            EXAMPLES:
              uvmgr doctor
              uvmgr doctor --format json

            Looks for uv, Python and git, asks the package registry and the source of advisories, and \
            tries whether state and cache can be written. What is amiss comes with what to do about it.

            \(exitCodes)
            """)

    private static let exitCodes = Help.exitCodes([
        " 0": "nothing essential is missing; there may be warnings",
        " 2": "usage error",
        "69": "something essential is missing",
    ])

    @OptionGroup var answer: AnswerOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    var answersInJSON: Bool { answer.format == .json }

    func run(in session: Session) async throws -> ExitStatus {
        let found = try await interruptibly(by: session.runtime.signals()) {
            await Examination(session).findings()
        }
        if let signal = found.signal { throw CommandError.interrupted(signal) }
        let findings = found.value
        let failed = findings.contains { $0.state == .fail }
        switch answer.format {
        case .json: try session.answer(Self.json(findings, failed))
        case .text: try session.answer(Self.text(findings, session.style))
        }
        return failed ? .unavailable : .success
    }

    static func text(_ findings: [HealthFinding], _ style: TextStyle) -> String {
        let rows = findings.map { finding in
            [
                Table.Cell(finding.state.rawValue, finding.state.paint), Table.Cell(finding.name, .bold),
                Table.Cell(finding.message),
            ]
        }
        var lines: [String] = []
        for (line, finding) in zip(Table(rows: rows).lines(style), findings) {
            lines.append(line)
            if let hint = finding.hint {
                lines.append("      \(style.paint("hint:", .cyan)) \(hint.neutralised)")
            }
        }
        let counts = [(HealthFinding.State.fail, "essential"), (.warn, "worth a look")].compactMap {
            state, words in
            let count = findings.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(words)"
        }
        lines += ["", counts.isEmpty ? "all is well" : "to mend: " + counts.joined(separator: ", ")]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The schema `uvmgr.doctor/1`.
    static func json(_ findings: [HealthFinding], _ failed: Bool) -> JSON {
        [
            "schema": "uvmgr.doctor/1", "healthy": .bool(!failed),
            "checks": .array(
                findings.map {
                    [
                        "name": .string($0.name), "state": .string($0.state.rawValue),
                        "message": .string($0.message), "hint": JSON($0.hint),
                    ]
                }),
        ]
    }
}

/// What one check came to.
struct HealthFinding: Hashable, Sendable {
    enum State: String, Sendable {
        case ok, warn, fail

        var paint: TextStyle.Paint {
            switch self {
            case .ok: .green
            case .warn: .yellow
            case .fail: .red
            }
        }
    }

    let name: String
    let state: State
    let message: String
    let hint: String?

    init(_ name: String, _ state: State, _ message: String, hint: String? = nil) {
        (self.name, self.state, self.message, self.hint) = (name, state, message, hint)
    }

    /// A problem worded elsewhere.
    init(_ name: String, _ state: State, _ diagnostic: Diagnostic) {
        self.init(name, state, diagnostic.message, hint: diagnostic.hint)
    }
}
