import Capabilities
import PythonPackaging

/// Lists a project folder and what is near its top, enough to see layout and tests.
struct FolderSurvey<Files: FileSystem> {
    /// `src/package/tests` is the deepest folder that matters, but tests may be nested.
    private static var deepest: Int { 3 }
    /// A project with more folders than this near its top shows its layout in the first ones.
    private static var most: Int { 200 }

    let files: Files
    let directory: String

    /// The contents of folders by path relative to the project, nearest first.
    func folders() throws(ProjectError) -> [String: [ProjectFiles.Entry]] {
        let top: [ProjectFiles.Entry]
        do { top = try entries(of: "") } catch { throw .file(error) }
        var found = ["": top]
        var waiting = children(of: "", top, depth: 1)[...]
        while let (path, depth) = waiting.popFirst(), found.count < Self.most {
            // A folder that may not be listed holds nothing that this run could use.
            guard let inside = try? entries(of: path) else { continue }
            if inside.contains(where: { $0.name == "pyvenv.cfg" }) { continue }
            found[path] = inside
            if depth < Self.deepest { waiting += children(of: path, inside, depth: depth + 1) }
        }
        return found
    }

    /// The folders worth a look; those that most often matter come first.
    private func children(
        of path: String, _ entries: [ProjectFiles.Entry], depth: Int
    ) -> [(path: String, depth: Int)] {
        let folders = entries.filter { $0.isFolder && !Self.isIgnored($0.name) }.map(\.name)
        let first = folders.filter { ["src", "tests", "test"].contains($0) }
        let rest = folders.filter { !first.contains($0) }
        return (first + rest).map { (path.isEmpty ? $0 : path + "/" + $0, depth) }
    }

    private func entries(of path: String) throws(FileError) -> [ProjectFiles.Entry] {
        let folder = Path.join(directory, path)
        return try files.list(folder).map { name in
            ProjectFiles.Entry(
                name: name, isFolder: !Self.isSurelyFile(name) && files.isDirectory(Path.join(folder, name)))
        }
    }

    private static func isIgnored(_ name: String) -> Bool {
        name.hasPrefix(".") || name.hasSuffix(".egg-info") || name.hasSuffix(".dist-info")
            || ["__pycache__", "node_modules", "build", "dist", "venv", "env", "site-packages"].contains(name)
    }

    /// A name that no folder has in practice is not looked up, which halves the work in a folder of modules.
    private static func isSurelyFile(_ name: String) -> Bool {
        [".py", ".pyc", ".pyi", ".txt", ".md", ".rst", ".toml", ".lock", ".json", ".yaml", ".yml"]
            .contains { name.hasSuffix($0) }
    }
}
