import PythonPackaging
import TOML

/// The files of a project from texts by path, as discovery would read them.
func projectFiles(_ tree: KeyValuePairs<String, String>) throws -> ProjectFiles {
    var files = ProjectFiles(folderName: "folder")
    for (path, text) in tree {
        let parts = path.split(separator: "/").map(String.init)
        for depth in parts.indices {
            let folder = parts[..<depth].joined(separator: "/")
            let entry = ProjectFiles.Entry(name: parts[depth], isFolder: depth < parts.count - 1)
            if files.folders[folder]?.contains(entry) != true {
                files.folders[folder, default: []].append(entry)
            }
        }
        if ProjectFiles.tomlNames.contains(path) {
            files.toml[path] = try TOMLDocument(parsing: text, file: path)
        }
        if ProjectFiles.iniNames.contains(path) {
            files.ini[path] = try INIDocument(parsing: text, file: path)
        }
        if path == "setup.py" { files.setupScript = text }
        if path.hasSuffix(".txt") {
            files.requirements.append(try RequirementsFile(parsing: text, file: path))
        }
    }
    return files
}

func project(_ tree: KeyValuePairs<String, String>) throws -> PythonProject {
    try PythonProject.infer(from: projectFiles(tree))
}
