import Diagnostics
import StructuredData
import TOML

/// Where each tool leaves signs of itself.
struct ToolSigns {
    let tool: ProjectTool
    /// Tables of `pyproject.toml`, below `tool`.
    var tables: [[String]] = []
    /// Files that configure the tool alone.
    var files: [String] = []
    /// Sections of INI files that tools share.
    var sections: [(file: String, section: String)] = []
    /// Normalised names of distributions; one that ends in `-` is a prefix.
    var distributions: [String] = []

    static let all: [ToolSigns] = [
        ToolSigns(
            tool: .ruff, tables: [["ruff", "format"], ["ruff", "lint"], ["ruff"]],
            files: ["ruff.toml", ".ruff.toml"],
            distributions: ["ruff"]),
        ToolSigns(tool: .black, tables: [["black"]], distributions: ["black"]),
        ToolSigns(
            tool: .flake8, tables: [["flake8"]], files: [".flake8"],
            sections: [("setup.cfg", "flake8"), ("tox.ini", "flake8")], distributions: ["flake8"]),
        ToolSigns(
            tool: .pylint, tables: [["pylint"]], files: [".pylintrc", "pylintrc"],
            sections: [
                ("setup.cfg", "pylint.main"), ("setup.cfg", "pylint.MASTER"), ("tox.ini", "pylint.main"),
            ],
            distributions: ["pylint"]),
        ToolSigns(
            tool: .mypy, tables: [["mypy"]], files: ["mypy.ini", ".mypy.ini"],
            sections: [("setup.cfg", "mypy")],
            distributions: ["mypy"]),
        ToolSigns(
            tool: .pyright, tables: [["pyright"], ["basedpyright"]], files: ["pyrightconfig.json"],
            distributions: ["pyright", "basedpyright"]),
        ToolSigns(tool: .ty, tables: [["ty"]], files: ["ty.toml"], distributions: ["ty"]),
        ToolSigns(
            tool: .pytest, tables: [["pytest", "ini_options"], ["pytest"]],
            files: ["pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml"],
            sections: [("tox.ini", "pytest"), ("setup.cfg", "tool:pytest")],
            distributions: ["pytest", "pytest-"]),
        ToolSigns(
            tool: .coverage, tables: [["coverage"]], files: [".coveragerc"],
            sections: [
                ("setup.cfg", "coverage:run"), ("tox.ini", "coverage:run"), ("setup.cfg", "coverage:report"),
            ],
            distributions: ["coverage", "pytest-cov"]),
        ToolSigns(tool: .pytestBenchmark, distributions: ["pytest-benchmark"]),
    ]

    func evidence(
        in files: ProjectFiles, _ dependencies: [ProjectDependency]
    ) throws(PackagingError) -> [ToolEvidence] {
        try configuration(in: files) + dependencies.compactMap(evidence)
    }

    private func configuration(in project: ProjectFiles) throws(PackagingError) -> [ToolEvidence] {
        var found: [ToolEvidence] = []
        if let tool = try project.pyproject?.table("tool") {
            for path in tables where try has(path, in: tool) {
                let name = (["tool"] + path).joined(separator: ".")
                let place = tool.document.place(of: ["tool"] + path.map { .key($0) })
                found.append(sign(.configuration, "`[\(name)]` in pyproject.toml", place, name))
            }
        }
        for file in files where project.has(file) {
            found.append(sign(.configuration, "`\(file)`", SourcePlace(file: file), file))
        }
        for (file, name) in sections {
            guard let section = project.ini[file]?.section(name) else { continue }
            found.append(sign(.configuration, "`[\(name)]` in \(file)", section.place, name))
        }
        return found
    }

    /// Whether a table is there for more than the tables inside it that are signs of their own.
    private func has(_ path: [String], in tool: TableReader) throws(PackagingError) -> Bool {
        guard let parent = try tool.table(Array(path.dropLast())), let last = path.last, parent.has(last)
        else {
            return false
        }
        let inner = tables.filter { $0.count == path.count + 1 && $0.starts(with: path) }.compactMap(\.last)
        guard let keys = parent.value[last]?.object?.keys, !keys.isEmpty else { return true }
        return keys.contains { !inner.contains($0) }
    }

    private func evidence(_ dependency: ProjectDependency) -> ToolEvidence? {
        let name = dependency.requirement.name.normalized
        guard distributions.contains(where: { $0.hasSuffix("-") ? name.hasPrefix($0) : name == $0 }) else {
            return nil
        }
        return sign(.dependency, "`\(name)` in \(dependency.scope)", dependency.place, name)
    }

    private func sign(
        _ strength: ToolEvidence.Strength, _ why: String, _ place: SourcePlace?, _ subject: String
    ) -> ToolEvidence {
        ToolEvidence(tool: tool, strength: strength, why: why, place: place, subject: subject)
    }
}
