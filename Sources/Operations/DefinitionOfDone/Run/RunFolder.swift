package import Capabilities

/// Where a project's state, its caches, and the scratch files of one run are.
package struct RunFolder: Hashable, Sendable {
    /// The project's folder, without links.
    package let project: String
    /// `<project>/.uvmgr`, or what `UVMGR_STATE_DIR` names.
    package let state: String
    /// `$XDG_CACHE_HOME/uvmgr`: may be deleted at any time.
    package let cache: String

    package init(project: String, environment: [String: String]) {
        self.project = project
        let home = environment["HOME"] ?? "/"
        state = environment["UVMGR_STATE_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? project + "/.uvmgr"
        let base = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + "/.cache"
        cache = base + "/uvmgr"
    }

    package var ledger: String { state + "/ledger.db" }
    /// Tables made from the ledger; may be deleted at any time.
    package var projections: String { state + "/projections.db" }
    /// The file that proves a run's verdict to be in the ledger (C2SP `tlog-proof`).
    package func proof(of run: String) -> String { state + "/proofs/\(run).txt" }
    package var evidence: String { state + "/evidence/sha256" }
    package var environment: String { state + "/venv" }
    /// Caches of tools, which must not land in the project.
    package var toolCaches: String { state + "/tools" }
    /// Settings for setuptools that lead its `*.egg-info` away from the project.
    var distutilsSettings: String { toolCaches + "/distutils.cfg" }
    package var gateCache: String { cache + "/gates" }
    package var tools: String { cache + "/tools" }
    package var locks: String { state + "/locks" }

    /// The scratch folder of one run, removed at its end.
    package func scratch(_ run: String) -> String { scratchFolder + "/" + run }
    package var scratchFolder: String { state + "/tmp" }

    /// Makes the state folder, which keeps itself out of version control and out of what tools look at.
    ///
    /// - Throws: ``DoDError/state(_:)``.
    package func prepare(_ files: some FileSystem) throws(DoDError) {
        do {
            try files.makeDirectory(state)
            // Outside of git, tools follow `.ignore` alone; and a project that sets ruff's `exclude` loses ruff's own list
            // of environments.
            for (name, text) in [
                (".gitignore", "*\n"), (".ignore", "*\n"), ("ruff.toml", "exclude = [\"*\"]\n"),
            ]
            where !files.isFile(state + "/" + name) {
                try files.write(Array(text.utf8), to: state + "/" + name)
            }
            try prepareDistutils(files)
        } catch { throw .state(error) }
    }

    /// setuptools leaves its `*.egg-info` beside the sources whenever it is asked about a project, unless told another place.
    private func prepareDistutils(_ files: some FileSystem) throws(FileError) {
        let place = toolCaches + "/egg-info"
        let text = "[egg_info]\negg_base = \(place)\n"
        if (try? files.readText(distutilsSettings)) == text, files.isDirectory(place) { return }
        try files.makeDirectory(place)
        try files.write(Array(text.utf8), to: distutilsSettings)
    }
}
