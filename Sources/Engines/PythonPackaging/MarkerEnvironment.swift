/// A variable of environment markers (PEP 508, "Environment Markers").
public enum MarkerVariable: String, Hashable, Sendable, CaseIterable {
    case pythonVersion = "python_version"
    case pythonFullVersion = "python_full_version"
    case osName = "os_name"
    case sysPlatform = "sys_platform"
    case platformRelease = "platform_release"
    case platformSystem = "platform_system"
    case platformVersion = "platform_version"
    case platformMachine = "platform_machine"
    case platformPythonImplementation = "platform_python_implementation"
    case implementationName = "implementation_name"
    case implementationVersion = "implementation_version"
    case extra
    /// The set of wanted extras, in lock files (PEP 751).
    case extras
    /// The set of wanted dependency groups, in lock files (PEP 751).
    case dependencyGroups = "dependency_groups"

    /// Reads a name, the spellings of before PEP 508 (`os.name`) included.
    init?(spelling: String) {
        switch spelling {
        case "os.name": self = .osName
        case "sys.platform": self = .sysPlatform
        case "platform.version": self = .platformVersion
        case "platform.machine": self = .platformMachine
        case "platform.python_implementation", "python_implementation": self = .platformPythonImplementation
        default: self.init(rawValue: spelling)
        }
    }

    /// Whether comparisons follow PEP 440 rather than the letters.
    var isVersion: Bool {
        switch self {
        case .pythonVersion, .pythonFullVersion, .implementationVersion, .platformRelease: true
        default: false
        }
    }
}

/// What environment markers are evaluated against: facts of an interpreter and what is asked for.
public struct MarkerEnvironment: Hashable, Sendable {
    /// A variable without a value is the empty text.
    public var values: [MarkerVariable: String]
    /// The extras asked for, in any spelling.
    public var extras: Set<String>
    /// The dependency groups asked for, in any spelling.
    public var dependencyGroups: Set<String>

    public init(
        values: [MarkerVariable: String], extras: Set<String> = [], dependencyGroups: Set<String> = []
    ) {
        (self.values, self.extras, self.dependencyGroups) = (values, extras, dependencyGroups)
    }

    public enum System: String, Sendable, CaseIterable {
        case linux = "Linux"
        case macOS = "Darwin"
        case windows = "Windows"
    }

    /// What CPython says of itself; the kernel's release and version are left empty.
    public static func cpython(_ version: Version, on system: System, machine: String) -> Self {
        let digits = version.release.map(\.description) + ["0", "0"]
        let (os, platform) =
            switch system {
            case .linux: ("posix", "linux")
            case .macOS: ("posix", "darwin")
            case .windows: ("nt", "win32")
            }
        return MarkerEnvironment(values: [
            .pythonVersion: digits.prefix(2).joined(separator: "."), .pythonFullVersion: version.description,
            .osName: os, .sysPlatform: platform, .platformSystem: system.rawValue, .platformMachine: machine,
            .platformPythonImplementation: "CPython", .implementationName: "cpython",
            .implementationVersion: version.description,
        ])
    }
}
