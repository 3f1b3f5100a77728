import ArgumentParser

/// Options of every command; see ``CommandWords`` for where they may stand.
struct GlobalOptions: ParsableArguments, Sendable {
    @Option(
        name: [.customShort("C"), .long],
        help: ArgumentHelp("Do all as if started in this folder.", valueName: "folder"),
        completion: .directory)
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "The project's folder; otherwise the nearest project at or above the working directory counts.",
            valueName: "folder"), completion: .directory)
    var project: String?

    @Option(help: ArgumentHelp("A member of the project's uv workspace.", valueName: "name"))
    var package: String?

    @Flag(
        name: .shortAndLong,
        help: "Say more: -v what is done and what tools print, -vv for debugging, -vvv everything.")
    var verbose: Int

    @Flag(name: .shortAndLong, help: "Say only results and errors.")
    var quiet = false

    @Option(help: ArgumentHelp("When to colour.", valueName: "when"))
    var color = ColourChoice.auto

    @Option(help: ArgumentHelp("How log lines look.", valueName: "form"))
    var logFormat = LogForm.text

    @Option(
        help: ArgumentHelp("Append spans and logs to this file, as lines of OTLP JSON.", valueName: "file"),
        completion: .file())
    var traceFile: String?
}

enum ColourChoice: String, ExpressibleByArgument, CaseIterable, Sendable { case auto, always, never }

enum LogForm: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

/// The forms in which every command can answer.
enum AnswerForm: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

/// The option of commands that answer with text or one JSON document.
struct AnswerOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("What to print.", valueName: "form"))
    var format = AnswerForm.text
}
