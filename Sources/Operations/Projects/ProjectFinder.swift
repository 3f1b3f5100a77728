import Capabilities
import PythonPackaging

/// Finds the folder of a project.
struct ProjectFinder<Files: FileSystem> {
    let files: Files
    let home: String?

    /// The nearest folder with project files, from `path` upwards.
    func nearest(_ path: String) throws(ProjectError) -> String {
        guard var folder = files.resolve(path) else { throw .missing(path: path) }
        if files.isFile(folder), let parent = Path.parent(folder) { folder = parent }
        let boundary = home.flatMap { files.resolve($0) }
        var current: String? = folder
        while let candidate = current {
            if candidate == boundary, candidate != folder { break }
            if try isProject(candidate) { return candidate }
            if candidate == boundary { break }
            current = Path.parent(candidate)
        }
        throw .noProject(path: folder)
    }

    /// The folder that a person named.
    func named(_ path: String) throws(ProjectError) -> String {
        guard let folder = files.resolve(path) else { throw .missing(path: path) }
        guard files.isDirectory(folder) else { throw .notAFolder(path: path) }
        guard try isProject(folder) else { throw .notAProject(directory: path) }
        return folder
    }

    /// Whether a folder has files that make it a project; a `setup.cfg` with settings of tools alone does not.
    private func isProject(_ folder: String) throws(ProjectError) -> Bool {
        let names = try list(folder)
        for name in names where ProjectFiles.markers.contains(name) || ProjectFiles.isRequirementsFile(name) {
            let path = Path.join(folder, name)
            guard files.isFile(path) else { continue }
            if name != "setup.cfg" { return true }
            let config = try ProjectReader(files: files, directory: folder).ini(name)
            if config.section("metadata") != nil || config.section("options") != nil { return true }
        }
        return false
    }

    /// A folder on the way up may be one that can be passed but not listed.
    private func list(_ folder: String) throws(ProjectError) -> [String] {
        do { return try files.list(folder) } catch {
            guard case .denied = error else { throw .file(error) }
            return ProjectFiles.markers.filter { files.isFile(Path.join(folder, $0)) }
        }
    }
}
