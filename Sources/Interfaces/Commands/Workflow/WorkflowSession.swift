import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import Projects
import PythonScripts
import StructuredData
import Telemetry
import Workflows

extension Session {
    /// The folder whose ledger keeps the workflows: the project's, or the working directory where there is no project.
    func workflowFolder() throws -> RunFolder {
        let directory: String
        do { directory = try project().directory } catch {
            guard options.project == nil, options.package == nil else { throw error }
            directory = self.directory
        }
        return RunFolder(project: directory, environment: environment)
    }

    /// A model file that the user names.
    func model(_ file: String) throws(WorkflowError) -> WorkflowModel {
        try WorkflowModel(path: path(file), shownAs: file, files: files)
    }

    /// Reads what is on record of workflows.
    ///
    /// - Throws: ``WorkflowError/noWorkflows(project:)`` where nothing was ever recorded; nothing is made then.
    func recordedWorkflows(_ models: [WorkflowModel] = []) throws -> WorkflowRuns {
        let folder = try workflowFolder()
        let store: any EventLog
        do { store = try log(folder) } catch LedgerError.missing {
            throw WorkflowError.noWorkflows(project: folder.project)
        } catch { throw WorkflowError.ledger(error) }
        return runs(store, folder, WorkHandlers(), NoScriptHost("scripts are not run here"), models)
    }

    /// Runs `body` with all that driving a workflow needs; a Python of its scripts ends with it.
    ///
    /// - Parameters:
    ///   - choice: What the command line says.
    ///   - models: Models that were named.
    ///   - body: What to do.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func withWorkflows<Value: Sendable>(
        _ choice: WorkflowDriveOptions, models: [WorkflowModel] = [],
        _ body: @Sendable (WorkflowRuns) async throws -> Value
    ) async throws -> Value {
        let folder = try workflowFolder()
        try folder.prepare(files)
        let store: any EventLog
        do { store = try runtime.openLedger(folder.ledger, false) } catch {
            throw WorkflowError.ledger(error)
        }
        let handlers = try handlers(jobs: choice.job, folder)
        return try await withScripts(python: choice.python, isIsolated: choice.isolateScripts) { scripts in
            try await body(runs(store, folder, handlers, scripts, models))
        }
    }

    /// Runs `body` with a host for scripts, whose Python starts with the first of them and ends with `body`.
    ///
    /// - Parameters:
    ///   - python: The interpreter that the user names, if any.
    ///   - isIsolated: Whether scripts may compute and nothing else.
    ///   - body: What to do.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    func withScripts<Value: Sendable>(
        python: String?, isIsolated: Bool, _ body: @Sendable (any ScriptHost) async throws -> Value
    ) async throws -> Value {
        guard let settings = try pythonSettings(python, isIsolated: isIsolated) else {
            let reason =
                "there is no Python to run scripts with; install `python3`, or name one with `--python`"
            return try await body(NoScriptHost(reason))
        }
        let redactor = Redactor(environment: environment)
        return try await withPythonSession(settings, starter: runtime.machine.starter) { python in
            let host = PythonScriptHost(python) { text in
                if options.quiet { return }
                let lines = text.last?.isNewline == true ? String(text.dropLast()) : text
                console.say(lines.neutralisedLines.map { redactor.redact($0) + "\n" }.joined())
            }
            return try await body(host)
        }
    }

    private func runs(
        _ store: any EventLog, _ folder: RunFolder, _ handlers: WorkHandlers, _ scripts: any ScriptHost,
        _ models: [WorkflowModel]
    ) -> WorkflowRuns {
        let machine = runtime.machine
        let clock = machine.clock
        let services = WorkflowServices(
            store: store, files: files, locks: machine.locks, clock: clock, random: machine.random,
            sleep: { until in
                // In short pieces: a laptop that slept wakes up late, and a clock may be set.
                while true {
                    let left = until - clock.now().nanoseconds / 1_000_000
                    guard left > 0 else { return }
                    try await Task.sleep(for: .milliseconds(min(left, 1000)))
                }
            },
            handlers: handlers, scripts: scripts, zones: nil, builtins: RunProcess.builtins, actor: actor,
            program: Release.version, lockFolder: folder.locks)
        return WorkflowRuns(
            services, library: ModelLibrary(builtins: RunProcess.builtins, named: models),
            project: folder.project)
    }

    /// Who does the work of service tasks.
    ///
    /// - Parameters:
    ///   - jobs: Bindings of the command line.
    ///   - folder: The folder they belong to.
    ///   - isLook: Whether models are only looked at.
    /// - Returns: The handlers.
    /// - Throws: ``DoDError`` for faulty settings.
    func handlers(jobs: [String], _ folder: RunFolder, isLook: Bool = false) throws -> WorkHandlers {
        let runner = runtime.machine.runner
        var handlers = WorkHandlers()
        handlers["uvmgr:command"] = CommandHandler(
            runner: runner, environment: environment, directory: folder.project)
        handlers["uvmgr:gate"] = GateService(session: self)
        for operation in ["uvmgr:policy", "uvmgr:prepare", "uvmgr:clean"] {
            handlers[operation] = ValidationOnly(operation: operation, isAllowed: isLook)
        }
        handlers["uvmgr:http"] = HTTPHandler(runtime.machine.http)
        var bindings = try layers([folder.project], shownFrom: directory).jobs()
        for binding in jobs.compactMap(JobBinding.init) { bindings[binding.type] = binding.words }
        for (type, words) in bindings {
            handlers["job:" + type] = CommandHandler(
                bound: words, runner: runner, environment: environment, directory: folder.project)
        }
        return handlers
    }

    /// The Python that scripts run in; `nil` if there is none.
    ///
    /// - Parameters:
    ///   - named: The interpreter that the user names, if any.
    ///   - isIsolated: Whether scripts may compute and nothing else.
    /// - Returns: How to start it.
    /// - Throws: ``WorkflowError/faults(_:)`` if the one that is named is not there.
    func pythonSettings(_ named: String?, isIsolated: Bool = false) throws -> PythonSettings? {
        let folder = try workflowFolder()
        let search = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let runner = runtime.machine.runner
        let named = named ?? environment["UVMGR_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
        let own = folder.project + "/.venv/bin/python"
        let candidates = named.map { [$0.contains("/") ? path($0) : $0] } ?? [own, "python3", "python"]
        guard let python = candidates.lazy.compactMap({ runner.find($0, path: search) }).first else {
            if let named {
                throw WorkflowError.faults([
                    Diagnostic(
                        code: "workflow.no-python", message: "there is no Python `\(named)`",
                        hint: "name a Python 3.8 or later", exit: .unavailable)
                ])
            }
            return nil
        }
        var settings = PythonSettings(
            interpreter: python, environment: environment, workingDirectory: folder.project)
        if isIsolated {
            try files.makeDirectory(folder.scratchFolder)
            settings.sandbox = .isolated(
                folder: folder.scratchFolder, helpers: SandboxHelper.found(by: runner, path: search))
        }
        return settings
    }
}
