import Diagnostics
import PythonPackaging
package import StructuredData

/// The shape `uvmgr.project/1` of `uvmgr project show --format json`.
///
/// Members are added in later versions, never renamed; paths are absolute or relative to `directory`.
package func json(_ found: DiscoveredProject) -> JSON {
    let project = found.project
    return .members([
        "schema": "uvmgr.project/1",
        "directory": .string(found.directory),
        "name": explained(project.name) { .string($0) },
        "version": explained(project.version, version),
        "requiresPython": project.requiresPython.map { explained($0) { .string($0.description) } } ?? .null,
        "kind": explained(project.kind) { .string($0.rawValue) },
        "manager": explained(project.manager) { .string($0.rawValue) },
        "lock": found.lock.map(lock) ?? .null,
        "layout": explained(project.layout, layout),
        "buildBackend": project.buildBackend.map { explained($0) { .string($0) } } ?? .null,
        "testPaths": explained(project.testPaths) { .array($0.map(JSON.string)) },
        "tools": tools(project.tools),
        "dependencies": .array(project.dependencies.map(dependency)),
        "groups": .array(project.groups.map(JSON.string)),
        "extras": .array(project.extras.map(JSON.string)),
        "workspace": found.workspace.map(workspace) ?? .null,
        "notes": .array(
            found.notes.map {
                .members(["code": .string($0.code), "message": .string($0.message), "place": place($0.place)])
            }),
    ])
}

private func explained<Value>(_ explained: Explained<Value>, _ value: (Value) -> JSON) -> JSON {
    .members([
        "value": value(explained.value), "why": .string(explained.why), "place": place(explained.place),
    ])
}

private func place(_ place: SourcePlace?) -> JSON {
    guard let place else { return .null }
    return .members([
        "file": .string(place.file), "line": place.line.map { .integer(Int64($0)) },
        "column": place.column.map { .integer(Int64($0)) },
    ])
}

private func version(_ state: PythonProject.VersionState) -> JSON {
    switch state {
    case .fixed(let version): .string(version.description)
    case .dynamic: "dynamic"
    case .none: .null
    }
}

private func lock(_ lock: DiscoveredProject.Lock) -> JSON {
    .members([
        "kind": .string(lock.kind.rawValue), "paths": .array(lock.paths.map(JSON.string)),
        "why": .string(lock.why),
    ])
}

private func layout(_ layout: ProjectLayout) -> JSON {
    .members([
        "style": .string(layout.style.rawValue), "root": .string(layout.root),
        "packages": .array(layout.packages.map(JSON.string)),
        "modules": .array(layout.modules.map(JSON.string)),
    ])
}

private func tools(_ tools: ProjectTools) -> JSON {
    func choice(_ tool: Explained<ProjectTool>?) -> JSON {
        tool.map { explained($0) { .string($0.rawValue) } } ?? .null
    }
    return .members([
        "formatter": choice(tools.formatter), "linter": choice(tools.linter),
        "typeChecker": choice(tools.typeChecker), "testRunner": choice(tools.testRunner),
        "coverage": choice(tools.coverage), "benchmark": choice(tools.benchmark),
        "evidence": .array(
            tools.evidence.map {
                .members([
                    "tool": .string($0.tool.rawValue), "why": .string($0.why), "place": place($0.place),
                ])
            }),
    ])
}

private func dependency(_ dependency: ProjectDependency) -> JSON {
    let scope: (kind: JSON, name: JSON?) =
        switch dependency.scope {
        case .main: ("main", nil)
        case .group(let name): ("group", .string(name))
        case .extra(let name): ("extra", .string(name))
        }
    return .members([
        "requirement": .string(dependency.requirement.description), "scope": scope.kind, "name": scope.name,
        "editable": .bool(dependency.isEditable), "place": place(dependency.place),
    ])
}

private func workspace(_ workspace: Workspace) -> JSON {
    .members([
        "root": .string(workspace.root),
        "members": .array(
            workspace.members.map {
                .members(["name": .string($0.name), "directory": .string($0.directory)])
            }),
    ])
}
