import Diagnostics
import StructuredData
import TOML

/// Reads the dependencies of `[project]` and `[dependency-groups]` (PEP 621, PEP 735).
enum DependencyGroups {
    /// `project.dependencies` and `project.optional-dependencies`.
    static func project(_ project: TableReader) throws(PackagingError) -> [ProjectDependency] {
        var found = try requirements(project, "dependencies", .main)
        guard let extras = try project.table("optional-dependencies") else { return found }
        for extra in extras.keys { found += try requirements(extras, extra, .extra(extra)) }
        return found
    }

    /// The groups with what they include, each under its own name.
    static func groups(_ root: TableReader) throws(PackagingError) -> [ProjectDependency] {
        guard let groups = try root.table("dependency-groups") else { return [] }
        var found: [ProjectDependency] = []
        for name in groups.keys {
            found += try group(name, in: groups, as: name, above: [])
        }
        return found
    }

    private static func group(
        _ key: String, in groups: TableReader, as name: String, above: [String]
    ) throws(PackagingError) -> [ProjectDependency] {
        guard let array = groups.value[key]?.array else { throw groups.wrong(key, "an array") }
        var found: [ProjectDependency] = []
        for (index, element) in array.enumerated() {
            let steps: TOMLPath = [.key(key), .index(index)]
            if let text = element.string {
                found.append(try dependency(text, groups, steps, .group(name)))
            } else if let included = element["include-group"]?.string {
                let path = above + [key]
                guard
                    let next = groups.keys.first(where: {
                        PackageName.normalized($0) == PackageName.normalized(included)
                    })
                else {
                    throw groups.group(
                        included, .unknown(nearest: nearest(included, among: groups.keys)), at: steps)
                }
                guard !path.contains(next) else {
                    throw groups.group(included, .cycle(path + [next]), at: steps)
                }
                found += try group(next, in: groups, as: name, above: path)
            } else {
                throw groups.wrong(groups.path + steps, "a requirement or `{include-group = \"…\"}`")
            }
        }
        return found
    }

    /// The requirements of an array of strings.
    static func requirements(
        _ table: TableReader, _ key: String, _ scope: ProjectDependency.Scope
    ) throws(PackagingError) -> [ProjectDependency] {
        var found: [ProjectDependency] = []
        for (index, text) in try table.strings(key).enumerated() {
            found.append(try dependency(text, table, [.key(key), .index(index)], scope))
        }
        return found
    }

    private static func dependency(
        _ text: String, _ table: TableReader, _ steps: TOMLPath, _ scope: ProjectDependency.Scope
    ) throws(PackagingError) -> ProjectDependency {
        let requirement = try table.parse(text, at: steps) { text throws(PackagingError) in
            try Requirement(text)
        }
        return ProjectDependency(
            requirement: requirement, scope: scope, place: table.document.valuePlace(of: table.path + steps))
    }
}

extension TableReader {
    fileprivate func group(
        _ name: String, _ problem: PackagingError.GroupProblem, at steps: TOMLPath
    ) -> PackagingError {
        let place = document.valuePlace(of: path + steps) ?? place
        return .group(name, problem: problem, place: place, excerpt: document.excerpt(place))
    }
}
