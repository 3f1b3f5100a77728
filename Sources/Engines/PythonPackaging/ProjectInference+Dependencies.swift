import Diagnostics
import StructuredData
import TOML

extension ProjectInference {
    /// What manages dependencies: the lock file says it best, then a table of settings.
    var manager: Explained<PythonProject.Manager> {
        let locks: [(String, PythonProject.Manager)] = [
            ("uv.lock", .uv), ("poetry.lock", .poetry), ("Pipfile.lock", .pipenv), ("pdm.lock", .pdm),
        ]
        for (file, manager) in locks where files.has(file) {
            return Explained(manager, why: "`\(file)`", place: SourcePlace(file: file))
        }
        if files.has("uv.toml") {
            return Explained(.uv, why: "`uv.toml`", place: SourcePlace(file: "uv.toml"))
        }
        for (name, manager) in [("uv", PythonProject.Manager.uv), ("poetry", .poetry), ("pdm", .pdm)] {
            guard let root, root.value["tool"]?[name]?.object != nil else { continue }
            return Explained(
                manager, why: "`[tool.\(name)]` in pyproject.toml",
                place: root.document.place(of: ["tool", .key(name)]))
        }
        if files.has("Pipfile") {
            return Explained(.pipenv, why: "`Pipfile`", place: SourcePlace(file: "Pipfile"))
        }
        return Explained(.pip, why: "no lock file and no settings of another tool")
    }

    func lock(_ dependencies: [ProjectDependency]) -> Explained<PythonProject.LockReference>? {
        let names = files.entries("").filter { !$0.isFolder }.map(\.name)
        let order: [LockKind] = [.uv, .poetry, .pipenv, .pylock]
        for kind in order {
            let own = names.filter { LockKind(fileName: $0) == kind }
            guard let first = own.first(where: { $0 == "pylock.toml" }) ?? own.first else { continue }
            return Explained(
                PythonProject.LockReference(kind: kind, paths: [first]), why: "`\(first)`",
                place: SourcePlace(file: first))
        }
        guard [.requirements, .setuptoolsLegacy, .pep621, .bare].contains(kind.value),
            let first = files.requirements.first,
            PinnedRequirements(files.requirements).isLock
        else { return nil }
        return Explained(
            PythonProject.LockReference(kind: .requirements, paths: files.requirements.map(\.file)),
            why: "every requirement in `\(first.file)` is pinned", place: SourcePlace(file: first.file))
    }

    func dependencies() throws(PackagingError) -> [ProjectDependency] {
        var found: [ProjectDependency] = []
        if let project { found += try DependencyGroups.project(project) }
        if let root { found += try DependencyGroups.groups(root) }
        if let uv = try root?.table(["tool", "uv"]) {
            found += try DependencyGroups.requirements(uv, "dev-dependencies", .group("dev"))
        }
        if let poetry { found += try PoetryDependencies.all(poetry) }
        if let pipfile { found += try PipfileDependencies.all(pipfile) }
        if project == nil { found += try LegacyMetadata.dependencies(files.ini["setup.cfg"]) }
        // Beside a `[project]` table, requirements files are most often compiled from it.
        if project == nil, poetry == nil, pipfile == nil { found += requirementsFiles(isMainToo: true) }
        if project != nil || poetry != nil { found += requirementsFiles(isMainToo: false) }
        return found
    }

    /// The requirements of each file, in the group that its name gives.
    private func requirementsFiles(isMainToo: Bool) -> [ProjectDependency] {
        files.requirements.flatMap { file -> [ProjectDependency] in
            let scope = Self.scope(ofRequirementsFile: file.file)
            guard isMainToo || scope != .main else { return [] }
            return file.entries.compactMap { entry in
                guard case .requirement(let requirement) = entry.content else { return nil }
                return ProjectDependency(requirement: requirement, scope: scope, place: entry.place)
            }
        }
    }

    /// `requirements-dev.txt`, `dev-requirements.txt`, `requirements/dev.txt` are group `dev`.
    static func scope(ofRequirementsFile path: String) -> ProjectDependency.Scope {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var words = name.dropLast(4).split { "-_.".contains($0) }.map { $0.lowercased() }
        words.removeAll {
            ["requirements", "base", "main", "prod", "production", "lock", "frozen", "in"].contains($0)
        }
        return words.isEmpty ? .main : .group(words.joined(separator: "-"))
    }

    func groupNames(_ dependencies: [ProjectDependency]) throws(PackagingError) -> [String] {
        let declared = try root?.table("dependency-groups")?.keys ?? []
        return unique(
            declared + dependencies.compactMap { if case .group(let name) = $0.scope { name } else { nil } })
    }

    func extraNames(_ dependencies: [ProjectDependency]) throws(PackagingError) -> [String] {
        let own = try project?.table("optional-dependencies")?.keys ?? []
        let poetrys = try poetry?.table("extras")?.keys ?? []
        return unique(
            own + poetrys
                + dependencies.compactMap { if case .extra(let name) = $0.scope { name } else { nil } })
    }

    private func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert(PackageName.normalized($0)).inserted }
    }

    /// The signs of each tool; `unittest` has none but test files.
    func evidence(
        _ dependencies: [ProjectDependency], tests: Explained<[String]>
    ) throws(PackagingError) -> [ToolEvidence] {
        var found: [ToolEvidence] = []
        for signs in ToolSigns.all { found += try signs.evidence(in: files, dependencies) }
        for path in ["conftest.py", "tests/conftest.py", "test/conftest.py"] where files.has(path) {
            found.append(
                ToolEvidence(
                    tool: .pytest, strength: .hint, why: "`\(path)`", place: SourcePlace(file: path),
                    subject: path))
        }
        if let first = tests.value.first {
            found.append(
                ToolEvidence(
                    tool: .unittest, strength: .hint, why: "`\(first)` and no sign of pytest", place: nil,
                    subject: first))
        }
        return found
    }
}
