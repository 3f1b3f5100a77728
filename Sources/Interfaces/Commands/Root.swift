import ArgumentParser

/// `uvmgr`.
struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uvmgr",
        abstract: "The lifecycle of Python projects over uv: gates, verdicts, evidence.",
        discussion: """
            EXAMPLES:
              uvmgr dod validate             is this project done?
              uvmgr dod explain last         why the last answer was what it was
              uvmgr workflow run FILE        run a BPMN process
              uvmgr project show             what uvmgr found out about the project
              uvmgr doctor                   is all there that uvmgr needs?

            EXIT CODES:
               0  success; for `dod validate`: done
               1  the answer is no
               2  usage or configuration error
               3  undecided: a required gate could not be measured
              69  something outside is missing or unavailable
              70  a bug in uvmgr
             130  interrupted; 143 terminated
            """,
        version: Release.text,
        subcommands: [
            DoD.self, WorkflowCommands.self, AuditCommands.self, AttestCommands.self, ProjectCommands.self,
            ConfigCommands.self,
            Doctor.self, Completions.self,
        ])
}

/// `uvmgr dod`.
struct DoD: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dod", abstract: "The Definition of Done: validate, look back, explain.",
        subcommands: [
            Validate.self, Runs.self, ShowRun.self, Explain.self, Resume.self, ReplayRun.self, History.self,
            AtMoment.self, Findings.self, Waivers.self, Initialise.self, PolicyCommands.self,
        ])
}

/// `uvmgr dod policy`.
struct PolicyCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Policies: named sets of gates and conditions.",
        subcommands: [PolicyShow.self])
}

/// `uvmgr project`.
struct ProjectCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "What uvmgr found out about the project.",
        subcommands: [ProjectShow.self])
}

/// `uvmgr config`.
struct ConfigCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The settings and where they come from.",
        subcommands: [ConfigShow.self])
}
