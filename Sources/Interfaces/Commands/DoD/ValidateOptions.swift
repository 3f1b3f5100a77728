import ArgumentParser
import DefinitionOfDone

/// What to validate.
struct ValidateOptions: ParsableArguments, Sendable {
    enum AfterFailure: EnumerableFlag {
        case failFast, keepGoing

        static func help(for value: Self) -> ArgumentHelp? {
            switch value {
            case .failFast: "Stop at the first gate that fails."
            case .keepGoing: "Measure all gates whatever fails; this is the default."
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "The policy: minimal, standard, strict, enterprise, or a TOML file.", valueName: "name|file"),
        completion: .list(Policy.builtinNames))
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "A condition that decides a gate in this run, such as 'coverage >= 85%'. May be repeated.",
            valueName: "sentence"))
    var gate: [String] = []

    @Option(
        help: ArgumentHelp("Run only this gate. May be repeated.", valueName: "gate"), completion: Self.gates)
    var only: [String] = []

    @Option(
        help: ArgumentHelp("Leave this gate out. May be repeated.", valueName: "gate"), completion: Self.gates
    )
    var skip: [String] = []

    @Option(
        help: ArgumentHelp("What `diff` is measured against: a branch, tag or commit.", valueName: "ref"))
    var since: String?

    @Option(
        help: ArgumentHelp(
            "Where advisories come from: an OSV service, or a ZIP or folder of OSV entries.",
            valueName: "source"), completion: .file())
    var advisories: String?

    @Option(
        name: [.short, .long, .customLong("parallel")],
        help: ArgumentHelp("Gates at once; otherwise as many as there are processors.", valueName: "number"))
    var jobs: Int?

    @Option(help: ArgumentHelp("For the whole run, such as 20min.", valueName: "duration"))
    var timeout: String?

    @Option(help: ArgumentHelp("For each gate that has no own, such as 90s.", valueName: "duration"))
    var gateTimeout: String?

    @Flag(exclusivity: .chooseLast) var afterFailure = AfterFailure.keepGoing

    @Flag(help: "Measure again what an earlier run has measured.")
    var noCache = false

    private static let gates = CompletionKind.list(GateCatalog.names)

    func validate() throws {
        if let jobs, jobs < 1 {
            throw ValidationError("`--jobs` is a whole number of at least 1, not \(jobs)")
        }
    }

    var flags: DoDFlags {
        var flags = DoDFlags()
        let settings = [
            "policy": policy, "since": since, "advisories": advisories, "timeout": timeout,
            "gate-timeout": gateTimeout, "parallel": jobs.map(String.init),
        ]
        flags.settings = settings.compactMapValues(\.self)
        (flags.gates, flags.only, flags.skip) = (gate, only, skip)
        return flags
    }
}
