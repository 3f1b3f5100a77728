public import TOML

/// The files of a project folder that say what the project is, already read.
///
/// Paths are relative to the folder, with `/`; the folder itself is the empty path.
public struct ProjectFiles: Sendable {
    /// The TOML files that ``PythonProject/infer(from:)`` looks at, by name.
    public static let tomlNames = [
        "pyproject.toml", "Pipfile", "ruff.toml", ".ruff.toml", "ty.toml", "pytest.toml", ".pytest.toml",
        "uv.toml",
    ]
    /// The INI files that it looks at, by name.
    public static let iniNames = [
        "setup.cfg", "tox.ini", "mypy.ini", ".mypy.ini", "pytest.ini", ".pytest.ini", ".flake8",
        ".coveragerc",
        ".pylintrc", "pylintrc",
    ]
    /// The files that make a folder a project; requirements files do too, see ``isRequirementsFile(_:)``.
    public static let markers = ["pyproject.toml", "setup.cfg", "setup.py", "Pipfile"]

    /// Whether a name is that of a requirements file: `requirements.txt`, `requirements-dev.txt`, `dev-requirements.txt`.
    public static func isRequirementsFile(_ name: String) -> Bool {
        name.hasSuffix(".txt") && !name.hasPrefix(".")
            && (name.hasPrefix("requirements") || name.hasSuffix("requirements.txt"))
    }

    /// One name in a folder.
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let isFolder: Bool

        public init(name: String, isFolder: Bool) { (self.name, self.isFolder) = (name, isFolder) }
    }

    /// The name of the folder, for a project that has no name of its own.
    public var folderName: String
    /// By name, of ``tomlNames``.
    public var toml: [String: TOMLDocument]
    /// By name, of ``iniNames``.
    public var ini: [String: INIDocument]
    /// The text of `setup.py`.
    public var setupScript: String?
    /// The requirements files, in the order of their names, and those that they include.
    public var requirements: [RequirementsFile]
    /// The contents of folders by path; a folder that was not looked at is missing.
    public var folders: [String: [Entry]]

    public init(
        folderName: String, toml: [String: TOMLDocument] = [:], ini: [String: INIDocument] = [:],
        setupScript: String? = nil, requirements: [RequirementsFile] = [], folders: [String: [Entry]] = [:]
    ) {
        (self.folderName, self.toml, self.ini) = (folderName, toml, ini)
        (self.setupScript, self.requirements, self.folders) = (setupScript, requirements, folders)
    }
}

extension ProjectFiles {
    var pyproject: TableReader? { toml["pyproject.toml"].map { TableReader($0) } }

    func has(_ path: String) -> Bool { entry(path) != nil }

    func isFolder(_ path: String) -> Bool { entry(path)?.isFolder ?? false }

    /// The entries of a folder; none of one that was not looked at.
    func entries(_ path: String) -> [Entry] { folders[path] ?? [] }

    private func entry(_ path: String) -> Entry? {
        let parts = path.split(separator: "/")
        guard let name = parts.last else { return nil }
        return entries(parts.dropLast().joined(separator: "/")).first { $0.name == name }
    }
}
