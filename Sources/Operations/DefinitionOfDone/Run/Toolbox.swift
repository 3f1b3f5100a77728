import Capabilities

/// A tool that can be run.
package struct Tool: Hashable, Sendable {
    package let identity: ToolIdentity
    package let executable: String

    package init(identity: ToolIdentity, executable: String) {
        (self.identity, self.executable) = (identity, executable)
    }
}

/// Finds tools: in the project's environment first, else at a pinned version that is installed once and then run
/// directly, because `uvx` costs more on each call than most tools take.
package struct Toolbox: Sendable {
    private let folder: RunFolder
    private let services: Services
    private let environment: ChildEnvironment

    package init(folder: RunFolder, services: Services, environment: ChildEnvironment) {
        (self.folder, self.services, self.environment) = (folder, services, environment)
    }

    /// What would be run for `name`, without installing anything.
    package func identity(_ name: String, in project: ProjectEnvironment?) -> ToolIdentity {
        if let version = project?.packages[name] {
            return ToolIdentity(name: name, version: version, origin: .project)
        }
        return ToolIdentity(name: name, version: ToolPins.versions[name] ?? "", origin: .pinned)
    }

    /// The tool, installed if it must be.
    ///
    /// - Throws: ``GateFailure`` with what the installer said, or on cancellation.
    package func tool(_ name: String, in project: ProjectEnvironment?) async throws -> Tool {
        let identity = identity(name, in: project)
        if identity.origin == .project, let project {
            let path = project.executable(name)
            if services.files.isFile(path) { return Tool(identity: identity, executable: path) }
        }
        let pinned = ToolIdentity(name: name, version: ToolPins.versions[name] ?? "", origin: .pinned)
        let home = "\(folder.tools)/\(name)-\(pinned.version)"
        let executable = "\(home)/bin/\(name)"
        if !services.files.isFile(executable) { try await install(name, in: home, executable) }
        return Tool(identity: pinned, executable: executable)
    }

    private func install(_ name: String, in home: String, _ executable: String) async throws {
        try services.files.makeDirectory(home)
        try await services.locks.withLock(home + "/lock", patience: .seconds(300)) {
            // Another run may have installed it while this one waited.
            guard !services.files.isFile(executable) else { return }
            let arguments = ["tool", "install", "--force", "--no-config", ToolPins.requirement(name)]
            let result = try await services.runner.traced(
                ProcessInvocation(
                    executable: services.uv, arguments: arguments,
                    environment: environment.child([
                        "UV_TOOL_DIR": home + "/env", "UV_TOOL_BIN_DIR": home + "/bin",
                    ]),
                    workingDirectory: folder.project, timeout: .seconds(300)),
                command: ["uv"] + arguments)
            guard result.isSuccess, services.files.isFile(executable) else {
                throw GateFailure.toolNotInstalled(
                    ToolPins.requirement(name), said: result.standardError.text.lastLine)
            }
        }
    }
}

extension String {
    /// The last line that is not blank.
    var lastLine: String {
        split(whereSeparator: \.isNewline).last { !$0.allSatisfy(\.isWhitespace) }.map(String.init) ?? ""
    }
}
