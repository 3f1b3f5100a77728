/// Where the import packages of a project are.
public struct ProjectLayout: Hashable, Sendable {
    public enum Style: String, Hashable, Sendable, CaseIterable {
        /// Under `src/` (or another folder that the build backend names).
        case src
        /// A folder with the package's name beside `pyproject.toml`.
        case flat
        /// Python files beside `pyproject.toml`.
        case modules
        /// Nothing to import.
        case none
    }

    public let style: Style
    /// The folder that the imports start from, relative to the project folder; empty for the project folder itself.
    public let root: String
    /// The names of top-level import packages, sorted.
    public let packages: [String]
    /// The names of top-level modules, without `.py`, sorted.
    public let modules: [String]

    public init(style: Style, root: String = "", packages: [String] = [], modules: [String] = []) {
        (self.style, self.root, self.packages, self.modules) = (style, root, packages, modules)
    }

    /// The files and folders with the project's own code, relative to the project folder.
    public var sourcePaths: [String] {
        let prefix = root.isEmpty ? "" : root + "/"
        return packages.map { prefix + $0 } + modules.map { prefix + $0 + ".py" }
    }
}

/// Finds the layout: what the build backend is told, else what the folders show.
struct LayoutFinder {
    let files: ProjectFiles
    /// The name of the project, as an import package would spell it.
    let importName: String?

    init(_ files: ProjectFiles, name: String?) {
        self.files = files
        importName = name.map { PackageName.normalized($0).replacing("-", with: "_") }
    }

    func layout() throws(PackagingError) -> Explained<ProjectLayout> {
        if let declared = try DeclaredLayout(files).find() { return declared }
        if let found = packagesUnderSource() { return found }
        if let found = packagesBesideProject() { return found }
        let modules = modulesBesideProject()
        guard !modules.isEmpty else {
            return Explained(ProjectLayout(style: .none), why: "no Python package or module was found")
        }
        let own = modules.filter { $0.lowercased() == importName }
        let chosen = own.isEmpty ? modules : own
        return Explained(
            ProjectLayout(style: .modules, modules: chosen),
            why: "`\(chosen[0]).py` stands beside the project file")
    }

    private func packagesUnderSource() -> Explained<ProjectLayout>? {
        guard files.isFolder("src"), !files.has("src/__init__.py") else { return nil }
        let packages = Self.packages(in: "src", of: files)
        let modules = Self.modules(in: "src", of: files)
        guard let first = packages.first.map({ "src/\($0)" }) ?? modules.first.map({ "src/\($0).py" }) else {
            return nil
        }
        return Explained(
            ProjectLayout(style: .src, root: "src", packages: packages, modules: modules),
            why: "`\(first)` is there")
    }

    private func packagesBesideProject() -> Explained<ProjectLayout>? {
        let found = Self.packages(in: "", of: files).filter { !Self.isReserved($0) }
        // A package of the project's name decides; folders beside it are then no part of it.
        let own = found.filter { $0.lowercased() == importName }
        let packages = own.isEmpty ? found : own
        guard let first = packages.first else { return nil }
        return Explained(
            ProjectLayout(style: .flat, packages: packages), why: "`\(first)/__init__.py` is there")
    }

    private func modulesBesideProject() -> [String] {
        Self.modules(in: "", of: files).filter {
            !Self.reservedModules.contains($0) && !Self.isTestModule($0)
        }
    }

    /// Folders with an `__init__.py`; under `src` also those with other Python files in them (PEP 420).
    static func packages(in folder: String, of files: ProjectFiles) -> [String] {
        files.entries(folder).filter { entry in
            guard entry.isFolder, isIdentifier(entry.name) else { return false }
            let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
            if files.has(path + "/__init__.py") { return true }
            return !folder.isEmpty && isNamespace(path, of: files)
        }.map(\.name).sorted()
    }

    /// Whether there are Python files in a folder or one level below it.
    private static func isNamespace(_ path: String, of files: ProjectFiles) -> Bool {
        files.entries(path).contains { entry in
            if !entry.isFolder { return entry.name.hasSuffix(".py") }
            return isIdentifier(entry.name)
                && files.entries("\(path)/\(entry.name)").contains { $0.name.hasSuffix(".py") }
        }
    }

    static func modules(in folder: String, of files: ProjectFiles) -> [String] {
        files.entries(folder).filter { !$0.isFolder && $0.name.hasSuffix(".py") }
            .map { String($0.name.dropLast(3)) }.filter(isIdentifier).sorted()
    }

    static func isIdentifier(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isXIDStart else {
            return false
        }
        return name.unicodeScalars.allSatisfy(\.properties.isXIDContinue) && name != "__pycache__"
    }

    static func isTestModule(_ name: String) -> Bool { name.hasPrefix("test_") || name.hasSuffix("_test") }

    /// Folders that setuptools' automatic discovery passes over too.
    private static func isReserved(_ name: String) -> Bool {
        reservedFolders.contains(name) || name.hasPrefix("_")
    }

    private static let reservedFolders: Set<String> = [
        "ci", "bin", "debian", "doc", "docs", "documentation", "manpages", "news", "newsfragments",
        "changelog", "test",
        "tests", "unit_test", "unit_tests", "example", "examples", "scripts", "tools", "util", "utils",
        "python",
        "build", "benchmark", "benchmarks", "exercise", "exercises", "htmlcov", "tasks", "fabfile",
        "site_scons", "dist",
        "venv", "env", "node_modules", "features", "notebooks",
    ]

    private static let reservedModules: Set<String> = [
        "setup", "conftest", "test", "tests", "example", "examples", "build", "toxfile", "noxfile",
        "pavement", "dodo",
        "tasks", "fabfile", "conanfile", "manage", "benchmark", "benchmarks", "exercise", "exercises",
    ]
}
