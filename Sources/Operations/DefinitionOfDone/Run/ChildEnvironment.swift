import Capabilities
import Telemetry
import Tracing

/// The environment that children get: the user's, without what would lead a tool astray, with our caches in it.
package struct ChildEnvironment: Sendable {
    package let base: [String: String]
    /// What children get besides that ask build backends about the project in place.
    let forBackends: [String: String]

    /// Variables that name another environment or change what Python runs.
    private static let dropped = [
        "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__",
        "UV_PROJECT_ENVIRONMENT", "COVERAGE_PROCESS_START", "COVERAGE_FILE", "PYTEST_ADDOPTS", "MYPYPATH",
        "PYTHONDONTWRITEBYTECODE",
        // A hook of git has these; tests that make repositories would write into the project's own.
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ]

    /// - Parameters:
    ///   - user: The environment that uvmgr was started with.
    ///   - folder: Where caches of tools go instead of into the project.
    package init(user: [String: String], folder: RunFolder) {
        var base = user.filter { !Self.dropped.contains($0.key) }
        base["UV_PROJECT_ENVIRONMENT"] = folder.environment
        base["UV_NO_PROGRESS"] = "1"
        base["NO_COLOR"] = "1"
        base["PYTHONPYCACHEPREFIX"] = folder.toolCaches + "/pycache"
        base["RUFF_CACHE_DIR"] = folder.toolCaches + "/ruff"
        base["MYPY_CACHE_DIR"] = folder.toolCaches + "/mypy"
        base["HYPOTHESIS_STORAGE_DIRECTORY"] = folder.toolCaches + "/hypothesis"
        base["PYTHONHASHSEED"] = user["PYTHONHASHSEED"] ?? "0"
        self.base = base
        // Whoever set it has reasons that weigh more.
        forBackends =
            base["DIST_EXTRA_CONFIG"] == nil ? ["DIST_EXTRA_CONFIG": folder.distutilsSettings] : [:]
    }

    /// The environment of one child: its own copy, with the span it belongs to.
    package func child(_ more: [String: String] = [:]) -> [String: String] {
        var environment = base.merging(more) { $1 }
        if let context = ServiceContext.current { context.spanContext?.inject(into: &environment) }
        return environment
    }
}
