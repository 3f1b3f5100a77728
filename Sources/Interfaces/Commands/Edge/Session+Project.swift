import Capabilities
import DefinitionOfDone
import Diagnostics
import Ledger
import Projects

/// A project with its settings resolved.
struct ConfiguredProject: Sendable {
    let project: DiscoveredProject
    let layers: ConfigurationLayers
    let configuration: DoDConfiguration
    let folder: RunFolder
}

extension Session {
    /// The project that the command is about.
    func project() throws -> DiscoveredProject {
        try discover(
            startingAt: directory, project: options.project.map(path), package: options.package,
            home: environment["HOME"], files: files)
    }

    /// The project, and all settings that hold for it.
    func configured(_ flags: DoDFlags = DoDFlags()) throws -> ConfiguredProject {
        let project = try project()
        return try placing(in: project.directory) {
            let folders =
                [project.directory]
                + (project.rootDirectory == project.directory ? [] : [project.rootDirectory])
            let layers = try layers(folders, shownFrom: project.directory)
            return ConfiguredProject(
                project: project, layers: layers, configuration: try configuration(flags, layers),
                folder: RunFolder(project: project.directory, environment: environment))
        }
    }

    /// The files of settings in these folders, and the user's own.
    func layers(_ folders: [String], shownFrom: String) throws(DoDError) -> ConfigurationLayers {
        try ConfigurationLayers(
            folders: folders, user: userConfiguration, fileSystem: files, shownFrom: shownFrom)
    }

    func configuration(_ flags: DoDFlags, _ layers: ConfigurationLayers) throws(DoDError) -> DoDConfiguration
    {
        try DoDConfiguration(
            flags: flags, environment: environment, layers: layers, workingDirectory: directory)
    }

    /// `$XDG_CONFIG_HOME/uvmgr/config.toml`; `nil` where there is no home.
    var userConfiguration: String? {
        if let base = environment["XDG_CONFIG_HOME"], base.hasPrefix("/") {
            return base + "/uvmgr/config.toml"
        }
        return environment["HOME"].map { $0 + "/.config/uvmgr/config.toml" }
    }

    /// The policy that the settings name.
    func policy(_ configuration: DoDConfiguration) throws(DoDError) -> Policy {
        let name = configuration.text("policy") ?? Policy.defaultName
        var place: SourcePlace?
        if case .file(let origin) = configuration.values["policy"]?.origin { place = origin }
        return try Policy.load(name, path: configuration.path("policy") ?? name, from: files, place: place)
    }

    /// Makes places in files of the project readable from where the user is.
    func placing<Value>(in project: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as any DiagnosableError {
            throw CommandError.problem(error.diagnostic.seen(from: directory, project: project, files))
        }
    }

    /// The path of `uv`.
    ///
    /// - Throws: ``DoDError/noUV``.
    func uv() throws(DoDError) -> String {
        let search = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        if let named = environment["UVMGR_UV"], !named.isEmpty {
            let name = named.contains("/") ? path(named) : named
            guard let path = runtime.machine.runner.find(name, path: search) else { throw .noUV }
            return path
        }
        guard let path = runtime.machine.runner.find("uv", path: search) else { throw .noUV }
        return path
    }

    /// What is on record of the project's runs.
    ///
    /// - Throws: ``LedgerError/missing(path:)`` where nothing was ever recorded; nothing is made then.
    func history(_ folder: RunFolder) throws(LedgerError) -> RunHistory {
        RunHistory(store: try log(folder))
    }

    /// The project's ledger, to be read.
    ///
    /// - Throws: ``LedgerError/missing(path:)`` where nothing was ever recorded; nothing is made then.
    func log(_ folder: RunFolder) throws(LedgerError) -> any EventLog {
        guard files.isFile(folder.ledger) else { throw .missing(path: folder.ledger) }
        return try runtime.openLedger(folder.ledger, true)
    }

    /// What is on record, asked of its projection.
    ///
    /// - Throws: ``LedgerError/missing(path:)`` where nothing was ever recorded.
    func queries(_ folder: RunFolder) throws(LedgerError) -> RunQueries {
        RunQueries(log: try log(folder), tables: try projections(folder))
    }

    /// The tables of the project's projections; in memory where its folder cannot be written.
    func projections(_ folder: RunFolder) throws(LedgerError) -> any ProjectionStore {
        do { return try runtime.openProjections(folder.projections) } catch .readOnly, .failed, .full {
            return try runtime.openProjections(nil)
        }
    }

    /// A run by name; a project without a ledger has none.
    func run(_ name: String, in folder: RunFolder) async throws(DoDError) -> RunState {
        let history: RunHistory
        do { history = try self.history(folder) } catch .missing {
            throw .noRuns(project: folder.project)
        } catch { throw .ledger(error) }
        return try await history.find(name, project: folder.project)
    }

    /// How runs of a project are shown to this user.
    func reportOptions(_ folder: RunFolder, style: TextStyle? = nil) -> ReportOptions {
        let style = style ?? self.style
        var options = ReportOptions()
        (options.colour, options.unicode, options.hyperlinks) = (
            style.colour, style.unicode, style.hyperlinks
        )
        options.width = max(40, size.columns)
        options.verbose = self.options.verbose > 0
        options.projectFolder = folder.project.seen(from: directory)
        options.projectPath = folder.project
        options.evidenceFolder = folder.evidence.shown(from: folder.project)
        return options
    }
}

extension Diagnostic {
    /// The same problem with a place that is found from `directory`, if it lies in the project.
    func seen(from directory: String, project: String, _ files: some FileSystem) -> Diagnostic {
        guard directory != project, let place, !place.file.hasPrefix("/"),
            files.isFile(project + "/" + place.file)
        else { return self }
        let folder = project.seen(from: directory)
        let moved = SourcePlace(
            file: folder + "/" + place.file, line: place.line, column: place.column, length: place.length)
        return Diagnostic(
            code: code, message: message, place: moved, excerpt: excerpt, hint: hint, exit: exit)
    }
}

extension String {
    /// This folder as a path from `directory`.
    ///
    /// Empty if it is the same, relative if it lies inside or above, else absolute. Both are absolute and without links.
    func seen(from directory: String) -> String {
        if self == directory { return "" }
        if hasPrefix(directory + "/") { return String(dropFirst(directory.count + 1)) }
        guard directory.hasPrefix(self + "/") else { return self }
        let steps = directory.dropFirst(count + 1).split(separator: "/").count
        return Array(repeating: "..", count: steps).joined(separator: "/")
    }
}
