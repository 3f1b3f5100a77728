package import Capabilities
package import Diagnostics
package import PythonPackaging

/// Why no project could be made out.
package enum ProjectError: DiagnosableError, Hashable {
    /// Nothing at `path` or above it is a project.
    case noProject(path: String)
    /// The path that was named is not there.
    case missing(path: String)
    /// `--project` names a folder without project files.
    case notAProject(directory: String)
    /// `--project` names a file.
    case notAFolder(path: String)
    /// `--package` names no member.
    case unknownPackage(String, members: [String])
    /// `--package` is given, but the project at `directory` is no part of a workspace.
    case noWorkspace(package: String, directory: String)
    /// A requirements file includes one that is not there.
    case missingInclude(path: String, place: SourcePlace)
    case file(FileError)
    /// A file of the project in `directory` cannot be read for what it is.
    case packaging(PackagingError, directory: String)

    package var diagnostic: Diagnostic {
        switch self {
        case .noProject(let path):
            Diagnostic(
                code: "project.none", message: "there is no Python project in `\(path)` or above it",
                hint:
                    "go to a folder with a `pyproject.toml`, name one with `--project DIR`, or make one with `uv init`"
            )
        case .missing(let path):
            Diagnostic(
                code: "project.missing", message: "there is no `\(path)`, or it is a link that leads nowhere",
                hint: "check the spelling of the path")
        case .notAProject(let directory):
            Diagnostic(
                code: "project.not-a-project",
                message:
                    "`\(directory)` has no `pyproject.toml`, `setup.cfg`, `setup.py`, `Pipfile` or `requirements*.txt`",
                hint: "name the folder that has one of them, or make a project there with `uv init`")
        case .notAFolder(let path):
            Diagnostic(
                code: "project.not-a-folder", message: "`\(path)` is not a folder", hint: "name its folder")
        case .unknownPackage(let name, let members): Self.unknownPackage(name, members)
        case .noWorkspace(let package, let directory):
            Diagnostic(
                code: "project.no-workspace",
                message: "`\(directory)` is no part of a uv workspace, so it has no member `\(package)`",
                hint: "leave out `--package`, or declare `[tool.uv.workspace]` in the root's `pyproject.toml`"
            )
        case .missingInclude(let path, let place):
            Diagnostic(
                code: "project.missing-include", message: "there is no `\(path)` to include", place: place,
                hint: "paths after `-r` are relative to the file they stand in")
        case .file(let error): error.diagnostic
        case .packaging(let error, let directory): error.diagnostic.moved(to: directory)
        }
    }

    private static func unknownPackage(_ name: String, _ members: [String]) -> Diagnostic {
        let list =
            members.isEmpty
            ? "the workspace has no members" : "members are " + members.joined(separator: ", ")
        return Diagnostic(
            code: "project.unknown-package", message: "the workspace has no member `\(name)`",
            hint: nearest(name, among: members).map { "did you mean `\($0)`? \(list)" } ?? list)
    }
}

extension Diagnostic {
    /// The same problem, with a place that is found from anywhere.
    func moved(to directory: String) -> Diagnostic {
        guard let place, !place.file.hasPrefix("/") else { return self }
        let moved = SourcePlace(
            file: Path.join(directory, place.file), line: place.line, column: place.column,
            length: place.length)
        return Diagnostic(
            code: code, message: message, place: moved, excerpt: excerpt, hint: hint, exit: exit)
    }
}
