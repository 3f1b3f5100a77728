package import Diagnostics
import PythonPackaging

/// One line of what was found: for a table of text.
package struct ProjectFact: Hashable, Sendable {
    package let what: String
    package let value: String
    package let why: String
    package let place: SourcePlace?
}

/// What was found and why, in the order that a person reads it.
package func explanation(_ found: DiscoveredProject) -> [ProjectFact] {
    let project = found.project
    var facts = [
        fact("name", project.name) { $0 },
        ProjectFact(what: "directory", value: found.directory, why: "the nearest project files", place: nil),
        fact("version", project.version, describe),
    ]
    facts.append(
        project.requiresPython.map { fact("python", $0) { $0.isEmpty ? "any" : $0.description } }
            ?? absent("python", "no file limits it", "any"))
    facts += [fact("kind", project.kind) { $0.rawValue }, fact("manager", project.manager) { $0.rawValue }]
    facts.append(
        found.lock.map { lock in
            ProjectFact(
                what: "lock",
                value: lock.paths.map { Path.relative($0, to: found.directory) }.joined(separator: ", "),
                why: lock.why, place: nil)
        } ?? absent("lock", "there is no lock file"))
    facts.append(fact("layout", project.layout, describe))
    facts.append(
        project.buildBackend.map { fact("build backend", $0) { $0 } }
            ?? absent("build backend", "the project is not built"))
    facts.append(fact("tests", project.testPaths) { $0.isEmpty ? "none" : $0.joined(separator: ", ") })
    facts += toolFacts(project.tools)
    if let workspace = found.workspace { facts.append(fact(workspace, found)) }
    facts += project.groups.map { fact(group: $0, project) }
    return facts
}

private func toolFacts(_ tools: ProjectTools) -> [ProjectFact] {
    let rows: [(String, Explained<ProjectTool>?)] = [
        ("formatter", tools.formatter), ("linter", tools.linter), ("type checker", tools.typeChecker),
        ("test runner", tools.testRunner), ("coverage", tools.coverage), ("benchmark", tools.benchmark),
    ]
    return rows.map { what, tool in
        tool.map { fact(what, $0) { $0.rawValue } } ?? absent(what, "no sign of one")
    }
}

private func fact<Value>(
    _ what: String, _ explained: Explained<Value>, _ describe: (Value) -> String
) -> ProjectFact {
    ProjectFact(what: what, value: describe(explained.value), why: explained.why, place: explained.place)
}

private func fact(_ workspace: Workspace, _ found: DiscoveredProject) -> ProjectFact {
    let names = workspace.members.map(\.name).joined(separator: ", ")
    let isRoot = workspace.root == found.directory
    let origin = "`[tool.uv.workspace]` in \(Path.join(workspace.root, "pyproject.toml"))"
    // The names of a large workspace would push the columns behind them off the screen.
    let isLong = names.count > 60
    let members = isLong ? "\(workspace.members.count) projects" : names
    return ProjectFact(
        what: "workspace", value: isRoot ? "root of \(members)" : "member of \(workspace.root)",
        why: isRoot && isLong ? "\(origin): \(names)" : origin, place: nil)
}

private func fact(group name: String, _ project: PythonProject) -> ProjectFact {
    let dependencies = project.dependencies(ofGroup: name)
    let count = "\(dependencies.count) \(dependencies.count == 1 ? "dependency" : "dependencies")"
    return ProjectFact(
        what: "group \(name)", value: count, why: "a dependency group", place: dependencies.first?.place)
}

private func absent(_ what: String, _ why: String, _ value: String = "none") -> ProjectFact {
    ProjectFact(what: what, value: value, why: why, place: nil)
}

private func describe(_ version: PythonProject.VersionState) -> String {
    switch version {
    case .fixed(let version): version.description
    case .dynamic: "dynamic"
    case .none: "none"
    }
}

private func describe(_ layout: ProjectLayout) -> String {
    let names = layout.packages + layout.modules.map { $0 + ".py" }
    return names.isEmpty
        ? layout.style.rawValue : "\(layout.style.rawValue): \(names.joined(separator: ", "))"
}
