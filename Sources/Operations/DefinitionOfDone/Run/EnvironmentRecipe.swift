import Capabilities
import Projects
import PythonPackaging
import Diagnostics
import StructuredData
import TOML

/// How a project's environment is made: the uv commands, in order.
struct EnvironmentRecipe: Hashable, Sendable {
    /// One call of uv.
    struct Step: Hashable, Sendable {
        var arguments: [String]
        /// Tried in its place when uv says that the lock file is out of date.
        var fallback: [String]?
    }

    let steps: [Step]
    /// Written before the steps: exact versions of a lock file that uv does not read.
    let constraints: String?

    /// Groups and extras that hold what a project's checks need, by the names that projects give them.
    private static let checking: Set<String> = [
        "dev", "test", "tests", "testing", "lint", "linting", "typing", "types", "type-check", "mypy", "qa",
        "check",
        "checks", "ci", "bench", "benchmark", "benchmarks",
    ]

    /// - Parameters:
    ///   - project: What to install.
    ///   - pinned: What a lock pins that uv does not read itself.
    ///   - inventory: The project's files.
    ///   - environment: The folder of the environment.
    ///   - constraintsFile: Where ``constraints`` will be.
    init(
        _ project: DiscoveredProject, pinned: [LockedPackage]?, inventory: Inventory, environment: String,
        constraintsFile: String
    ) {
        let python = project.project
        let extras = python.extras.filter { Self.checking.contains(PackageName.normalized($0)) }
        // The names of groups include those that requirements files make; uv knows only the declared ones.
        let declared = project.pyproject?.value["dependency-groups"]
        let groups = python.groups.filter {
            Self.checking.contains(PackageName.normalized($0)) && declared?[$0] != nil
        }
        if project.lock?.kind == .uv {
            steps = [Self.sync(project, groups: groups, extras: extras)]
            constraints = nil
            return
        }
        constraints = project.lock?.kind == .requirements ? nil : pinned.map(Self.constraints)
        var install = ["pip", "install", "--python", environment + "/bin/python"]
        if constraints != nil { install += ["--constraint", constraintsFile] }
        let wanted =
            Self.members(of: project)
            + Self.wanted(python, Self.requirementsFiles(inventory), groups: groups, extras: extras)
        steps =
            [Step(arguments: ["venv", "--clear", environment])]
            + (wanted.isEmpty ? [] : [Step(arguments: install + wanted)])
    }

    private static func sync(_ project: DiscoveredProject, groups: [String], extras: [String]) -> Step {
        var arguments: [String] = []
        if project.project.kind.value == .bare || installsMembers(project) {
            arguments.append("--all-packages")
        }
        if project.isMember { arguments += ["--package", project.project.name.value] }
        arguments += groups.filter { $0 != "dev" }.flatMap { ["--group", $0] }
        arguments += extras.flatMap { ["--extra", $0] }
        return Step(arguments: ["sync", "--locked"] + arguments, fallback: ["sync", "--frozen"] + arguments)
    }

    /// At a workspace's root the members' code is measured along, and the tests may import it.
    ///
    /// Members that exclude each other stay out: they cannot be in one environment.
    private static func installsMembers(_ project: DiscoveredProject) -> Bool {
        project.workspace?.root == project.directory
            && project.pyproject?.value["tool"]?["uv"]?["conflicts"] == nil
    }

    /// The members of a workspace without a lock, for its root.
    private static func members(of project: DiscoveredProject) -> [String] {
        guard let workspace = project.workspace, installsMembers(project) else { return [] }
        return workspace.members.filter { $0.directory != workspace.root }.flatMap {
            ["--editable", $0.directory.shown(from: workspace.root)]
        }
    }

    /// `requirements.txt` and those that say by their names that they are for checking; all if none does.
    private static func requirementsFiles(_ inventory: Inventory) -> (plain: [String], checking: [String]) {
        let candidates = inventory.files.map(\.path).filter { path in
            let parts = path.split(separator: "/")
            let isNear = parts.count == 1 || parts.count == 2 && parts[0] == "requirements"
            return isNear
                && (parts.count == 2 ? path.hasSuffix(".txt") : ProjectFiles.isRequirementsFile(path))
        }
        let files = candidates.filter { !isForOnePython($0, among: candidates) }
        let checked = files.filter { path in
            path.lowercased().split(whereSeparator: { !$0.isLetter }).contains {
                checking.contains(String($0))
            }
        }
        let plain = files.filter { $0 == "requirements.txt" || $0 == "requirements/base.txt" }
        return (plain.isEmpty && checked.isEmpty ? files : plain, checked)
    }

    /// Whether a file is the variant of another one for some version of Python, as `dev-3.7.txt` beside `dev.txt` is.
    ///
    /// The two pin different versions and cannot be installed at once.
    private static func isForOnePython(_ path: String, among files: [String]) -> Bool {
        guard path.hasSuffix(".txt") else { return false }
        var stem = path.dropLast(4)
        while stem.last.map({ $0.isNumber || $0 == "." }) ?? false { stem.removeLast() }
        guard stem.count < path.count - 4 else { return false }
        if stem.hasSuffix("py") { stem = stem.dropLast(2) }
        while stem.last == "-" || stem.last == "_" { stem.removeLast() }
        return files.contains(stem + ".txt")
    }

    /// What checking groups in the tables of other tools ask for, such as `tool.uv.dev-dependencies` or PDM's.
    private static func undeclared(_ python: PythonProject, besides groups: [String]) -> [String] {
        python.dependencies.filter { dependency in
            guard case .group(let name) = dependency.scope, !groups.contains(name) else { return false }
            return dependency.place?.file == "pyproject.toml"
                && checking.contains(PackageName.normalized(name))
        }.map(\.requirement.description)
    }

    private static func wanted(
        _ python: PythonProject, _ files: (plain: [String], checking: [String]), groups: [String],
        extras: [String]
    ) -> [String] {
        let requirements = files.checking.flatMap { ["--requirement", $0] }
        switch python.kind.value {
        case .requirements:
            return files.plain.flatMap { ["--requirement", $0] } + requirements
        case .pep621, .setuptoolsLegacy:
            let suffix = extras.isEmpty ? "" : "[" + extras.joined(separator: ",") + "]"
            return ["--editable", "." + suffix] + groups.flatMap { ["--group", $0] } + requirements
                + undeclared(python, besides: groups)
        case .poetry, .pipenv:
            let scopes = python.dependencies.filter { dependency in
                switch dependency.scope {
                case .main: python.buildBackend == nil
                case .group(let name): checking.contains(PackageName.normalized(name))
                case .extra: false
                }
            }
            let own = python.buildBackend == nil ? [] : ["--editable", "."]
            return own + scopes.map(\.requirement.description)
        case .bare: return groups.flatMap { ["--group", $0] } + undeclared(python, besides: groups)
        }
    }

    private static func constraints(_ packages: [LockedPackage]) -> String {
        packages.filter { !$0.isFirstParty }.compactMap { package in
            guard case .registry = package.source, let version = package.version else { return nil }
            let marker = package.marker.map { " ; \($0)" } ?? ""
            return "\(package.name.normalized)==\(version)\(marker)\n"
        }.joined()
    }
}
