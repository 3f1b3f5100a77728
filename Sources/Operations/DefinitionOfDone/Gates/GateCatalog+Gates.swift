import Projects

extension GateCatalog {
    /// The gate of that name, as the configuration makes it.
    static func gate(_ name: String, _ settings: GateSettings?) -> any Gate {
        if settings?.parser != nil { return CustomGate(name: name) }
        switch name {
        case "format": return FormatGate()
        case "lint": return LintGate()
        case "types": return TypesGate()
        case "tests": return TestsGate()
        case "coverage": return CoverageGate()
        case "lock": return LockGate()
        case "build": return BuildGate()
        case "vulnerabilities": return VulnerabilitiesGate()
        case "performance": return PerformanceGate()
        case "waivers": return WaiversGate()
        default: return UnavailableGate(name: name)
        }
    }
}

/// A gate that policies name and that this version of uvmgr cannot measure: listed, never passed.
struct UnavailableGate: Gate {
    let name: String
    func needsEnvironment(_ project: DiscoveredProject) -> Bool { false }

    func obstacle(in context: GateContext) -> Obstacle? {
        .nothingThere("this version of uvmgr cannot measure it")
    }

    func inputs(in context: GateContext) -> FileSelection { FileSelection([]) }
    func tool(in context: GateContext) -> ToolIdentity? { nil }

    func measure(in context: GateContext) async throws -> GateMeasurement {
        throw GateFailure.notApplicable("this version of uvmgr cannot measure it")
    }
}

extension FileSelection {
    /// Python sources and what configures the tools that read them.
    static let python = FileSelection([
        "*.py", "*.pyi", "*.ipynb", "pyproject.toml", "ruff.toml", ".ruff.toml", "setup.cfg", "tox.ini",
        "mypy.ini",
        ".mypy.ini", ".flake8", "pyrightconfig.json", "ty.toml", "py.typed", ".editorconfig", ".gitignore",
    ])
}
