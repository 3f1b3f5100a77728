package import Capabilities
import PythonPackaging
import Diagnostics
import TOML

/// Finds the project that a command is about.
///
/// Reads files that describe projects and lists folders near them, never the whole tree.
///
/// - Parameters:
///   - path: Where to start, absolute: the nearest project at it or above it counts.
///   - explicit: The folder named by `--project`, absolute: it must be a project itself.
///   - package: The workspace member named by `--package`.
///   - home: The user's home folder: neither it nor what is above it is searched from below.
///   - files: The file system.
/// - Returns: The project, with its workspace.
/// - Throws: ``ProjectError``.
package func discover(
    startingAt path: String, project explicit: String? = nil, package: String? = nil, home: String? = nil,
    files: some FileSystem
) throws(ProjectError) -> DiscoveredProject {
    let finder = ProjectFinder(files: files, home: home)
    let directory: String
    if let explicit { directory = try finder.named(explicit) } else { directory = try finder.nearest(path) }
    let found = try ProjectReader(files: files, directory: directory).read()
    let workspace = try WorkspaceFinder(files: files, home: home).workspace(of: directory, found)
    guard let package else { return try discovered(found, in: directory, workspace, files) }
    guard let workspace else { throw .noWorkspace(package: package, directory: directory) }
    let wanted = PackageName.normalized(package)
    guard let member = workspace.members.first(where: { PackageName.normalized($0.name) == wanted }) else {
        throw .unknownPackage(package, members: workspace.members.map(\.name))
    }
    let chosen = try ProjectReader(files: files, directory: member.directory).read()
    return try discovered(chosen, in: member.directory, workspace, files)
}

private func discovered(
    _ found: ReadProject, in directory: String, _ workspace: Workspace?, _ files: some FileSystem
) throws(ProjectError) -> DiscoveredProject {
    var project = found.project
    var lock = project.lock.map { lock in
        DiscoveredProject.Lock(
            kind: lock.value.kind, paths: lock.value.paths.map { Path.join(directory, $0) }, why: lock.why)
    }
    if let workspace, workspace.root != directory {
        let root = try ProjectReader(files: files, directory: workspace.root).read()
        let way = Path.relative(workspace.root, to: directory)
        project = project.inheriting(root.project, from: way)
        // uv has one lock for all members.
        if let shared = root.project.lock, shared.value.kind == .uv {
            lock = DiscoveredProject.Lock(
                kind: .uv, paths: shared.value.paths.map { Path.join(workspace.root, $0) },
                why: shared.why + " of the workspace root")
        }
    }
    return DiscoveredProject(
        directory: directory, project: project, pyproject: found.files.toml["pyproject.toml"],
        workspace: workspace,
        lock: lock, notes: found.notes)
}

extension PythonProject {
    /// The member with what its workspace root sets for all: the manager, and the tools that the root configures or
    /// installs.
    fileprivate func inheriting(_ root: PythonProject, from way: String) -> PythonProject {
        var project = self
        let suffix = " of the workspace root"
        project.manager = Explained(
            .uv,
            why: root.manager.value == .uv ? root.manager.why + suffix : "it is a member of a uv workspace",
            place: root.manager.place?.seen(from: way))
        // The root's tests say nothing of how the member is tested.
        let shared = root.tools.evidence.filter { $0.strength > .hint }.map {
            $0.seen(from: way, suffix: suffix)
        }
        project.tools = ProjectTools(evidence: tools.evidence + shared)
        return project
    }
}

extension ToolEvidence {
    fileprivate func seen(from way: String, suffix: String) -> ToolEvidence {
        ToolEvidence(
            tool: tool, strength: strength, why: why + suffix, place: place?.seen(from: way), subject: subject
        )
    }
}

extension SourcePlace {
    fileprivate func seen(from way: String) -> SourcePlace {
        SourcePlace(file: Path.join(way, file), line: line, column: column, length: length)
    }
}
