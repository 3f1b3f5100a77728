import Capabilities
import Diagnostics
import PythonPackaging
import TOML

/// What reading a project folder gave.
struct ReadProject {
    let project: PythonProject
    let files: ProjectFiles
    let notes: [Diagnostic]
}

/// Reads the files of one project folder.
struct ProjectReader<Files: FileSystem> {
    let files: Files
    /// Absolute.
    let directory: String

    func read() throws(ProjectError) -> ReadProject {
        var notes: [Diagnostic] = []
        var found = ProjectFiles(folderName: Path.name(directory))
        found.folders = try FolderSurvey(files: files, directory: directory).folders()
        let names = Set((found.folders[""] ?? []).filter { !$0.isFolder }.map(\.name))
        for name in ProjectFiles.tomlNames where names.contains(name) { found.toml[name] = try toml(name) }
        // Beside a `pyproject.toml`, the older files are no more than hints.
        let isModern = found.toml["pyproject.toml"] != nil
        for name in ProjectFiles.iniNames where names.contains(name) {
            do { found.ini[name] = try ini(name) } catch {
                guard isModern, case .packaging = error else { throw error }
                notes.append(error.diagnostic)
            }
        }
        if names.contains("setup.py") { found.setupScript = try text("setup.py") }
        do { found.requirements = try requirements(found.folders) } catch {
            guard isModern || found.toml["Pipfile"] != nil else { throw error }
            notes.append(error.diagnostic)
        }
        do {
            return ReadProject(project: try PythonProject.infer(from: found), files: found, notes: notes)
        } catch { throw .packaging(error, directory: directory) }
    }

    func text(_ name: String) throws(ProjectError) -> String {
        do { return try files.readText(Path.join(directory, name)) } catch { throw .file(error) }
    }

    func toml(_ name: String) throws(ProjectError) -> TOMLDocument {
        let text = try text(name)
        do { return try TOMLDocument(parsing: text, file: name) } catch {
            throw .packaging(.toml(error), directory: directory)
        }
    }

    func ini(_ name: String) throws(ProjectError) -> INIDocument {
        let text = try text(name)
        do { return try INIDocument(parsing: text, file: name) } catch {
            throw .packaging(error, directory: directory)
        }
    }

    /// The requirements files beside the project and in `requirements/`, and those that they include, each once.
    private func requirements(
        _ folders: [String: [ProjectFiles.Entry]]
    ) throws(ProjectError) -> [RequirementsFile] {
        let own = (folders[""] ?? []).filter { !$0.isFolder && ProjectFiles.isRequirementsFile($0.name) }.map(
            \.name)
        let nested = (folders["requirements"] ?? []).filter { !$0.isFolder && $0.name.hasSuffix(".txt") }
            .map { "requirements/" + $0.name }
        var waiting = (own.sorted() + nested.sorted())[...]
        var seen = Set(waiting)
        var found: [RequirementsFile] = []
        while let name = waiting.popFirst() {
            let text = try text(name)
            let file: RequirementsFile
            do { file = try RequirementsFile(parsing: text, file: name) } catch {
                throw .packaging(error, directory: directory)
            }
            found.append(file)
            for include in file.includes where !include.isConstraints && !include.path.contains("://") {
                let path = Path.normalized(Path.beside(name, include.path))
                guard seen.insert(path).inserted else { continue }
                guard files.isFile(Path.join(directory, path)) else {
                    throw .missingInclude(path: path, place: include.place)
                }
                waiting.append(path)
            }
        }
        return found
    }
}
