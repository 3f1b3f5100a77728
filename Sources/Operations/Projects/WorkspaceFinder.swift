import Capabilities
import Diagnostics
import PythonPackaging
import StructuredData
import TOML

/// Finds the uv workspace that a project belongs to.
struct WorkspaceFinder<Files: FileSystem> {
    /// `**` stops here, so that a member pattern never walks a whole disk.
    private static var deepest: Int { 5 }

    let files: Files
    let home: String?

    /// The workspace of a project: its own, or that of the nearest folder above that has one and includes it.
    func workspace(of directory: String, _ found: ReadProject) throws(ProjectError) -> Workspace? {
        if let own = found.project.workspace { return try workspace(at: directory, own.value) }
        let boundary = home.flatMap { files.resolve($0) }
        var current = Path.parent(directory)
        while let folder = current, folder != boundary {
            if let patterns = try patterns(in: folder) {
                // The nearest workspace decides: a project that it leaves out stands alone.
                let isMember = patterns.includes(Path.relative(directory, to: folder))
                return isMember ? try workspace(at: folder, patterns) : nil
            }
            current = Path.parent(folder)
        }
        return nil
    }

    /// The workspace table of a folder above; a file that does not speak of one is not parsed.
    private func patterns(in folder: String) throws(ProjectError) -> WorkspacePatterns? {
        let path = Path.join(folder, "pyproject.toml")
        guard files.isFile(path) else { return nil }
        let reader = ProjectReader(files: files, directory: folder)
        guard try reader.text("pyproject.toml").contains("workspace") else { return nil }
        let document = try reader.toml("pyproject.toml")
        do {
            let bare = ProjectFiles(folderName: Path.name(folder), toml: ["pyproject.toml": document])
            return try PythonProject.infer(from: bare).workspace?.value
        } catch { throw .packaging(error, directory: folder) }
    }

    private func workspace(at root: String, _ patterns: WorkspacePatterns) throws(ProjectError) -> Workspace {
        var members: [Workspace.Member] = []
        if let name = try name(of: root) { members.append(Workspace.Member(name: name, directory: root)) }
        for folder in try folders(of: patterns, in: root) {
            guard let name = try name(of: Path.join(root, folder)) else { continue }
            members.append(Workspace.Member(name: name, directory: Path.join(root, folder)))
        }
        return Workspace(root: root, members: members)
    }

    /// The `project.name` of a folder; `nil` without one.
    private func name(of folder: String) throws(ProjectError) -> String? {
        guard files.isFile(Path.join(folder, "pyproject.toml")) else { return nil }
        let document = try ProjectReader(files: files, directory: folder).toml("pyproject.toml")
        return document.value.value(at: "/project/name")?.string
    }

    /// The folders that the patterns name, relative to the root, sorted.
    private func folders(of patterns: WorkspacePatterns, in root: String) throws(ProjectError) -> [String] {
        var found: Set<String> = []
        for pattern in patterns.members {
            found.formUnion(try expand(pattern.segments[...], from: "", in: root, depth: 0))
        }
        return found.filter { !$0.isEmpty && patterns.includes($0) }.sorted()
    }

    private func expand(
        _ segments: ArraySlice<String>, from path: String, in root: String, depth: Int
    ) throws(ProjectError) -> Set<String> {
        guard let segment = segments.first else { return [path] }
        guard depth < Self.deepest + segments.count else { return [] }
        if segment == "**" {
            var found = try expand(segments.dropFirst(), from: path, in: root, depth: depth)
            guard depth < Self.deepest else { return found }
            for name in children(of: Path.join(root, path)) {
                found.formUnion(try expand(segments, from: Self.join(path, name), in: root, depth: depth + 1))
            }
            return found
        }
        guard segment.contains(where: { "*?[".contains($0) }) else {
            let next = Path.normalized(Self.join(path, segment))
            guard files.isDirectory(Path.join(root, next)) else { return [] }
            return try expand(segments.dropFirst(), from: next, in: root, depth: depth + 1)
        }
        var found: Set<String> = []
        for name in children(of: Path.join(root, path)) where PathPattern.matches(segment, name) {
            found.formUnion(
                try expand(segments.dropFirst(), from: Self.join(path, name), in: root, depth: depth + 1))
        }
        return found
    }

    /// The folders in a folder, without hidden ones and environments; none of one that cannot be listed.
    private func children(of folder: String) -> [String] {
        let names = (try? files.list(folder)) ?? []
        return names.filter { name in
            !name.hasPrefix(".") && name != "node_modules" && name != "__pycache__"
                && files.isDirectory(Path.join(folder, name))
        }
    }

    private static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : path + "/" + name
    }
}
