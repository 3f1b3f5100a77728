import ArgumentParser
import Capabilities
import DefinitionOfDone
import Diagnostics
import StructuredData
import Workflows

/// How instances are driven.
struct WorkflowDriveOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Binds a job type to a command, as 'type=command line'. May be repeated.", valueName: "binding"))
    var job: [String] = []

    @Option(
        name: [.short, .long, .customLong("parallel")],
        help: ArgumentHelp("Tasks at once; otherwise as many as there are processors.", valueName: "number"))
    var jobs: Int?

    @Flag(help: "Stop where only time helps: at timers, and at attempts that are due later.")
    var noWait = false

    @Flag(help: "Wait also for people, messages and signals of other commands.")
    var listen = false

    @Option(help: ArgumentHelp("Stop waiting after this time, such as 10min.", valueName: "duration"))
    var maxWait: String?

    @Option(
        help: ArgumentHelp(
            "Stop after so many steps, which ends endless loops; `resume` goes on.", valueName: "number"))
    var maxSteps = 100_000

    @Option(
        help: ArgumentHelp(
            "The Python that runs scripts; otherwise the project's, or `python3`.", valueName: "path"),
        completion: .file())
    var python: String?

    @Flag(help: "Let scripts compute and nothing else: no files, processes or network.")
    var isolateScripts = false

    func validate() throws {
        if let jobs, jobs < 1 {
            throw ValidationError("`--jobs` is a whole number of at least 1, not \(jobs)")
        }
        guard maxSteps >= 1 else {
            throw ValidationError("`--max-steps` is a whole number of at least 1, not \(maxSteps)")
        }
        if let maxWait, Duration(setting: maxWait) == nil {
            throw ValidationError("`--max-wait` is a duration such as \"90s\" or \"20min\", not \(maxWait)")
        }
        try JobBinding.check(job)
    }

    func drive(_ session: Session) -> DriveOptions {
        var options = DriveOptions(parallel: jobs ?? session.runtime.surroundings.cores)
        (options.waitsForTime, options.waitsForOthers) = (!noWait, listen)
        if let wait = maxWait.flatMap({ Duration(setting: $0) }) {
            let now = session.runtime.machine.clock.now().nanoseconds / 1_000_000
            options.deadline = now + wait.components.seconds * 1000
        }
        return options
    }
}

/// A job type and the command that does it.
struct JobBinding: Sendable {
    let type: String
    let words: [String]

    /// Reads `type=command line`; `nil` for anything else.
    init?(_ text: String) {
        guard let sign = text.firstIndex(of: "="), sign != text.startIndex,
            let words = splitWords(String(text[text.index(after: sign)...])), !words.isEmpty
        else { return nil }
        (type, self.words) = (String(text[..<sign]), words)
    }

    static func check(_ texts: [String]) throws {
        for text in texts where JobBinding(text) == nil {
            throw ValidationError("`--job` is written `type=command line`, not `\(text)`")
        }
    }
}

/// Variables on the command line.
struct VariableOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "A variable; the value is JSON, or else text. May be repeated.", valueName: "name=value"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp("A file with a JSON object of variables.", valueName: "file"), completion: .file())
    var variables: String?

    /// The variables of the file, and over them those of `--set`.
    func read(_ session: Session) throws(WorkflowError) -> [String: JSON] {
        var values: [String: JSON] = [:]
        if let variables {
            let text: String
            do { text = try session.files.readText(session.path(variables)) } catch { throw .file(error) }
            do {
                guard let members = try JSON(parsing: text).object else {
                    throw WorkflowError.malformedVariables(variables, reason: "it is no JSON object")
                }
                values = members
            } catch let error as JSONError {
                throw .malformedVariables(variables, reason: error.diagnostic.message)
            } catch let error as WorkflowError {
                throw error
            } catch { throw .cancelled }
        }
        for pair in set {
            guard let sign = pair.firstIndex(of: "="), sign != pair.startIndex else {
                throw .malformedVariables(pair, reason: "there is no `=` with a name before it")
            }
            let text = String(pair[pair.index(after: sign)...])
            values[String(pair[..<sign])] = (try? JSON(parsing: text)) ?? .string(text)
        }
        return values
    }
}
