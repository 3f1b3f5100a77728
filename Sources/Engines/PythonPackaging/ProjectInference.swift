import Diagnostics
import StructuredData
import TOML

extension PythonProject {
    /// Reads off what a project is from its files.
    ///
    /// - Throws: ``PackagingError`` where a file says something that has no meaning: a requirement that is none, a key
    ///   of the wrong type.
    public static func infer(from files: ProjectFiles) throws(PackagingError) -> PythonProject {
        let inference = try ProjectInference(files)
        let dependencies = try inference.dependencies()
        let name = try inference.name()
        let tests = try TestFinder(files).paths()
        let tools = try ProjectTools(evidence: inference.evidence(dependencies, tests: tests))
        return PythonProject(
            name: name, version: try inference.version(), requiresPython: try inference.requiresPython(),
            kind: inference.kind, manager: inference.manager, lock: inference.lock(dependencies),
            layout: try LayoutFinder(files, name: name.value).layout(),
            buildBackend: try inference.buildBackend(),
            workspace: try inference.workspace(), dependencies: dependencies,
            groups: try inference.groupNames(dependencies), extras: try inference.extraNames(dependencies),
            testPaths: tests, tools: tools)
    }
}

/// Each fact of a project, found by itself.
struct ProjectInference {
    let files: ProjectFiles
    let root: TableReader?
    let project: TableReader?
    let poetry: TableReader?
    let kind: Explained<PythonProject.Kind>

    init(_ files: ProjectFiles) throws(PackagingError) {
        self.files = files
        root = files.pyproject
        project = try root?.table("project")
        poetry = try root?.table(["tool", "poetry"])
        kind = Self.kind(files, project: project, poetry: poetry)
    }

    private static func kind(
        _ files: ProjectFiles, project: TableReader?, poetry: TableReader?
    ) -> Explained<PythonProject.Kind> {
        if let project {
            return Explained(.pep621, why: "`[project]` in pyproject.toml", place: project.place)
        }
        if let poetry {
            return Explained(.poetry, why: "`[tool.poetry]` in pyproject.toml", place: poetry.place)
        }
        if files.has("Pipfile") {
            return Explained(.pipenv, why: "`Pipfile`", place: SourcePlace(file: "Pipfile"))
        }
        if let config = files.ini["setup.cfg"],
            let section = config.section("metadata") ?? config.section("options")
        {
            return Explained(.setuptoolsLegacy, why: "`[\(section.name)]` in setup.cfg", place: section.place)
        }
        if files.has("setup.py") {
            return Explained(.setuptoolsLegacy, why: "`setup.py`", place: SourcePlace(file: "setup.py"))
        }
        if let first = files.requirements.first {
            return Explained(.requirements, why: "`\(first.file)`", place: SourcePlace(file: first.file))
        }
        return Explained(.bare, why: "there is no `[project]` in its files")
    }

    func name() throws(PackagingError) -> Explained<String> {
        for (table, key) in [(project, "project.name"), (poetry, "tool.poetry.name")] {
            guard let table, table.has("name") else { continue }
            let name = try table.name("name")
            return Explained(
                name.spelling, why: "`\(key)` in pyproject.toml", place: table.valuePlace("name"))
        }
        if let value = files.ini["setup.cfg"]?.value("metadata", "name"), !value.text.isEmpty {
            return Explained(value.text, why: "`[metadata] name` in setup.cfg", place: value.place)
        }
        if let (text, line) = LegacyMetadata.literal("name", in: files.setupScript) {
            return Explained(
                text, why: "`name` in setup.py", place: SourcePlace(file: "setup.py", line: line))
        }
        return Explained(files.folderName, why: "the name of the folder")
    }

    func version() throws(PackagingError) -> Explained<PythonProject.VersionState> {
        for (table, key) in [(project, "project"), (poetry, "tool.poetry")] {
            guard let table else { continue }
            if let version = try table.version("version") {
                return Explained(.fixed(version), why: "`\(key).version`", place: table.valuePlace("version"))
            }
            if try table.strings("dynamic").contains("version") {
                return Explained(.dynamic, why: "`\(key).dynamic` names it", place: table.place("dynamic"))
            }
        }
        if let value = files.ini["setup.cfg"]?.value("metadata", "version") {
            let version = (try? Version(value.text)).map { PythonProject.VersionState.fixed($0) }
            return Explained(
                version ?? .dynamic, why: "`[metadata] version` in setup.cfg", place: value.place)
        }
        return scriptVersion() ?? Explained(.none, why: "no file gives one")
    }

    private func scriptVersion() -> Explained<PythonProject.VersionState>? {
        if let (text, line) = LegacyMetadata.literal("version", in: files.setupScript),
            let version = try? Version(text)
        {
            return Explained(
                .fixed(version), why: "`version` in setup.py",
                place: SourcePlace(file: "setup.py", line: line))
        }
        guard LegacyMetadata.mentions("version", in: files.setupScript) else { return nil }
        return Explained(.dynamic, why: "`setup.py` computes it", place: SourcePlace(file: "setup.py"))
    }

    func requiresPython() throws(PackagingError) -> Explained<VersionSpecifiers>? {
        if let project, let specifiers = try project.specifiers("requires-python") {
            return Explained(
                specifiers, why: "`project.requires-python`", place: project.valuePlace("requires-python"))
        }
        if let table = try poetry?.table("dependencies"), let text = try table.string("python") {
            let constraint = try table.parse(text, at: ["python"]) { text throws(PackagingError) in
                try PoetryConstraint(text, ofPython: true)
            }
            return Explained(
                constraint.specifiers, why: "`tool.poetry.dependencies.python`",
                place: table.valuePlace("python"))
        }
        if let requires = try pipfile?.table("requires") { return try requiresPython(requires) }
        return try legacyRequiresPython()
    }

    /// Of a Pipfile; `3.11` is any 3.11.
    private func requiresPython(_ requires: TableReader) throws(PackagingError) -> Explained<
        VersionSpecifiers
    >? {
        let full = try requires.string("python_full_version")
        let short = try requires.string("python_version").map { $0 + ".*" }
        guard let text = full ?? short else { return nil }
        let key = full == nil ? "python_version" : "python_full_version"
        let specifiers = try requires.parse("==" + text, at: [.key(key)]) { text throws(PackagingError) in
            try VersionSpecifiers(text)
        }
        return Explained(specifiers, why: "`[requires]` in Pipfile", place: requires.place(key))
    }

    private func legacyRequiresPython() throws(PackagingError) -> Explained<VersionSpecifiers>? {
        let found: (text: String, why: String, place: SourcePlace)
        if let value = files.ini["setup.cfg"]?.value("options", "python_requires") {
            found = (value.text, "`[options] python_requires` in setup.cfg", value.place)
        } else if let (text, line) = LegacyMetadata.literal("python_requires", in: files.setupScript) {
            found = (text, "`python_requires` in setup.py", SourcePlace(file: "setup.py", line: line))
        } else {
            return nil
        }
        do { return Explained(try VersionSpecifiers(found.text), why: found.why, place: found.place) } catch {
            throw error.placed(at: found.place, excerpt: nil)
        }
    }

    var pipfile: TableReader? { files.toml["Pipfile"].map { TableReader($0) } }

    func buildBackend() throws(PackagingError) -> Explained<String>? {
        if let system = try root?.table("build-system") {
            if let backend = try system.string("build-backend") {
                return Explained(
                    backend, why: "`build-system.build-backend`", place: system.valuePlace("build-backend"))
            }
            return Explained(
                "setuptools.build_meta:__legacy__", why: "`[build-system]` without a backend (PEP 517)",
                place: system.place)
        }
        guard kind.value == .setuptoolsLegacy else { return nil }
        return Explained("setuptools.build_meta:__legacy__", why: kind.why, place: kind.place)
    }

    func workspace() throws(PackagingError) -> Explained<WorkspacePatterns>? {
        guard let table = try root?.table(["tool", "uv", "workspace"]) else { return nil }
        return Explained(
            WorkspacePatterns(members: try table.strings("members"), exclude: try table.strings("exclude")),
            why: "`[tool.uv.workspace]` in pyproject.toml", place: table.place)
    }
}
