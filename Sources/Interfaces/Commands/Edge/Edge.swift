import StructuredData
import ArgumentParser
import Diagnostics
import Telemetry
import Tracing

/// Runs one command line, from its words to its exit code.
///
/// Every error ends here: as text on standard error or as JSON on standard output, and as an exit code.
///
/// - Parameters:
///   - arguments: The command line without the program's name.
///   - runtime: What the command may touch.
/// - Returns: What the process is to exit with.
package func runCommand(_ arguments: [String], in runtime: Runtime) async -> UInt8 {
    let edge = Edge(arguments: arguments, runtime: runtime)
    return await edge.run().rawValue
}

struct Edge {
    let arguments: [String]
    let runtime: Runtime
    let console: Console
    private var path: [String] = []

    init(arguments: [String], runtime: Runtime) {
        (self.arguments, self.runtime) = (arguments, runtime)
        let terminal = runtime.terminal
        console = Console(write: terminal.errors) { terminal.size()?.columns ?? 100 }
    }

    func run() async -> ExitStatus {
        let command: any Command
        let words: CommandWords
        do {
            words = try CommandWords(arguments, root: Root.self)
            guard let parsed = try parse(words) else { return .success }
            command = parsed
        } catch {
            return fail(error, inJSON: asksForJSON, color: .auto)
        }
        do {
            let session = try Session(
                command.global, arguments: arguments, console: console, runtime: runtime)
            return await perform(command, words.path, session)
        } catch {
            return fail(error, inJSON: command.answersInJSON, color: command.global.color)
        }
    }

    /// The command; `nil` if the parser has answered by itself, as it does for help.
    private func parse(_ words: CommandWords) throws(CommandError) -> (any Command)? {
        do {
            var parsed = try Root.parseAsRoot(words.arguments)
            if let command = parsed as? any Command { return command }
            // `uvmgr help …`: the parser's own command, which answers by throwing.
            try parsed.run()
            return nil
        } catch {
            guard Root.exitCode(for: error).isSuccess else {
                throw CommandError(parser: error, path: words.path)
            }
            let text = Root.fullMessage(for: error, columns: runtime.terminal.size()?.columns)
            do { try runtime.terminal.output(text.hasSuffix("\n") ? text : text + "\n") } catch {
                throw .file(error)
            }
            return nil
        }
    }

    /// Runs a command within its span, if it is traced.
    private func perform(_ command: any Command, _ path: [String], _ session: Session) async -> ExitStatus {
        let options = command.global
        guard type(of: command).isAlwaysTraced || options.traceFile != nil || options.verbose > 0 else {
            return await outcome(command, session)
        }
        let flush = runtime.startTelemetry(request(session))
        let span = startSpan((["uvmgr"] + path).joined(separator: " "), ofKind: .internal)
        describe(span)
        let status = await ServiceContext.$current.withValue(span.context) { await outcome(command, session) }
        span.attributes[Names.Process.exitCode] = Int(status.rawValue)
        if status != .success {
            span.attributes[Names.Failure.errorType] = "\(status)"
            span.setStatus(SpanStatus(code: .error))
        }
        span.end()
        flush()
        return status
    }

    private func request(_ session: Session) -> TelemetryRequest {
        let options = session.options
        return TelemetryRequest(
            traceFile: options.traceFile.map(session.path), verbosity: options.verbose,
            isQuiet: options.quiet,
            logsAreJSON: options.logFormat == .json, log: console.say, warn: session.warn)
    }

    /// - SeeAlso: OpenTelemetry semantic conventions, CLI programs.
    private func describe(_ span: any Span) {
        let surroundings = runtime.surroundings
        let redactor = Redactor(environment: surroundings.environment)
        span.attributes[Names.Process.executableName] = "uvmgr"
        span.attributes[Names.Process.pid] = Int(surroundings.processIdentifier)
        span.attributes[Names.Process.commandArguments] = ["uvmgr"] + redactor.redact(arguments: arguments)
        if let path = surroundings.executable { span.attributes[Names.Process.executablePath] = path }
    }

    private func outcome(_ command: any Command, _ session: Session) async -> ExitStatus {
        do { return try await command.run(in: session) } catch {
            return fail(error, inJSON: command.answersInJSON, color: command.global.color)
        }
    }
}

extension Edge {
    /// Prints a problem and says what to exit with.
    private func fail(_ error: any Error, inJSON: Bool, color: ColourChoice) -> ExitStatus {
        let diagnostic = (error as? any DiagnosableError)?.diagnostic ?? bug(error).diagnostic
        if inJSON {
            do {
                try runtime.terminal.output(diagnostic.json.pretty + "\n")
                return diagnostic.exit
            } catch {
                // Nobody can read JSON there; standard error is what is left.
            }
        }
        let style = Appearance.style(
            color, isTerminal: runtime.terminal.isErrorTerminal, environment: runtime.surroundings.environment
        )
        console.say(DiagnosticText(diagnostic: diagnostic, style: style).text())
        return diagnostic.exit
    }

    /// Whether a command line that could not be parsed asked for JSON.
    private var asksForJSON: Bool {
        let words = arguments.prefix { $0 != "--" }
        return words.contains("--format=json")
            || zip(words, words.dropFirst()).contains { $0 == ("--format", "json") }
    }

    private func bug(_ error: any Error) -> CommandError {
        if error is CancellationError { return .interrupted(.interrupt) }
        return .unexpected(
            "\(error)", report: BugReport(error, arguments, runtime).save(runtime.machine.files))
    }
}
